"""Units below each other, as nested lists of links."""

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from samspill.core.jinja import url
from samspill.website.trees import Branch

register = template.Library()


@register.simple_tag
def unit_tree(branches: Iterable[Branch]) -> SafeString:
    """Put together here: a template that includes itself took longer than all else on a page of a hundred units."""
    return mark_safe(_list(branches))  # noqa: S308 (escaped in _list)


def _list(branches: Iterable[Branch]) -> str:
    items = [
        f'<li><a href="{escape(url("website:unit", one.unit.code))}">{escape(one.unit.name)}</a>'
        f"{_list(one.below) if one.below else ''}</li>"
        for one in branches
    ]
    return f'<ul class="s-tree">{"".join(items)}</ul>'
