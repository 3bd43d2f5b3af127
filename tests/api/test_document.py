"""The document of the API is the one that is kept, and says the same as the code."""

import json
from pathlib import Path
from typing import get_args

import pytest
from django.core.management import call_command
from django.test import Client

from samspill.api.document import document
from samspill.api.groups import BY_TAG
from samspill.api.problems import KINDS
from samspill.api.schemas import base
from samspill.parties.models import Organisation, Role, SizeFigure, Unit
from samspill.registry import choices
from samspill.registry.domain.parts import RELATION_WORDS
from samspill.registry.domain.workflow import TRANSITIONS
from samspill.registry.models import EntryIdentifier, ImportJob, ImportRow

FILE = Path(__file__).resolve().parents[2] / "docs" / "api" / "openapi.json"


def test_the_kept_document_is_the_present_one() -> None:
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    now = json.loads(json.dumps(document()))
    assert kept == now, (
        "The API has changed. If that is meant, look at what changed for those who use it, and renew the document: "
        "samspill django api_document"
    )


def test_what_may_answer_that_it_has_changed_says_by_which_header() -> None:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            named = {each["name"]: each["required"] for each in operation["parameters"] if each["in"] == "header"}
            answers = operation["responses"]
            assert ("412" in answers, "428" in answers) == ("If-Match" in named, named.get("If-Match", False)), (
                f"{method} {path}"
            )


def test_the_command_renews_it(tmp_path: Path) -> None:
    target = tmp_path / "openapi.json"
    call_command("api_document", "--out", str(target))
    assert json.loads(target.read_text(encoding="utf-8")) == json.loads(json.dumps(document()))
    target.write_text("{}")
    with pytest.raises(SystemExit):
        call_command("api_document", "--check", "--out", str(target))


@pytest.mark.django_db
def test_it_is_served() -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.json() == json.loads(json.dumps(document()))


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (base.EntryKind, choices.Kind.values), (base.Status, choices.Status.values), (base.Way, choices.Way.values),
        (base.Visibility, choices.Visibility.values), (base.TextLanguage, choices.Language.values),
        (base.Step, list(TRANSITIONS)), (base.RelationWord, list(RELATION_WORDS)),
        (base.OrganisationKind, Organisation.Kind.values), (base.UnitLevel, Unit.Level.values),
        (base.Measure, SizeFigure.Measure.values), (base.RoleKind, Role.Kind.values),
        (base.IdentifierScheme, EntryIdentifier.Scheme.values),
        (base.ImportStatus, ImportJob.Status.values), (base.ImportAction, ImportRow.Action.values),
    ],
)  # fmt: skip
def test_lists_of_values_are_those_of_the_code(words: object, values: list[str]) -> None:
    assert sorted(get_args(words)) == sorted(values)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["", "/nn", "/en"])
def test_the_page_explains_every_problem(language: str) -> None:
    page = Client().get(f"{language}/api/").content.decode()
    for code in KINDS:
        assert f'id="{code}"' in page
    assert "/api/v1/entries/{public_id}" in page


@pytest.mark.django_db
def test_addresses_of_pages_lead_to_pages() -> None:
    from django.urls import resolve

    for pattern in base.PAGES.values():
        assert resolve(pattern.format("abc")).namespace == "website"


@pytest.mark.django_db
def test_the_page_leads_to_each_group_and_tells_what_asks_for_a_key() -> None:
    page = Client().get("/api/").content.decode()
    for group in ("rounds", "work-plans", "recommendations"):
        assert f'href="#group-{group}"' in page
        assert f'id="group-{group}"' in page
    assert "bare med nøkkel" in page.partition("/api/v1/registers/{code}/rounds</code>")[2].partition("</li>")[0]
    assert "bare med nøkkel" not in page.partition("/api/v1/centres</code>")[2].partition("</li>")[0]
    assert "``" not in page
    assert "står på engelsk" in page
    assert "is in English" not in Client().get("/en/api/").content.decode()


def test_every_group_of_operations_has_a_name_and_every_name_a_group() -> None:
    made = document()
    used = {operation["tags"][0] for operations in made["paths"].values() for operation in operations.values()}
    assert used == set(BY_TAG)
    assert [(tag["name"], bool(tag["description"])) for tag in made["tags"]] == [(tag, True) for tag in BY_TAG]
