"""Jinja2 for the page that is asked for most: it becomes Python code, and takes a fraction of the time (ADR 0034).

Texts are `{{ _("English") }}`, as in Python, with values by name: `{{ _("in use since %(day)s", day=…) }}`. Everything
is escaped that is not safe already. Numbers and times are not localised by themselves: use the filters.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, cast
from urllib.parse import quote

from django.conf import settings
from django.template import defaultfilters, engines, loader
from django.template.backends.jinja2 import Jinja2
from django.urls import NoReverseMatch, reverse
from django.utils.formats import number_format
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, override
from markupsafe import Markup

from samspill.core.jinja_compiled import Compiled
from samspill.core.templatetags import markup

PLAIN = re.compile(r"[\w-]+", re.ASCII)


def environment(**options: Any) -> Compiled:
    """Called by Django's template backend."""
    found = Compiled(trim_blocks=True, lstrip_blocks=True, **options)  # Django turns escaping on
    found.globals |= {"url_if_any": url_if_any, "piece": piece, "kept_piece": kept_piece, "kept_part": kept_part}
    found.filters |= {
        "date": written,
        "filesizeformat": defaultfilters.filesizeformat,
        "floatformat": defaultfilters.floatformat,
        "linebreaks": _linebreaks,
        "number": number_format,
        "markdown": markup.markdown,
        "all_quoted": _all_quoted,
    }
    return found


def render(name: str, context: Mapping[str, Any]) -> SafeString:
    """A template of a module's folder jinja2/, in the reader's language."""
    language = _language()
    own = {"_": _texts(language), "url": _addresses(language)}
    return SafeString(_environment(language).get_template(name).render({**context, **own}))


def texts() -> Callable[..., Markup]:
    """What looks up our own texts in the reader's language, each once in the process's life; safe, as in templates."""
    return _texts(_language())


def url(name: str, *args: str) -> str:
    """The path of a page in the reader's language."""
    return _addresses(_language())(name, *args)


def path_in(language: str, name: str, *args: str) -> str:
    """The same in a language of one's choice."""
    return _addresses(language)(name, *args)


def url_if_any(name: str, *args: str) -> str:
    """The same; empty where the module with that page is taken away."""
    try:
        return url(name, *args)
    except NoReverseMatch:
        return ""


def piece(name: str, **context: Any) -> SafeString:
    """One of Django's templates, where a piece is shared with its pages and seldom there."""
    return SafeString(loader.render_to_string(name, context))


def kept_piece(name: str, **context: str) -> Markup:
    """The same, where it is the same for everyone: rendered once per language."""
    return _kept_piece(name, _language(), tuple(sorted(context.items())))


@lru_cache(maxsize=100)
def _kept_piece(name: str, language: str, context: tuple[tuple[str, str], ...]) -> Markup:
    return Markup(loader.render_to_string(name, dict(context)))  # noqa: S704 – a template has escaped it


def kept_part(name: str, **context: Hashable) -> Markup:
    """What a template of ours makes of values that many pages have alike: rendered once for each of them."""
    return _kept_part(name, _language(), tuple(context.items()))


@lru_cache(maxsize=1000)
def _kept_part(name: str, language: str, context: tuple[tuple[str, Hashable], ...]) -> Markup:
    return Markup(render(name, dict(context)))  # noqa: S704 – a template has escaped it


def written(value: date | datetime | None) -> str:
    """A date in words, in the site's time zone."""
    if isinstance(value, datetime):
        value = localtime(value).date()
    return _written(_language(), value)


@lru_cache(maxsize=5000)
def _written(language: str, value: date | None) -> str:
    return defaultfilters.date(value)


def _linebreaks(text: str) -> SafeString:
    return SafeString(linebreaks(text, autoescape=True))


def _all_quoted(text: str) -> str:
    return quote(text, safe="")


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@cache
def _environment(language: str) -> Compiled:
    """The templates as they are compiled for a language."""
    every = cast("Compiled", cast("Jinja2", engines["jinja2"]).env)  # made by `environment`
    return every.in_language({"_": _texts(language), "url": _path(language)})


def _path(language: str) -> Callable[..., str]:
    """The path of a page; `LookupError` where there is none, as where a module is taken away."""

    def path(name: str, *args: str) -> str:
        try:
            return _addresses(language)(name, *args)
        except NoReverseMatch as missing:
            raise LookupError from missing

    return path


@cache
def _texts(language: str) -> Callable[..., Markup]:
    """Looks a text up in the language, once; asking Django for it takes as long as all the rest of a line."""
    known: dict[str, Markup] = {}

    def text(message: str, **values: object) -> Markup:
        found = known.get(message)
        if found is None:
            with override(language):
                found = known[message] = Markup(gettext(message))  # noqa: S704 – our own words
        return found % values if values else found

    return text


@cache
def _addresses(language: str) -> Callable[..., str]:
    """Puts codes into the paths of pages, which Django works out anew each time."""
    known: dict[tuple[str, int], str] = {}

    def address(name: str, *args: str) -> str:
        if not all(PLAIN.fullmatch(arg) for arg in args):
            with override(language):
                return reverse(name, args=args)
        form = known.get((name, len(args)))
        if form is None:
            places = [f"place{number}" for number in range(len(args))]
            with override(language):
                form = reverse(name, args=places).replace("%", "%%")
            for place in places:
                form = form.replace(place, "%s")
            known[name, len(args)] = form
        return form % args

    return address
