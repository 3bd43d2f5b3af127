"""Somebody who has left a trace everywhere, and a search through every text of every table."""

import re
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.utils import timezone

from samspill.accounts.models import User
from samspill.cases import reference
from samspill.cases.models import CaseReview, Shown, Story
from samspill.centres.models import Appointment, SelfCheckScore
from samspill.core.history import acting
from samspill.core.models import FormDraft
from samspill.parties.domain.people import merge_persons
from samspill.parties.models import Invitation, Person, Role
from samspill.registry.models import (
    Confirmation,
    Contribution,
    Entry,
    ImportJob,
    ImportLine,
    ImportRow,
    ReadinessReading,
    SourceRecord,
    StatusChange,
)
from samspill.reports.domain import building, editions
from tests.centres.factories import AdviceFactory, CentreFactory, InitiativeFactory, RecommendationFactory
from tests.factories import (
    AffiliationFactory,
    ContributionFactory,
    EvidenceFactory,
    OrganisationFactory,
    PersonFactory,
    PublishedEntryFactory,
    ReadingFactory,
    RegisterFactory,
    RoleFactory,
    UnitFactory,
    UserFactory,
)

NAME, EARLIER, EMAIL, ORCID = (
    "Kari Øvre Fjelltopp",
    "Kari Bekkedal",
    "kari.fjelltopp@eksempel.no",
    "0000-0002-1825-0097",
)
OTHER_EMAIL = "kari@gammel.eksempel.no"
TRACES = re.compile(
    "|".join(map(re.escape, (NAME, EARLIER, EMAIL, ORCID, OTHER_EMAIL, "Fjelltopp, Kari"))), re.IGNORECASE
)


def login(client: Client, user: User) -> Client:
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def administrator() -> User:
    user = UserFactory(name="Ada Administrator")
    RoleFactory(user=user, kind=Role.Kind.ADMINISTRATOR)
    return user


class Traces:
    """Kari: a user, a person with an earlier name and a merged duplicate, and all that hangs on them."""

    def __init__(self) -> None:
        self.admin = administrator()
        uni = OrganisationFactory(name_nb="Fjelluniversitetet")
        self.user = UserFactory(name=NAME, email=EMAIL)
        EmailAddress.objects.create(user=self.user, email=EMAIL, verified=True, primary=True)
        self.person: Person = PersonFactory(name=EARLIER, email=OTHER_EMAIL, user=self.user, orcid="")
        duplicate = PersonFactory(name=NAME, email=EMAIL, orcid=ORCID)
        merge_persons(kept=self.person, duplicate=duplicate, actor=self.admin)
        self.person = Person.objects.get(pk=self.person.pk)
        self.person.name = NAME
        self.person.save()
        AffiliationFactory(
            person=self.person, organisation=uni, title="Professor i sneskred", share=50, valid_from=date(2020, 3, 17)
        )
        RoleFactory(user=self.user, kind=Role.Kind.PARTNER_REPRESENTATIVE, organisation=uni)
        self._invitations()
        self._entries(uni)
        self._case(uni)
        self._sheet(uni)
        self._report(uni)
        self._centre(uni)
        FormDraft.objects.create(user=self.user, key="entry:x", data={"summary": [f"Av {NAME}"]})
        FormDraft.objects.create(user=self.admin, key="entry:y", data={"summary": [f"Ring {EMAIL}"]})
        self.client = login(Client(), self.user)
        self.client.get("/arbeid/")

    def _invitations(self) -> None:
        Invitation.objects.create(
            email=EMAIL.upper(), name=NAME, kind=Role.Kind.READER, register_code="x", token_hash="k",
            invited_by=self.admin, expires_at=timezone.now() + timedelta(days=3),
        )  # fmt: skip

    def _entries(self, uni: Any) -> None:
        with acting(actor=self.user, reason=f"Hilsen {NAME}"):
            self.entry: Entry = PublishedEntryFactory(
                title="Snøskredvarsel", summary="Et varsel.", organisation=uni, created_by=self.user
            )
        self.own: Contribution = ContributionFactory(entry=self.entry, person=self.person, share=40)
        Confirmation.objects.create(
            contribution=self.own, statement="contributed", answer="confirmed", message=f"Ja. {NAME}", by=self.user
        )
        StatusChange.objects.create(
            entry=self.entry, action="submit", from_status="draft", to_status="submitted", actor=self.user,
            message=f"Klar. Hilsen {NAME}, {EMAIL}",
        )  # fmt: skip
        self.reading: ReadinessReading = ReadingFactory(entry=self.entry, recorded_by=self.user, note=f"{NAME} målte")
        EvidenceFactory(entry=self.entry, title="Kart", added_by=self.user)
        self.named: Entry = PublishedEntryFactory(title=f"Æresprisen til {NAME}", summary="Om skred.", organisation=uni)
        changed: Entry = PublishedEntryFactory(title="Uten navn nå", summary=f"Kontakt {EMAIL}", organisation=uni)
        Entry.objects.filter(pk=changed.pk).update(summary="Kontakt oss")

    def _case(self, uni: Any) -> None:
        case: Entry = PublishedEntryFactory(title="Skredvarselet virket", organisation=uni, kind="impact_case")
        reference.load()
        CaseReview.objects.create(
            entry=case, organisation=uni, message=f"Spør {NAME}", asked_by=self.user, answer="changes",
            comment=f"Hilsen {NAME}", comments={"details": f"Ring {EMAIL}"}, answered_by=self.user,
            answered_at=timezone.now(),
        )  # fmt: skip
        Story.objects.create(entry=case, form_id="person", title="Skredet som stoppet", created_by=self.user)
        Shown.objects.create(entry=case, channel_id="podcast", date=date(2024, 1, 2), added_by=self.user)

    def _sheet(self, uni: Any) -> None:
        register = RegisterFactory(organisation=uni)
        job = ImportJob.objects.create(
            register=register, file_name=f"Fra {NAME}.xlsx", headings=["Hvem"], samples=[[NAME]], created_by=self.user
        )
        ImportLine.objects.create(job=job, number=2, cells=["Fjelltopp, Kari Øvre", EMAIL], key=f"k {NAME}".lower())
        ImportRow.objects.create(
            job=job, number=2, source_key="snø", title="Snø", action="create",
            values={"contributors": [{"name": NAME}], "note": f"spør {EMAIL}"}, faults=[{"value": ORCID}],
        )  # fmt: skip
        SourceRecord.objects.create(
            register=register, source_key="snø", entry=self.entry, values={"contributors": f"{NAME}; Ola Vik"}
        )

    def _centre(self, uni: Any) -> None:
        unit = UnitFactory(organisation=uni)
        centre = CentreFactory(organisation=uni, unit=unit)
        SelfCheckScore.objects.create(
            centre=centre, year=2024, advice=AdviceFactory(), score=3, reason=f"Sier {NAME}", by=self.user
        )
        Appointment.objects.create(
            initiative=InitiativeFactory(organisation=uni), person=self.person, unit=unit, focus="service",
            focus_note="Snø", start=date(2024, 1, 2),
        )  # fmt: skip
        advised = RecommendationFactory(
            subject_code=centre.code, organisation=uni, owner_person=self.person, created_by=self.user
        )
        advised.steps.create(action="accept", to_status="accepted", message=f"Ja. {NAME}", actor=self.user)

    def _report(self, uni: Any) -> None:
        register = RegisterFactory(organisation=uni)
        honoured: Entry = PublishedEntryFactory(title=f"Skredprisen til {NAME}", organisation=uni, register=register)
        self.edition = editions.begin_edition(subject=register, year=honoured.created_at.year, everyone=True)
        self.edition.made_by = self.user
        self.edition.save()
        building.build(self.edition)
        Entry.objects.filter(pk=honoured.pk).update(title="Skredprisen")


def found_in_database() -> list[str]:
    """Where any of the traces stands: every text, JSON and array column of every table, as "table.column: text"."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables "
            "USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE' "
            "AND data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'ARRAY', 'bytea', "
            "'tsvector', 'USER-DEFINED') ORDER BY 1, 2"
        )
        columns = cursor.fetchall()
        assert len(columns) > 100
        found = []
        for table, column in columns:
            cursor.execute(f'SELECT "{column}"::text FROM "{table}" WHERE "{column}" IS NOT NULL')
            found += [f"{table}.{column}: {text[:200]}" for (text,) in cursor.fetchall() if TRACES.search(text)]
    return found
