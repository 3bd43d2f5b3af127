"""Entries as the list items that all lists of entries are made of."""

import html
from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe

from samspill.core.jinja import texts
from samspill.website.rows import Row

register = template.Library()


@register.simple_tag
def row_list(rows: Iterable[Row], level: int) -> SafeString:
    """The items of a list; ``level`` of their headings.

    Put together here, since a template looks up a score of names for each of its rows: that took longer than all the
    questions to the database together.
    """
    _ = texts()
    archived, example = _("Archived"), _("Example")
    return mark_safe("".join([_item(row, level, archived, example) for row in rows]))  # noqa: S308 (escaped in _item)


def _item(row: Row, level: int, archived: str, example: str) -> str:
    lang = f' lang="{_escaped(row.lang)}"' if row.lang else ""
    year = f"<span>{_escaped(row.year)}</span> " if row.year else ""
    readiness = f" {_tag('primary', _escaped(row.readiness))}" if row.readiness else ""
    told = f'<p class="s-item__summary"{lang}>{_escape(row.summary)}</p>' if row.summary else ""
    why = f'<p class="s-item__why">{_escape(row.why)}</p>' if row.why else ""
    foot = [f"<span>{_escape(text)}</span>" for text in (row.note, row.partners) if text]
    if row.seen_by:
        foot.append(_tag("warning", _escape(row.seen_by)))
    if row.is_archived:
        foot.append(_tag("neutral", archived))
    if row.is_example:
        foot.append(_tag("accent", example, ' data-variant="outline"'))
    return (
        f'<li class="s-item"><div class="s-item__facts">{year}<span>{_escaped(row.types)}</span>{readiness}</div>'
        f'<div class="s-item__text"><h{level} class="s-item__title"><a href="{_escape(row.url)}"{lang}>'
        f'{_escape(row.title)}</a></h{level}>{told}{why}<p class="s-item__foot">{" ".join(foot)}</p></div></li>\n'
    )


def _tag(colour: str, text: str, more: str = "") -> str:
    return f'<span class="ds-tag" data-color="{colour}"{more} data-size="sm">{text}</span>'


@lru_cache(maxsize=2048)
def _escaped(text: str) -> str:
    """What many rows say."""
    return html.escape(text)


def _escape(text: str) -> str:
    """As `conditional_escape`, for what is a string: without the wrapping that looks for lazy ones."""
    return text if isinstance(text, SafeString) else html.escape(text)
