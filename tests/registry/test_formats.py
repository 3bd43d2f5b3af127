"""Entries in the words of others: what each format says, and that nothing anybody types can break it."""

import json
import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from lxml import etree

from samspill.core.xml_tree import FORBIDDEN, document, el, render
from samspill.parties.models import Affiliation, Organisation, Person, Unit
from samspill.registry.choices import Kind
from samspill.registry.formats import bibtex, cerif, cerif_entries, dublin_core, orcid, records
from samspill.registry.formats.records import EntryRecord
from samspill.registry.formats.words import family_and_given
from samspill.registry.models import Confirmation, Entry, EntryIdentifier, Relation
from tests.factories import (
    ContributionFactory,
    ContributionRoleFactory,
    EntryTypeFactory,
    GoalFactory,
    OrganisationFactory,
    ParticipationFactory,
    ParticipationRoleFactory,
    PersonFactory,
    PublishedEntryFactory,
    RelationFactory,
    UnitFactory,
)
from tests.outlines import faults

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-CHN-04", "R-CHN-07", "R-PAR-28")]

SCHEMAS = os.environ.get("SAMSPILL_TEST_SCHEMAS", "")
DC, C = {"d": "http://purl.org/dc/elements/1.1/"}, {"c": cerif.NAMESPACE}
TYPES = {
    "article": ("publication", "journal-article"), "report": ("publication", "report"),
    "patent_grant": ("patent", "patent"), "software": ("product", "software"), "partner_project": ("project", "other"),
    "conference": ("event", "other"), "prize": ("other", "other"),
}  # fmt: skip


def made(code: str, kind: Kind = Kind.RESULT, **values: Any) -> EntryRecord:
    """A public entry of a type, with people, partners, a goal and neighbours of its own kind."""
    mapped, work_type = TYPES[code]
    EntryTypeFactory(
        code=code, kind=kind, cerif_class=mapped, orcid_work_type=work_type, name_nb=code, name_nn="", name_en=code
    )
    GoalFactory(number=11)
    entry = PublishedEntryFactory(
        kind=kind, types=[code], start_date=date(2024, 5, 2), sdgs=[11], keywords=["varme", "jord"],
        organisation=OrganisationFactory(code="uni", name_nb="Eksempeluniversitetet", ror="05xg72x27"),
        **{"title": "Varme i jord", "summary": "**Et** eksempel.", "details": {"place": "Oslo"}} | values,
    )  # fmt: skip
    orcid = "0000-0002-1825-0097"
    kari = Person.objects.filter(orcid=orcid).first() or PersonFactory(name="Kari Nordmann", orcid=orcid)
    ContributionFactory(entry=entry, person=kari)
    ContributionFactory(entry=entry, person=PersonFactory(name="Ola Hansen", is_public=False), position=1)
    ContributionFactory(entry=entry, person=None, unit=UnitFactory(code="senteret", name_nb="Senteret"), position=2)
    helper = ContributionRoleFactory(code="supervisor")
    ContributionFactory(entry=entry, person=PersonFactory(name="Vera Veileder"), roles=[helper.code], position=3)
    ParticipationFactory(entry=entry, organisation=OrganisationFactory(code="komm", name_nb="Kommunen"))
    funder = ParticipationRoleFactory(code="funder")
    ParticipationFactory(entry=entry, organisation=OrganisationFactory(code="fond", name_nb="Fondet"), role=funder)
    return load(entry)


def load(entry: Entry) -> EntryRecord:
    """The entry as the formats see it."""
    (record,) = records.load(Entry.objects.filter(pk=entry.pk))
    return record


def tree(element: Any) -> Any:
    """What a parser reads of it."""
    return etree.fromstring(render(element))


def texts(root: Any, path: str, spaces: dict[str, str]) -> list[str]:
    return [one.text for one in root.findall(path, spaces)]


def test_dublin_core_tells_who_what_and_where() -> None:
    root = tree(dublin_core.of_entry(made("article", details={"outlet": "Tidsskriftet", "identifier": "nr. 7"})))
    assert texts(root, "d:title", DC) == ["Varme i jord"]
    assert root.find("d:title", DC).get("{http://www.w3.org/XML/1998/namespace}lang") == "nb"
    assert texts(root, "d:creator", DC) == ["Kari Nordmann", "Ola Hansen", "Senteret"]
    assert texts(root, "d:contributor", DC) == ["Vera Veileder", "Kommunen", "Fondet"]
    assert texts(root, "d:publisher", DC) == ["Eksempeluniversitetet"]
    assert texts(root, "d:description", DC) == ["Et eksempel."]  # no Markdown marks
    assert texts(root, "d:date", DC) == ["2024-05-02"]
    assert "nr. 7" in texts(root, "d:identifier", DC)
    assert {"varme", "jord"} <= set(texts(root, "d:subject", DC))


@pytest.mark.parametrize(
    ("code", "kind", "element", "concept"),
    [
        ("article", Kind.RESULT, "Publication", "c_6501"),
        ("report", Kind.RESULT, "Publication", "c_93fc"),
        ("patent_grant", Kind.RESULT, "Patent", "c_15cd"),
        ("software", Kind.RESULT, "Product", "c_5ce6"),
        ("partner_project", Kind.ACTIVITY, "Project", None),
        ("conference", Kind.ACTIVITY, "Event", None),
        ("prize", Kind.INNOVATION, "Product", "c_1843"),
    ],
)
def test_cerif_writes_each_type_as_what_it_is(code: str, kind: Kind, element: str, concept: str | None) -> None:
    record = made(code, kind)
    root = tree(cerif_entries.of_entry(record))
    assert root.tag == f"{{{cerif.NAMESPACE}}}{element}"
    assert root.get("id") == f"entry-{record.entry.public_id}"
    if concept:
        assert root.findtext("{*}Type") == f"http://purl.org/coar/resource_type/{concept}"
    assert root.findtext("{*}Title") == "Varme i jord" or root.findtext("{*}Name") == "Varme i jord"


def test_what_the_profile_has_no_place_for_is_none() -> None:
    assert cerif_entries.of_entry(made("prize")) is None


def test_cerif_names_people_as_their_own_records_do() -> None:
    record = made("article")
    root = tree(cerif_entries.of_entry(record))
    authors = root.findall("c:Authors/c:Author", C)
    assert [one.findtext("c:DisplayName", "", C) for one in authors] == ["Kari Nordmann", "Ola Hansen", "Senteret"]
    kari = authors[0].find("c:Person", C)
    assert kari.get("id") == f"person-{record.creators[0].person.public_id}"  # type: ignore[union-attr]
    assert kari.findtext("c:PersonName/c:FamilyNames", "", C) == "Nordmann"
    assert kari.findtext("c:ORCID", "", C) == "https://orcid.org/0000-0002-1825-0097"
    assert authors[1].find("c:Person", C).get("id") is None  # not a public page: named, not linked
    assert authors[2].find("c:OrgUnit", C).get("id") == "unit-senteret"


def test_a_project_has_its_consortium_team_and_funder() -> None:
    root = tree(cerif_entries.of_entry(made("partner_project", Kind.ACTIVITY, details={"identifier": "NFR 123"})))
    assert texts(root, "c:Consortium/c:Coordinator/c:OrgUnit/c:Name", C) == ["Eksempeluniversitetet"]
    assert texts(root, "c:Consortium/c:Partner/c:OrgUnit/c:Name", C) == ["Kommunen"]
    assert texts(root, "c:Funded/c:By/c:OrgUnit/c:Name", C) == ["Fondet"]
    assert texts(root, "c:Team/c:Member/c:DisplayName", C) == ["Kari Nordmann", "Ola Hansen"]
    assert texts(root, "c:Identifier", C) == ["NFR 123"]


def test_relations_are_links_in_both_directions_of_the_chain() -> None:
    project, article, software = (
        made("partner_project", Kind.ACTIVITY).entry, made("article").entry, made("software").entry
    )  # fmt: skip
    RelationFactory(source=project, target=article)
    RelationFactory(source=article, target=software, kind=Relation.Kind.DOCUMENTS)
    root = tree(cerif_entries.of_entry(load(article)))
    assert root.find("c:OriginatesFrom/c:Project", C).get("id") == f"entry-{project.public_id}"
    assert root.find("c:References/c:Product", C).get("id") == f"entry-{software.public_id}"
    dc = tree(dublin_core.of_entry(load(article)))
    assert len(texts(dc, "d:relation", DC)) == 2


def test_whose_name_is_withheld_is_not_named() -> None:
    record = made("article")
    Person.objects.filter(name="Kari Nordmann").update(withheld=Person.Withheld.RESTRICTED)
    assert [one.name for one in load(record.entry).creators] == ["Ola Hansen", "Senteret"]


def test_who_disputes_a_contribution_is_not_named() -> None:
    record = made("article")
    disputed = record.entry.contributions.get(person__name="Kari Nordmann")
    Confirmation.objects.create(
        contribution=disputed, statement="contributed", answer=Confirmation.Answer.DISPUTED, message="Nei"
    )
    again = load(record.entry)
    for text in (
        render(dublin_core.of_entry(again)), orcid.work_xml(again), bibtex.of_entry(again), orcid.work_json(again)
    ):  # fmt: skip
        assert "Nordmann" not in text


def test_identifiers_elsewhere_are_in_every_format() -> None:
    entry = made("article").entry
    EntryIdentifier.objects.create(entry=entry, scheme="doi", value="10.1000/182_a")
    nva = "0198cc623366-a2a951d5-8763-4125-8cdb-86885c44f5c5"
    EntryIdentifier.objects.create(entry=entry, scheme="nva", value=nva)
    record = load(entry)
    said = texts(tree(dublin_core.of_entry(record)), "d:identifier", DC)
    assert {"https://doi.org/10.1000/182_a", f"https://nva.sikt.no/registration/{nva}"} <= set(said)
    assert tree(cerif_entries.of_entry(record)).findtext("c:DOI", "", C) == "10.1000/182_a"
    assert "doi = {10.1000/182_a}" in bibtex.of_entry(record)  # an identifier is not escaped
    found = json.loads(orcid.work_json(record))["external-ids"]["external-id"]
    kinds = {one["external-id-type"]: one["external-id-value"] for one in found}
    assert kinds["doi"] == "10.1000/182_a"
    assert kinds["uri"] == f"https://nva.sikt.no/registration/{nva}"
    assert kinds["source-work-id"] == entry.public_id


def test_people_organisations_and_units_are_records() -> None:
    uni = OrganisationFactory(code="uni", name_nb="Eks", name_en="Ex", number="974767880", ror="05xg72x27")
    above = UnitFactory(code="fak", organisation=uni)
    unit = UnitFactory(code="inst", organisation=uni, parent=above)
    person = PersonFactory(name="Kari van Nordmann", orcid="0009-0001-2345-6789", email="kari@eksempel.no")
    Affiliation.objects.create(person=person, organisation=uni, unit=unit, valid_from=date(2020, 1, 1))
    root = tree(cerif.of_person(records.load_people([person.pk])[person.pk]))
    assert root.find("c:Affiliation", C).get("startDate") == "2020-01-01"
    assert root.find("c:Affiliation/c:OrgUnit", C).get("id") == "unit-inst"
    assert "kari@eksempel.no" not in etree.tostring(root, encoding="unicode")
    organisation = tree(cerif.of_organisation(uni))
    assert organisation.findtext("c:RORID", "", C) == "https://ror.org/05xg72x27"
    assert texts(organisation, "c:Name", C) == ["Eks", "Ex"]
    part = tree(cerif.of_unit(Unit.objects.select_related("parent", "organisation").get(code="inst")))
    assert part.find("c:PartOf/c:OrgUnit", C).get("id") == "unit-fak"


@pytest.mark.parametrize(
    ("code", "kind", "fields"),
    [
        ("article", "@article", ["journal = {Tidsskriftet}"]),
        ("report", "@techreport", ["institution = {Eksempeluniversitetet}"]),
        ("software", "@misc", ["note = {software}"]),
    ],
)
def test_bibtex_has_what_orcid_and_reference_managers_read(code: str, kind: str, fields: list[str]) -> None:
    record = made(code, details={"outlet": "Tidsskriftet"} if code == "article" else {})
    text = bibtex.of_entry(record)
    assert text.startswith(f"{kind}{{samspill-{record.entry.public_id},\n")
    assert "author = {Nordmann, Kari and Hansen, Ola and {Senteret}}" in text
    assert "title = {Varme i jord}" in text
    assert ("year = {2024}" in text, "month = {5}" in text) == (True, True)
    for field in fields:
        assert field in text


def test_bibtex_escapes_what_latex_would_take_for_a_command() -> None:
    text = bibtex.of_entry(made("report", title="50 % & #1 av ærlig_ø {krøll} \\input ~^$", summary=""))
    assert r"50 \% \& \#1 av ærlig\_ø \textbraceleft krøll\textbraceright  \textbackslash input" in text


def test_orcid_takes_the_type_the_date_and_at_most_what_it_has_room_for() -> None:
    record = made("patent_grant", title="T" * 300, summary="s" * 9000, details={"identifier": "NO 1"})
    work = json.loads(orcid.work_json(record))
    assert work["type"] == "patent"
    assert work["publication-date"] == {"year": {"value": "2024"}, "month": {"value": "05"}, "day": {"value": "02"}}
    assert len(work["short-description"]) == 5000
    assert {"pat", "source-work-id"} == {one["external-id-type"] for one in work["external-ids"]["external-id"]}
    assert "0000-0002-1825-0097" not in orcid.work_xml(record)  # not confirmed by its owner there
    root = etree.fromstring(orcid.works_xml([record, record]).encode())
    assert len(root.findall("{http://www.orcid.org/ns/work}work")) == 2


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Kari Nordmann", ("Nordmann", "Kari")),
        ("Nordmann, Kari", ("Nordmann", "Kari")),
        ("Anne Lise Berg-Hansen", ("Berg-Hansen", "Anne Lise")),
        ("Prince", ("Prince", "")),
        ("", ("", "")),
    ],
)
def test_names_in_two_parts(name: str, parts: tuple[str, str]) -> None:
    assert family_and_given(name) == parts


def test_addresses_in_records_lead_to_the_pages(client: Client) -> None:
    record = made("article")
    root = tree(dublin_core.of_entry(record))
    (page,) = [one for one in texts(root, "d:identifier", DC) if "/e/" in one]
    assert client.get(page.removeprefix("http://127.0.0.1:8000"), follow=True).status_code == 200
    for element in (
        dublin_core.of_person(Person.objects.get(name="Kari Nordmann")),
        dublin_core.of_organisation(Organisation.objects.get(code="uni")),
        dublin_core.of_unit(Unit.objects.get(code="senteret")),
    ):
        path = texts(tree(element), "d:identifier", DC)[0].removeprefix("http://127.0.0.1:8000")
        assert client.get(path).status_code == 200


class TestHostileText(TestCase):
    """Whatever somebody types, each format stays well formed and says the same."""

    def setUp(self) -> None:
        self.record = made("report")

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=80))
    def test_any_text_in_any_field(self, text: str) -> None:
        entry = self.record.entry
        entry.title = entry.summary = entry.own_word = text
        entry.keywords = [text]
        entry.details = {"place": text, "identifier": text, "outlet": text, "licence": text, "edition": text}
        object.__setattr__(self.record.creators[0], "name", text)
        shown = FORBIDDEN.sub("", text)
        root = tree(dublin_core.of_entry(self.record))
        assert root.findtext("d:title", "", DC).replace("\r", "") == shown.replace("\r", "")
        for write in cerif_entries.WRITERS.values():
            tree(cerif.top(write(self.record)))
        etree.fromstring(orcid.work_xml(self.record).encode())
        json.loads(orcid.work_json(self.record))
        assert _balanced(bibtex.of_entry(self.record))


def _balanced(text: str) -> bool:
    """Whether a BibTeX reader finds the end of the entry where we put it: braces count even when escaped."""
    depth = 0
    for place, character in enumerate(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0 and character == "}":
            return text[place:] == "}\n"
    return False


def test_control_characters_and_markup_do_not_get_through() -> None:
    element = el("a", "<b>&amp;\x00\x0b\x1f\ufffe]]></b>", xml_lang='n"b<\x01')
    root = etree.fromstring(document(element).encode())
    assert root.text == "<b>&amp;]]></b>"
    assert dict(root.attrib) == {"{http://www.w3.org/XML/1998/namespace}lang": 'n"b<'}
    assert not re.search("[\x00-\x08]", render(element))


@pytest.mark.parametrize("code", sorted(TYPES))
def test_elements_stand_where_the_formats_have_them(code: str) -> None:
    record = made(code)
    RelationFactory(source=made("article").entry, target=record.entry, kind=Relation.Kind.DOCUMENTS)
    record = load(record.entry)
    assert faults(tree(dublin_core.of_entry(record))) == []
    if (element := cerif_entries.of_entry(record)) is not None:
        assert faults(tree(element)) == []
    assert faults(etree.fromstring(orcid.works_xml([record]).encode())) == []


def test_people_and_organisations_stand_as_the_profile_has_them() -> None:
    made("article")
    people = records.load_people(list(Person.objects.values_list("pk", flat=True)))
    for element in (
        *map(cerif.of_person, people.values()),
        *map(cerif.of_organisation, Organisation.objects.all()),
        *map(cerif.of_unit, Unit.objects.select_related("organisation", "parent__organisation")),
        cerif.service(),
    ):
        assert faults(tree(element)) == []


def test_the_outlines_find_what_stands_wrong() -> None:
    space = f'xmlns="{cerif.NAMESPACE}"'
    for text in (
        f'<Publication {space} id="x"><Title>a</Title><Type>t</Type></Publication>',
        f'<OrgUnit {space} id="x"><Name>a</Name><Acronym>b</Acronym></OrgUnit>',
        f'<Person {space} id="x"><ORCID>a</ORCID><ORCID>b</ORCID></Person>',
        f'<Product {space} id="x"><Type>t</Type><Nickname>n</Nickname></Product>',
        f'<Patent {space} id="x"><Type>t</Type><Inventors/></Patent>',
        '<d:colour xmlns:d="http://purl.org/dc/elements/1.1/">a</d:colour>',
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><request/><responseDate/></OAI-PMH>',
    ):
        assert faults(etree.fromstring(text)), text


@pytest.mark.skipif(not SCHEMAS, reason="SAMSPILL_TEST_SCHEMAS names no folder with schemas (docs/howto/harvest.md)")
@pytest.mark.parametrize("code", sorted(TYPES))
def test_records_are_valid_by_the_schemas(code: str) -> None:
    record = made(code)
    harvested = etree.XMLSchema(etree.parse(Path(SCHEMAS) / "all.xsd"))
    harvested.assertValid(tree(dublin_core.of_entry(record)))
    if (element := cerif_entries.of_entry(record)) is not None:
        harvested.assertValid(tree(element))
    works = etree.XMLSchema(etree.parse(Path(SCHEMAS) / "orcid" / "bulk.xsd"))
    works.assertValid(etree.fromstring(orcid.works_xml([record]).encode()))
