"""Templates compiled for a language: the same pages, without looking up again what never changes."""

from jinja2 import DictLoader
from markupsafe import Markup

from samspill.core.jinja_compiled import Compiled

TEMPLATE = """
{%- macro told(one) %}{{ _("Told") }} {{ one }}{% endmacro %}
{{- _("A & B") }}|{{ url("list") }}|{{ _(word) }}|{{ _("of %(name)s", name=word) }}|
{%- if on %}{{ _("On") if on else _("Off") }}{% endif %}|{{ told(word) }}|{{ url("gone") }}"""


def of(words: dict[str, str], paths: dict[str, str]) -> tuple[str, list[str]]:
    """The page with such words and paths, and what it asked for while it was made."""
    asked: list[str] = []

    def text(message: str, **values: str) -> Markup:
        asked.append(message)
        found = Markup(words.get(message, message))
        return found % values if values else found

    def path(name: str) -> str:
        asked.append(name)
        return paths[name]

    plain = Compiled(loader=DictLoader({"page": TEMPLATE}), autoescape=True)
    template = plain.in_language({"_": text, "url": path}).get_template("page")
    asked.clear()
    later = path if "gone" in paths else lambda name: paths.get(name, "?")
    return template.render({"_": text, "url": later, "word": "<b>", "on": True}), asked


def test_what_never_changes_is_looked_up_when_a_template_is_compiled() -> None:
    words, paths = {"A & B": "A <i>og</i> B", "Told": "Fortalt", "On": "På"}, {"list": "/liste/?a=1&b=2"}
    page, asked = of(words, paths)
    assert page == "A <i>og</i> B|/liste/?a=1&amp;b=2|<b>|of &lt;b&gt;|På|Fortalt &lt;b&gt;|?"
    assert asked == ["<b>", "of %(name)s"]


def test_each_language_has_its_own_words_and_paths() -> None:
    one, _asked = of({"On": "På"}, {"list": "/liste/", "gone": "/"})
    other, _asked = of({"On": "On"}, {"list": "/en/liste/", "gone": "/"})
    assert "|/liste/|" in one
    assert "|På|" in one
    assert "|/en/liste/|" in other
    assert "|On|" in other
