"""Two who change the same row of a list, task, channel or profile at once: neither writes over the other unseen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from samspill.cases.models import Channel, Shown
from samspill.centres.models import Appointment, CentrePartner, Instrument, Phase, PublicMoney
from samspill.registry.models import Effect, EffectTag, Recipient, RegisterProfile
from samspill.reviews.models import WorkTask
from tests.centres.factories import CentreFactory, InitiativeFactory, StudyFactory
from tests.factories import ContributionFactory, OrganisationFactory, ParticipationFactory
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@dataclass
class Case:
    """What two change: one the field ``first``, to ``theirs``; the other ``second``, to ``mine``."""

    address: str
    row: Any
    first: str
    second: str
    theirs: Any = "Deres ord"
    mine: Any = "Mine ord"
    told: str = ""
    """What the other sees of it, when it is not ``theirs``."""
    sent: dict[str, Any] = field(default_factory=dict)
    find: Callable[[Any], Any] = lambda context: context["form"]
    asked: str = ""


def a_profile(_scene: Scene) -> Case:
    row = RegisterProfile.objects.create(code="eget", name_nb="Eget", due_days=["05-31"], review_months=[5, 11])
    return Case(page("workspace:profile_edit", "eget"), row, "name_en", "description_nb")


def what_a_profile_asks(_scene: Scene) -> Case:
    row = RegisterProfile.objects.create(code="eget", name_nb="Eget")
    address = page("workspace:profile_edit", "eget")
    return Case(address, row, "fields_asked", "report_due", ["keywords"], "31.3.", told="Stikkord")


def a_channel(_scene: Scene) -> Case:
    row = Channel.objects.create(code="avisa", name_nb="Avisa", description_nb="Før", position=1)
    return Case(page("workspace:channel_edit", "avisa"), row, "name_en", "description_nb")


def a_task(scene: Scene) -> Case:
    row = WorkTask.objects.create(register=scene.register, year=timezone.localdate().year, name="Vann")
    address = page("workspace:work_task", row.pk)
    told = scene.owner.name
    return Case(
        address, row, "leader", "name", scene.owner.pk, told=told, sent={"do": "task"}, find=lambda c: c["about"]
    )


def _of_a_list(address: str, row: Any, first: str, second: str, **more: Any) -> Case:
    def find(context: Any) -> Any:
        return next(one["form"] for one in context["listed"] if one["row"] == row)

    sent = {"do": "change", "row": row.pk}
    return Case(address, row, first, second, sent=sent, find=find, asked=f"?row={row.pk}", **more)


def a_partner(_scene: Scene) -> Case:
    centre = CentreFactory()
    row = CentrePartner.objects.create(centre=centre, organisation=OrganisationFactory(), role="research")
    address = page("workspace:centre_parts", centre.code, "partnere")
    return _of_a_list(address, row, "start", "end", theirs="2026-03-02", mine="2027-03-02", told="2. mars 2026")


def money(_scene: Scene) -> Case:
    centre = CentreFactory()
    row = PublicMoney.objects.create(
        centre=centre, field="Energi", amount=4, first_year=2020, last_year=2024, source="Rapporten"
    )
    return _of_a_list(page("workspace:centre_parts", centre.code, "midler"), row, "source", "field")


def a_phase(_scene: Scene) -> Case:
    initiative = InitiativeFactory()
    row = Phase.objects.create(initiative=initiative, name="Fase I", start=DAY)
    return _of_a_list(page("workspace:initiative_parts", initiative.code, "faser"), row, "note", "name")


def an_instrument(_scene: Scene) -> Case:
    initiative = InitiativeFactory()
    row = Instrument.objects.create(initiative=initiative, name="Samlinger")
    return _of_a_list(page("workspace:initiative_parts", initiative.code, "virkemidler"), row, "description", "name")


def an_innovation_leader(scene: Scene) -> Case:
    initiative = InitiativeFactory(organisation=scene.university)
    row = Appointment.objects.create(
        initiative=initiative, person=scene.owner_person, unit=scene.centre, focus="service", start=DAY
    )
    address = page("workspace:initiative_parts", initiative.code, "ledere")
    return _of_a_list(address, row, "focus_note", "end", mine="2029-01-01")


def a_study(_scene: Scene) -> Case:
    row = StudyFactory()
    row.centre_links.create(centre=CentreFactory(code="forst"))
    address = page("workspace:study", row.public_id)
    return Case(address, row, "made_by", "findings")


def the_centres_of_a_study(_scene: Scene) -> Case:
    case = a_study(_scene)
    CentreFactory(code="neste", name_nb="Neste senter")
    case.first, case.theirs, case.told = "centres", ["forst", "neste"], "Neste senter"
    return case


def where_it_was_shown(scene: Scene) -> Case:
    channel = Channel.objects.create(code="avisa", name_nb="Avisa", position=1)
    entry = scene.entry()
    row = Shown.objects.create(entry=entry, channel=channel, date=DAY, added_by=scene.owner)
    address = page("workspace:entry_channels", entry.public_id)
    sent = {"do": "change", "shown": row.pk}
    return Case(address, row, "title", "url", mine="https://avisa.example/1", sent=sent, asked=f"?change={row.pk}")


def what_somebody_did(scene: Scene) -> Case:
    row = ContributionFactory(entry=scene.entry(), person=scene.owner_person, share=None)
    address = page("workspace:entry_parts", row.entry.public_id)
    sent = {"do": "change_contributor", "part": row.pk}
    find: Callable[[Any], Any] = lambda context: context["contributors"][0]["form"]  # noqa: E731
    told = "2. mars 2026"
    return Case(address, row, "start_date", "share", "2026-03-02", "80", told=told, sent=sent, find=find)


def what_a_partner_did(scene: Scene) -> Case:
    row = ParticipationFactory(entry=scene.entry(), organisation=scene.municipality)
    address = page("workspace:entry_parts", row.entry.public_id)
    sent = {"do": "change_organisation", "part": row.pk}
    find: Callable[[Any], Any] = lambda context: context["organisations"][0]["form"]  # noqa: E731
    return Case(address, row, "role", "end_date", "adopter", "2027-01-01", told="Har tatt i bruk", sent=sent, find=find)


def an_effect(scene: Scene) -> Case:
    entry, words = scene.entry(), {"code": "prove", "name_nb": "Prøve"}
    row = EffectTag.objects.create(
        entry=entry, effect=Effect.objects.create(**words), recipient=Recipient.objects.create(**words)
    )
    address = page("workspace:entry_effects", entry.public_id)
    sent = {"do": "change", "tag": row.pk, "stage": "achieved"}
    return Case(address, row, "note", "since", mine="2024-05-01", sent=sent, asked=f"?change={row.pk}")


CASES = [
    a_profile, what_a_profile_asks, a_channel, a_task, a_partner, money, a_phase, an_instrument, an_innovation_leader,
    where_it_was_shown, what_somebody_did, what_a_partner_did, a_study, the_centres_of_a_study, an_effect,
]  # fmt: skip


def _sent(case: Case, context: Any) -> dict[str, Any]:
    """What the browser would send of the page as it stands."""
    form = case.find(context)
    shown = {form.add_prefix(name): form[name].value() for name in form.fields}
    shown |= {"seen": context["keeping"].mark} if "keeping" in context else {}
    for one in context.get("listed", ()):
        shown |= {"seen": one["keeping"].mark} if one["keeping"] else {}
    return {name: value for name, value in shown.items() if value not in (None, False)} | case.sent


@pytest.mark.parametrize("made", CASES)
def test_whoever_saves_last_sees_what_the_other_saved(made: Callable[[Scene], Case]) -> None:
    scene = Scene()
    case = made(scene)
    client, rows = client_of(scene.administrator), type(case.row).objects.filter(pk=case.row.pk).values()
    context = client.get(case.address + case.asked).context
    asked, form = _sent(case, context), case.find(context)
    first, second = form.add_prefix(case.first), form.add_prefix(case.second)
    theirs, mine = asked | {first: case.theirs}, asked | {second: case.mine}
    assert client.post(case.address, theirs).status_code == 302
    saved = rows.get()
    assert client.post(case.address, theirs).status_code == 302, "the same sent twice is no quarrel"
    answer = client.post(case.address, mine)
    assert answer.status_code == 409
    told = answer.text[answer.text.index("Dette er lagret nå") :].partition("</section>")[0]
    assert (case.told or case.theirs) in told
    assert told.count("<dt>") == 2, "only what somebody has changed: their field, and mine as it was"
    assert rows.get() == saved, "nothing of mine is saved yet"
    again = _sent(case, answer.context)
    assert again[second] == case.mine, "what was typed is lost"
    assert client.post(case.address, again).status_code == 302
    assert rows.get() != saved
