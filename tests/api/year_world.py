"""A register's year with so many of everything, for the tests of what programs read of it."""

from datetime import date, timedelta

from django.utils import timezone

from samspill.cases.models import Channel, Shown, Story, StoryForm
from samspill.centres.models import Appointment
from samspill.registry.models import Entry
from samspill.reports.domain import building, editions
from samspill.reports.models import Edition
from samspill.reviews.domain import plans
from samspill.reviews.domain.assessing import assess
from samspill.reviews.domain.calls import close_call, open_call
from samspill.reviews.domain.meetings import prepare_meeting
from samspill.reviews.models import AssessmentCall, ReviewMeeting
from samspill.rounds.domain.rounds import close_round
from samspill.rounds.models import RoundItem, Update
from tests.centres.factories import (
    AdviceFactory,
    CentreFactory,
    CentrePartnerFactory,
    InitiativeFactory,
    MilestoneFactory,
    RecommendationFactory,
    StudyFactory,
)
from tests.effect_factories import EffectFactory, EffectTagFactory, RecipientFactory
from tests.factories import PersonFactory, ReadingFactory, UnitFactory
from tests.rounds.test_round_page import opened
from tests.scenes import Scene


class YearWorld(Scene):
    """``number`` innovations with all that a year brings them; addresses stand in ``names``."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.entries = [self.published(title=f"Nr. {one}") for one in range(number)]
        for one in self.entries:
            EffectTagFactory(entry=one, effect=EffectFactory(), recipient=RecipientFactory())
        self.names = {"register": "senteret", "unit": self.centre.code, "entry": self.entries[0].public_id}
        self._rounds()
        self._reviews()
        self._plan()
        self._centres()
        self._cases()
        self._reports()

    def _rounds(self) -> None:
        for days in range(60 * self.number, 60, -60):
            then = timezone.localdate() - timedelta(days=days)
            close_round(found=opened(self, today=then), actor=None, today=then + timedelta(days=41))
        self.round = opened(self)
        for item in RoundItem.objects.filter(round=self.round):
            reading = ReadingFactory(entry=item.entry)
            Update.objects.create(
                item=item, progress="Prøvd.", reading=reading, read_on=reading.date, answered_at=timezone.now(),
                answered_by=self.owner,
            )  # fmt: skip
        self.names["round"] = self.round.public_id

    def _reviews(self) -> None:
        today = timezone.localdate()
        calls = [
            open_call(
                register=self.register, actor=self.curator, title=f"Runde {one}", due_day=today, assessors=[self.owner]
            )
            for one in range(self.number)
        ]
        for one in self.entries:
            assess(
                call=calls[0], entry=one, actor=self.owner, probability=4, probability_reason="Prøvd.", impact=5,
                impact_reason="Mange.",
            )  # fmt: skip
        for call in calls[1:]:
            assess(
                call=call, entry=self.entries[0], actor=self.owner, probability=3, probability_reason="Kanskje.",
                impact=4, impact_reason="Noen.",
            )  # fmt: skip
            close_call(call=call, actor=self.curator)
        close_call(call=calls[0], actor=self.curator)
        self.call = AssessmentCall.objects.get(pk=calls[0].pk)
        self.names["call"] = self.call.public_id
        for one in range(self.number - 1):
            ReviewMeeting.objects.create(
                register=self.register, date=today - timedelta(days=400 - one), since=today - timedelta(days=800),
                closed_at=timezone.now(), closed_by=self.curator,
            )  # fmt: skip
        meeting = prepare_meeting(register=self.register, actor=self.curator, on=today, participants=[self.owner])
        self.meeting = ReviewMeeting.objects.get(pk=meeting.pk)
        self.names["review"] = meeting.public_id

    def _plan(self) -> None:
        for one in range(self.number):
            task = plans.add_task(
                register=self.register, actor=self.curator, year=2026, name=f"Oppgave {one}", leader=self.owner
            )
            plans.plan(task=task, actor=self.owner, title="Kanskje")
        for one in range(self.number - 1):
            plans.add_task(register=self.register, actor=self.curator, year=2025 - one, name="Før", leader=self.owner)

    def _centres(self) -> None:
        place = {"organisation": self.university, "unit": self.centre}
        centres = [CentreFactory(code=f"s{one}", **place) for one in range(self.number)]
        initiatives = [InitiativeFactory(code=f"i{one}", **place) for one in range(self.number)]
        AdviceFactory()
        for one in range(self.number):
            CentrePartnerFactory(centre=centres[0])
            MilestoneFactory(centre=centres[0], kind="other", due=date(2025, 1 + one, 1))
            StudyFactory(organisation=self.university).centre_links.create(centre=centres[0])
            RecommendationFactory(subject_code="s0", is_public=True, **place)
            Appointment.objects.create(
                initiative=initiatives[0], person=PersonFactory(is_public=True), start=date(2025, 1, 1),
                unit=UnitFactory(organisation=self.university), focus="broad",
            )  # fmt: skip
        centres[0].register_links.create(register=self.register)
        self.advice = RecommendationFactory(subject_code="s0", owner_user=self.owner, is_public=True, **place)
        self.names |= {"centre": "s0", "initiative": "i0", "recommendation": self.advice.public_id}

    def _cases(self) -> None:
        form = StoryForm.objects.get_or_create(code="person", defaults={"name_nb": "En person forteller"})[0]
        channels = [
            Channel.objects.get_or_create(code=f"kanal{one}", defaults={"name_nb": "Kanal"})[0]
            for one in range(self.number)
        ]
        entry: Entry = self.entries[0]
        for one in range(self.number):
            Story.objects.create(entry=entry, form=form, title=f"Den {one}", published_at=timezone.now())
            Shown.objects.create(entry=entry, channel=channels[one], date=date(2026, 1, 1 + one))

    def _reports(self) -> None:
        for one in range(self.number):
            made = editions.begin_edition(subject=self.register, year=2025 - max(0, one - 1), everyone=True)
            if one == 0:
                building.build(made)
                Edition.objects.filter(pk=made.pk).update(published_at=timezone.now())
                self.names["report"] = made.public_id
