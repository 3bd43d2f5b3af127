"""Translations without GNU gettext: texts are found, kept, checked and compiled."""

import gettext
from pathlib import Path

import pytest

from samspill.ops import messages

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

def words(number):
    _("Innovations")
    _(variable)
    gettext_lazy(
        "Two "
        "parts"
    )
    ngettext("One entry", "%(number)s entries", number)
    pgettext("month", "May")
    return f"{number} {_('Inside an f-string')} {pgettext('way', 'to')}"
"""
TEMPLATE = """{% load i18n %}
  <h1>{% translate "Partners" %}</h1>
    <p title="{% translate 'May' context 'permission' %}">{{ _("Inside a variable") }}
  {% blocktranslate trimmed with name=person.name %}
      Written by
      {{ name }}, 100% true
  {% endblocktranslate %}
{% blocktranslate count n=rows|length trimmed %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}
{# not a text #}{% comment %}{% translate "Gone" %}{% endcomment %}
"""
EXPECTED = {
    ("", "Innovations"),
    ("", "Two parts"),
    ("", "One entry"),
    ("month", "May"),
    ("", "Inside an f-string"),
    ("way", "to"),
    ("", "Partners"),
    ("permission", "May"),
    ("", "Inside a variable"),
    ("", "Written by %(name)s, 100%% true"),
    ("", "%(n)s row"),
}


@pytest.fixture
def module(tmp_path: Path) -> Path:
    made = tmp_path / "garden"
    (made / "templates" / "garden").mkdir(parents=True)
    (made / "apps.py").write_text("")
    (made / "words.py").write_text(PYTHON)
    (made / "templates" / "garden" / "page.html").write_text(TEMPLATE)
    return made


def translate(module: Path, **replacements: str) -> None:
    """Fills every empty translation with its own msgid, and the named ones as given."""
    for language in messages.LANGUAGES:
        path = messages.catalog_file(module, language)
        catalog = messages.read(path, language)
        for message in catalog:
            if message.id:
                same = message.id if isinstance(message.id, str) else tuple(message.id)
                message.string = replacements.get(messages.key(message)[1].replace(" ", "_"), same)
        path.write_bytes(messages.render(catalog, language))


def test_every_kind_of_text_is_found_once(module: Path) -> None:
    messages.update(module)
    for language in ("nb", "nn"):
        catalog = messages.read(messages.catalog_file(module, language), language)
        assert {messages.key(message) for message in catalog if message.id} == EXPECTED


def test_check_names_what_is_missing_and_passes_when_all_is_there(
    module: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messages.update(module)
    assert messages.main("check", module.parent) == 1
    said = capsys.readouterr().out
    assert "garden/nb: not translated: 'Partners'" in said
    assert "garden/nn: not translated: 'May' (context month)" in said
    translate(module)
    assert messages.main("check", module.parent) == 0


def test_check_finds_lost_and_strange_placeholders(module: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages.update(module)
    translate(module, **{"Written_by_%(name)s,_100%%_true": "Skrevet av %(navn)s"})
    assert messages.main("check", module.parent) == 1
    assert "has %(navn)s, which the text has not" in capsys.readouterr().out


def test_update_keeps_translations_drops_old_texts_and_is_stable(module: Path) -> None:
    messages.update(module)
    translate(module, Partners="Partnere")
    (module / "words.py").write_text('_("Innovations")\n_("Partner")\n')
    messages.update(module)
    path = messages.catalog_file(module, "nb")
    first = path.read_bytes()
    catalog = messages.read(path, "nb")
    assert catalog.get("Partners").string == "Partnere"  # type: ignore[union-attr]
    assert catalog.get("Partner").string == "", "never guessed from a text that looks like it"  # type: ignore[union-attr]
    assert catalog.get("Two parts") is None
    messages.update(module)
    assert path.read_bytes() == first
    assert b"fuzzy" not in first
    assert b"words.py" not in first


def test_compiled_texts_are_what_the_page_shows(module: Path) -> None:
    messages.update(module)
    translate(module, Partners="Partnere")
    messages.compile_all(module.parent)
    with messages.catalog_file(module, "nb").with_suffix(".mo").open("rb") as file:
        texts = gettext.GNUTranslations(file)
    assert texts.gettext("Partners") == "Partnere"
    assert texts.ngettext("One entry", "%(number)s entries", 3) == "%(number)s entries"


def test_reference_row_without_a_language_is_told(module: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (module / "reference").mkdir()
    table = module / "reference" / "kinds.csv"
    table.write_text("code,name_nb,name_nn,name_en\na,Eng,Eng,Meadow\nb,Skog,,Forest\n")
    messages.main("check", module.parent)
    assert "garden/kinds.csv row 3: name_nn is empty" in capsys.readouterr().out


def test_one_text_has_one_translation_in_all_modules(module: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = module.parent / "kitchen"
    other.mkdir()
    (other / "apps.py").write_text("")
    (other / "words.py").write_text('_("Partners")\n')
    for one in (module, other):
        messages.update(one)
        translate(one)
    assert messages.main("check", module.parent) == 0
    translate(other, Partners="Partnere")
    assert messages.main("check", module.parent) == 1
    assert (
        "nb: translated differently: 'Partners': garden has “Partners”, kitchen has “Partnere”"
        in capsys.readouterr().out
    )
