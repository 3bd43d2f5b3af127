"""What readers see: the page of a case in their language, its PDF, stories, channels."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from samspill.cases import reference, wording
from samspill.cases.models import (
    CaseReference,
    CaseReview,
    CaseSource,
    CaseText,
    Channel,
    ImpactCase,
    Shown,
    Story,
    StoryForm,
)
from samspill.registry.domain import parts
from samspill.registry.models import Entry, Evidence
from tests.cases.helpers import a_case
from tests.factories import ContributionFactory, EvidenceFactory, PersonFactory
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-IND-10")]


@pytest.fixture
def scene() -> Scene:
    reference.load()
    return Scene()


def full(scene: Scene, **values: Any) -> Entry:
    """A published case with everything."""
    entry = a_case(scene, published=True, effects="Planen er endret.", **values)
    original = wording.original_of(entry, ImpactCase.objects.get(entry=entry))
    CaseText.objects.create(
        entry=entry, language="en", title="The water came", summary="In short.", knowledge="Measured.",
        follows=wording.checksums(original.texts), followed_at=timezone.now(),
    )  # fmt: skip
    CaseReference.objects.create(entry=entry, text="Rimfrostad (oppdiktet): Små bekker", year=2024)
    CaseSource.objects.create(entry=entry, name="Vaktlaget", contact="hemmelig@eksempel.no")
    CaseSource.objects.create(entry=entry, name="Kommunen", contact="apen@eksempel.no", contact_is_shown=True)
    EvidenceFactory(
        entry=entry, kind=Evidence.Kind.FILE, url="", title="Bekken i flom", content_type="image/png",
        file=ContentFile(b"x", name="b.png"), file_name="b.png",
    )  # fmt: skip
    return entry


def entry_page(entry: Entry, language: str = "nb") -> str:
    return page("website:entry", entry.public_id, entry.slug, language=language)


def test_the_page_holds_the_parts_and_keeps_contacts_to_those_who_work_with_it(scene: Scene, client: Client) -> None:
    entry = full(scene)
    text = client.get(entry_page(entry)).text
    for said in ("Kort fortalt", "Målinger.", "Det virket.", "Planen er endret.", "Små bekker", "Vaktlaget", "2021"):
        assert said in text
    assert 'alt="Bekken i flom"' in text
    assert "apen@eksempel.no" in text
    assert "hemmelig@eksempel.no" not in text
    assert "hemmelig@eksempel.no" in client_of(scene.owner).get(entry_page(entry)).text
    assert "hemmelig@eksempel.no" not in client_of(scene.representative).get(entry_page(entry)).text
    assert client.get(entry_page(entry)).text.index("Kort fortalt") < text.index("Kunnskapen bak")


@pytest.mark.requirement("R-IND-11")
def test_it_leads_to_entries_people_partners_and_evidence_and_tells_its_effect_on_policy(
    scene: Scene, client: Client
) -> None:
    entry = full(scene)
    innovation = scene.published(title="Flomvarselet")
    ContributionFactory(entry=entry, person=PersonFactory(name="Aud Bekkestein (oppdiktet)"))
    parts.relate(entry=entry, other=innovation, word="documents", actor=scene.owner)
    text = client.get(entry_page(entry)).text
    for said in (f"/e/{innovation.public_id}/", "Aud Bekkestein (oppdiktet)", "Bekken i flom", "Planen er endret."):
        assert said in text
    assert all(part.organisation.name in text for part in entry.participations.all())
    assert entry.participations.exists()


def test_the_reader_gets_their_language_or_the_original_with_a_note(scene: Scene, client: Client) -> None:
    entry = full(scene)
    english = client.get(entry_page(entry, "en")).text
    assert "The water came" in english
    assert "Measured." in english
    assert "Det virket." in english
    assert "This part is not translated yet." in english
    assert 'lang="nb">' in english
    assert "has been changed since this translation" not in english, "what was never translated was never changed"
    nynorsk = client.get(entry_page(entry, "nn")).text
    assert "Vannet kom" in nynorsk
    assert "The water came" not in nynorsk
    assert "Bokmål" in nynorsk
    Entry.objects.filter(pk=entry.pk).update(summary="Nå noe annet.")
    assert "has been changed since this translation" in client.get(entry_page(entry, "en")).text


CHANGES = {
    "case": lambda entry: ImpactCase.objects.update(details="Etter"),
    "translation": lambda entry: CaseText.objects.create(entry=entry, language="nn", title="Etter"),
    "reference": lambda entry: CaseReference.objects.update(text="Etter"),
    "source": lambda entry: CaseSource.objects.filter(name="Kommunen").update(contact_is_shown=False),
    "approval": lambda entry: CaseReview.objects.create(
        entry=entry, organisation=entry.participations.get().organisation, answer="approved",
        answered_at=timezone.now(),
    ),
    "story": lambda entry: Story.objects.create(
        entry=entry, form=StoryForm.objects.get(code="person"), title="Etter", published_at=timezone.now()
    ),
    "shown": lambda entry: Shown.objects.create(
        entry=entry, channel=Channel.objects.get(code="podcast"), date=date(2026, 1, 1), title="Etter"
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changes_is_seen_at_once_by_strangers(scene: Scene, client: Client, what: str) -> None:
    entry = full(scene)
    language = "nn" if what == "translation" else "nb"
    before = client.get(entry_page(entry, language)).text
    assert client.get(entry_page(entry, language)).text == before
    CHANGES[what](entry)
    assert client.get(entry_page(entry, language)).text != before


def test_a_case_is_printed_as_tagged_pdf_in_the_readers_language(scene: Scene, client: Client) -> None:
    entry = full(scene)
    answer = client.get(page("website:case_pdf", entry.public_id, language="en"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(answer.content))
    first = " ".join(reader.pages[0].extract_text().split())
    assert "Some parts are not translated yet, and stand here in the original (Bokmål)." in first
    assert "has been changed" not in first
    assert "ikke alt er oversatt ennå" in client_of(scene.owner).get(page("workspace:case", entry.public_id)).text
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/Lang"] == "en"
    assert catalogue["/MarkInfo"]["/Marked"]
    text = "\n".join(one.extract_text() for one in reader.pages)
    assert "The water came" in text
    assert "Det virket." in text
    assert "apen@eksempel.no" in text
    assert "hemmelig@eksempel.no" not in text
    assert (
        client_of(scene.owner).get(page("website:case_pdf", entry.public_id, language="en")).content == answer.content
    )


def test_a_pdf_follows_the_rules_of_its_entry(scene: Scene, client: Client) -> None:
    draft, innovation = a_case(scene), scene.published()
    assert client.get(page("website:case_pdf", draft.public_id)).status_code == 403
    assert client.get(page("website:case_pdf", innovation.public_id)).status_code == 404
    assert client.get(page("website:case_pdf", "zzzzzzzz")).status_code == 404


def test_what_was_shown_where_is_listed_filtered_and_exported(
    scene: Scene, client: Client, django_assert_num_queries: Any
) -> None:
    entry, hidden = scene.published(title="Varme fra serverne"), scene.complete(title="Bare et utkast")
    channel = Channel.objects.get(code="local_paper")
    for one in (entry, hidden):
        Shown.objects.create(entry=one, channel=channel, date=date(2025, 5, 1), title=f"Om {one.title}")
    address = page("website:shown")
    text = client.get(address).text
    assert "Om Varme fra serverne" in text
    assert "Bare et utkast" not in text
    with django_assert_num_queries(7):
        client.get(address)
    for number in range(2):
        Shown.objects.create(entry=entry, channel=channel, date=date(2024, 5, 1 + number))
    with django_assert_num_queries(7):
        client.get(address)
    assert "Om Varme" not in client.get(f"{address}?year=2024").text
    assert "Ingenting passer med filtrene" in client.get(f"{address}?channel=podcast").text
    assert "Vist her 3 ganger" in client.get(page("website:channels")).text
    Channel.objects.filter(code="research_archive").update(name_en="Another name")  # PostgreSQL moves a changed row
    names = [one.name_nb for one in Channel.objects.order_by("position") if one.is_active]
    text = client.get(page("website:channels")).text
    assert [text.index(f"{name}<") for name in names] == sorted(text.index(f"{name}<") for name in names)
    exported = client.get(page("website:export_shown", "csv") + "?year=2025")
    content = b"".join(exported).decode()  # type: ignore[arg-type]
    assert "Om Varme fra serverne" in content
    assert "utkast" not in content


@pytest.mark.requirement("R-CHN-08")
def test_stories_are_listed_and_followed_when_published_and_public(scene: Scene, client: Client) -> None:
    entry, draft = scene.published(title="Varme"), scene.complete()
    form = StoryForm.objects.get(code="a_day")
    now = timezone.now()
    Story.objects.create(entry=entry, form=form, title="En dag", text="Klokka **sju**.", published_at=now)
    Story.objects.create(entry=entry, form=form, title="Ikke ferdig", text="…")
    Story.objects.create(entry=draft, form=form, title="Til et utkast", text="…", published_at=now - timedelta(days=1))
    for address in (page("website:stories"), page("website:stories") + "?form=a_day", page("website:story_feed")):
        text = client.get(address).text
        assert "En dag" in text
        assert "Ikke ferdig" not in text
        assert "Til et utkast" not in text
    assert "En dag</h3>" not in client.get(page("website:stories") + "?form=person").text
    ElementTree.fromstring(client.get(page("website:story_feed")).content)
    shown = client.get(entry_page(entry)).text
    assert "Klokka <strong>sju</strong>." in shown
    assert "Ikke ferdig" not in shown
