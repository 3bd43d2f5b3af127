"""An entry's page: everything on the record, in three languages, to those who may see it and nobody else."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from samspill.registry.choices import Kind, Status, Visibility
from samspill.registry.models import Confirmation, Entry, EntryIdentifier
from samspill.website import kept_pages
from tests.factories import (
    ContributionFactory,
    DisciplineFactory,
    EntryFactory,
    EvidenceFactory,
    GoalFactory,
    ParticipationFactory,
    PersonFactory,
    PublishedEntryFactory,
    ReadingFactory,
    RelationFactory,
    ServiceAreaFactory,
)
from tests.scenes import Scene, client_of, page
from tests.website.helpers import text_of

pytestmark = pytest.mark.django_db


def address(entry: Entry, language: str = "nb") -> str:
    return page("website:entry", entry.public_id, entry.slug, language=language)


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def full(scene: Scene) -> Entry:
    """An innovation with something in every field."""
    GoalFactory(number=11)
    DisciplineFactory(code="technology")
    ServiceAreaFactory(code="health")
    entry = PublishedEntryFactory(
        title="Åpen <dør>",
        summary="# Om\n\nEn *dør* <script>x</script>",
        own_word="dørgrep",
        sdgs=[11],
        disciplines=["technology"],
        service_areas=["health"],
        keywords=["dør & port"],
        market_potential="Alle kommuner.",
        potential_effect="Kortere vei.",
        effects="Færre spørsmål.",
        beneficiaries="Innbyggerne",
        details={"amount": 1250000, "tto_date": "2024-05-17", "place": "Inderøy", "hours": "ukjent"},
        start_date=date(2021, 5, 1),
        organisation=scene.university,
        unit=scene.centre,
        register=scene.register,
    )
    part = ContributionFactory(entry=entry, person=scene.owner_person, share=Decimal("40.00"))
    Confirmation.objects.create(contribution=part, statement="contributed", answer="confirmed", by=scene.owner)
    took = ParticipationFactory(entry=entry, organisation=scene.municipality, in_use_since=date(2024, 1, 15))
    Confirmation.objects.create(
        participation=took, statement="participated", answer="disputed", message="Ikke oss.", by=scene.representative
    )
    EvidenceFactory(entry=entry, title="Åpen lenke")
    EvidenceFactory(entry=entry, title="Fortrolig lenke", is_confidential=True)
    return entry


@pytest.mark.requirement("R-REG-01", "R-REC-08", "R-CHN-05")
def test_everything_on_the_record_is_on_the_page(full: Entry, client: Client) -> None:
    html = text_of(client, address(full))
    for words in (
        "Åpen &lt;dør&gt;</h1>",
        "<em>dør</em>",
        "dørgrep",
        "Mål 11",
        "Teknologi",
        "Helse og omsorg",
        "dør &amp; port",
        "Alle kommuner.",
        "Kortere vei.",
        "Færre spørsmål.",
        "Innbyggerne",
        "1\xa0250\xa0000 kroner",
        "17. mai 2024",
        "Inderøy",
        "ukjent",
        "Eva Eier",
        "Idéhaver",
        "40 % av arbeidet",
        "s-mark--yes",
        "s-mark--no",
        "i bruk siden 15. januar 2024",
        "Åpen lenke",
        "Senteret",
        "Type product",
    ):
        assert words in html, words
    assert "<script>x" not in html
    assert "Ikke oss." not in html  # the words of a dispute are for those who mend it
    assert "<h3>Om</h3>" in html


def test_its_words_lead_to_lists_that_are_narrowed_by_them(full: Entry, client: Client) -> None:
    html = text_of(client, address(full))
    lists = set(re.findall(r'href="(/innovasjoner/[?](?:sdg|discipline|area|type)=[^"]+)"', html))
    assert {one.partition("=")[0].partition("?")[2] for one in lists} >= {"sdg", "discipline", "area"}
    for one in lists:
        assert "Vi kjenner ikke til" not in text_of(client, one), one


@pytest.mark.parametrize(
    ("language", "word"), [("nb", "Hvem som står bak"), ("nn", "Kven som står bak"), ("en", "Who made it")]
)
def test_the_page_speaks_three_languages(full: Entry, client: Client, language: str, word: str) -> None:
    html = text_of(client, address(full, language))
    assert word in html
    assert f'<html lang="{language}"' in html
    assert 'hreflang="en"' in html


def test_no_inline_script_or_style_and_a_strict_policy(full: Entry, client: Client) -> None:
    response = client.get(address(full))
    html = response.content.decode()
    assert "style=" not in html
    assert " onclick" not in html
    scripts = html.count("<script") - html.count('<script type="application/ld+json">')  # those are data, not run
    assert scripts == html.count("<script src=")
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.requirement("R-REG-02")
def test_a_corrected_reading_is_shown_with_its_reason(full: Entry, client: Client) -> None:
    ReadingFactory(entry=full, number=3, date=date(2022, 12, 31))
    wrong = ReadingFactory(entry=full, number=8, date=date(2023, 12, 31))
    ReadingFactory(entry=full, number=5, date=date(2023, 12, 31), corrects=wrong, reason="Lest av feil rad.")
    html = text_of(client, address(full))
    assert "<s>8 – " in html
    assert "Rettet til 5: Lest av feil rad." in html
    assert 'class="s-now__level">TRL 5<' in html
    assert html.count('class="s-chart__mark"') == 2
    assert 'role="img" aria-labelledby="readiness-trl-title readiness-trl-desc"' in html
    assert "Fra nivå 3 (2022) til nivå 5 av 9 (2023)." in html


def test_a_service_or_artistic_innovation_has_a_chart_on_its_own_scale(full: Entry, client: Client) -> None:
    ReadingFactory(entry=full, number=3, scale_code="artistic")
    html = text_of(client, address(full))
    assert "readiness-artistic-title" in html
    assert "readiness-trl-title" not in html


def test_confidential_evidence_is_there_only_for_those_who_work_with_the_entry(scene: Scene, full: Entry) -> None:
    for user, sees in [
        (scene.owner, True),
        (scene.curator, True),
        (scene.stranger, False),
        (scene.representative, False),
    ]:
        assert ("Fortrolig lenke" in text_of(client_of(user), address(full))) == sees, user


def test_the_edit_link_is_there_only_for_those_who_may(scene: Scene, full: Entry, client: Client) -> None:
    edit = page("workspace:entry_edit", full.public_id)
    assert edit in text_of(client_of(scene.curator), address(full))
    assert edit not in text_of(client_of(scene.stranger), address(full))
    assert edit not in text_of(client, address(full))


@pytest.mark.requirement("R-NFR-05")
@pytest.mark.parametrize(
    "hidden",
    [
        {"status": Status.DRAFT},
        {"status": Status.SUBMITTED},
        {"visibility": Visibility.UNIT},
        {"visibility": "parties"},
    ],
)
def test_what_is_not_public_is_refused_with_the_reason_and_its_title_leaks_nowhere(
    scene: Scene, full: Entry, client: Client, hidden: dict[str, str]
) -> None:
    secret = PublishedEntryFactory(
        title="Hemmelig tittel", register=scene.register, organisation=scene.university, unit=scene.centre
    )
    RelationFactory(source=full, target=secret)
    RelationFactory(source=secret, target=full, kind="documents")
    ContributionFactory(entry=secret, person=scene.owner_person)
    ParticipationFactory(entry=secret, organisation=scene.municipality)
    Entry.objects.filter(pk=secret.pk).update(**hidden)
    for tail in (secret.slug, "noe-annet"):
        refused = client.get(page("website:entry", secret.public_id, tail))
        assert refused.status_code == 403  # not a redirect: that would tell the title
        assert b'<div class="ds-alert" data-color="info"><p' in refused.content  # the reason
        assert b"/konto/logg-inn/?next=%2Fe%2F" in refused.content
        assert b"Hemmelig" not in refused.content
    for where in (
        address(full),
        page("website:home"),
        page("website:entry_list"),
        page("website:search") + "?q=hemmelig",
        page("website:register", "senteret"),
        page("website:unit", scene.centre.code),
        page("website:organisation", scene.municipality.code),
        page("website:person", scene.owner_person.public_id),
    ):
        assert "Hemmelig tittel" not in text_of(client, where), where
    assert "Hemmelig tittel" in text_of(client_of(scene.curator), page("website:entry", secret.public_id, secret.slug))


def test_relations_are_read_from_both_ends(full: Entry, client: Client) -> None:
    root = PublishedEntryFactory(title="Opphavet")
    RelationFactory(source=root, target=full)
    assert "Vokste ut av" in text_of(client, address(full))
    assert "Førte til" in text_of(client, address(root))


def test_short_and_old_addresses_lead_to_the_page(full: Entry, client: Client) -> None:
    for old in (f"/e/{full.public_id}/", f"/e/{full.public_id}/gammel-tittel/"):
        response = client.get(old)
        assert response.status_code == 301
        assert response["Location"] == address(full)
    assert client.get("/e/finnesikke/").status_code == 404
    assert client.post(address(full)).status_code == 405


def test_what_was_published_and_withdrawn_says_so(client: Client) -> None:
    entry = EntryFactory(
        status=Status.WITHDRAWN, withdrawn_reason="Patentet var ikke vårt.", published_at=timezone.now()
    )
    html = text_of(client, f"/e/{entry.public_id}/", 410)
    assert "Patentet var ikke vårt." in html
    assert entry.summary not in html


@pytest.mark.parametrize("hidden", [{"published_at": None}, {"visibility": Visibility.UNIT}])
def test_what_was_never_open_to_everyone_leaves_no_tombstone(client: Client, hidden: dict[str, Any]) -> None:
    entry = EntryFactory(
        **({"status": Status.WITHDRAWN, "withdrawn_reason": "Feil.", "published_at": timezone.now()} | hidden)
    )
    assert client.get(f"/e/{entry.public_id}/").status_code == 403


def test_a_person_without_a_public_page_is_named_but_not_linked(full: Entry, client: Client) -> None:
    person = PersonFactory(name="Sky Person", is_public=False)
    ContributionFactory(entry=full, person=person)
    html = text_of(client, address(full))
    assert "Sky Person" in html
    assert person.public_id not in html


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_is_the_same_for_one_and_three(
    full: Entry, client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for place in range(number):
        ContributionFactory(entry=full)
        ParticipationFactory(entry=full)
        EvidenceFactory(entry=full)
        EntryIdentifier.objects.create(entry=full, scheme="doi", value=f"10.1000/{place}")
        ReadingFactory(entry=full, number=place + 1, date=date(2020 + place, 12, 31))
        RelationFactory(source=full, target=PublishedEntryFactory(kind=Kind.RESULT))
    client.get(address(full))  # reads the vocabularies, which the process keeps
    kept_pages.forget_all()
    with django_assert_num_queries(1):
        client.get(address(full))


def test_strangers_get_what_the_template_makes(client: Client) -> None:
    """Their frame is kept, with the parts put in: but for the session's own, it is the page of all others."""
    entry = PublishedEntryFactory(title="Vann & <b>varme</b> mark-main", summary="Om mark-title & “anførsel”.")
    for language in ("nb", "nn", "en"):
        path = page("website:entry", entry.public_id, entry.slug, language=language)
        kept_pages.forget_all()
        kept = client.get(path).content.decode()
        made = client.get(path, {"kilde": "brev"}).content.decode().replace("?kilde=brev", "")
        assert kept == made
        assert "Vann &amp; &lt;b&gt;varme&lt;/b&gt; mark-main" in kept
