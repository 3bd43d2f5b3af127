"""Assessments, decisions and work plans as tables. Who may see which rows is asked before (`policies`, `queries`)."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from samspill.core.exporting import Column, Table, Value, table_of
from samspill.registry.models import Entry, RegisterProfile
from samspill.reviews import matrix
from samspill.reviews.models import AgendaItem, Assessment, AssessmentCall, CallEntry, PlannedInnovation, ReviewMeeting

Columns = list[tuple[Column, Callable[[Any], Value]]]


def _of_entry(entry: Callable[[Any], Entry]) -> tuple[Columns, Columns]:
    """First and last columns of a row about an innovation."""

    def address(one: Any) -> str:
        return f"{settings.SITE_URL}/e/{entry(one).public_id}/"

    first: Columns = [
        (Column("id", _("Samspill’s own number")), lambda one: entry(one).public_id),
        (Column("title", _("Innovation"), 60), lambda one: entry(one).title),
    ]
    return first, [(Column("address", _("Address here"), 50), address)]


def _yes(holds: bool) -> str:
    return _("Yes") if holds else _("No")


def result_table(rows: "QuerySet[CallEntry]", profile: RegisterProfile) -> Table:
    """What assessments came to: means and spread for each innovation, and whether it is high on both."""
    first, last = _of_entry(lambda one: one.entry)
    return table_of(
        rows.select_related("entry", "call"),
        [
            *first,
            (Column("probability", _("Probability of success")), lambda one: one.probability),
            (Column("probability_low", _("Probability, the lowest")), lambda one: one.probability_low),
            (Column("probability_high", _("Probability, the highest")), lambda one: one.probability_high),
            (Column("impact", _("Potential impact")), lambda one: one.impact),
            (Column("impact_low", _("Impact, the lowest")), lambda one: one.impact_low),
            (Column("impact_high", _("Impact, the highest")), lambda one: one.impact_high),
            (
                Column("high_on_both", _("High on both")),
                lambda one: _yes(matrix.is_high(one.probability, one.impact, profile.assessment_threshold)),
            ),
            (Column("given", _("Assessors")), lambda one: one.given),
            (Column("assessment", _("Assessment"), 30), lambda one: one.call.title),
            (Column("closed", _("Closed")), lambda one: one.call.closed_at),
            *last,
        ],
    )


def answer_table(rows: "QuerySet[Assessment]") -> Table:
    """Each answer with its reasons and its date. Corrected ones stand too, and say that they are."""
    first, last = _of_entry(lambda one: one.entry)
    return table_of(
        rows.select_related("entry", "assessor", "corrected_by"),
        [
            *first,
            (Column("assessor", _("Who assessed"), 30), lambda one: str(one.assessor)),
            (Column("date", _("Date")), lambda one: one.date),
            (Column("probability", _("Probability of success")), lambda one: one.probability),
            (Column("probability_reason", _("Why this probability"), 60), lambda one: one.probability_reason),
            (Column("impact", _("Potential impact")), lambda one: one.impact),
            (Column("impact_reason", _("Why this impact"), 60), lambda one: one.impact_reason),
            (Column("is_corrected", _("Corrected later")), lambda one: _yes(hasattr(one, "corrected_by"))),
            *last,
        ],
    )


def agenda_table(rows: "QuerySet[AgendaItem]") -> Table:
    """The list of a review with what was decided, in its order."""
    first, last = _of_entry(lambda one: one.entry)
    return table_of(
        rows.select_related("entry", "follower", "follow"),
        [
            *first,
            (
                Column("why", _("Why it is on the list"), 40),
                lambda one: ", ".join(str(AgendaItem.Why(code).label) for code in one.why),
            ),
            (Column("decision", _("Decision"), 30), lambda one: one.get_decision_display()),
            (Column("reason", _("Reason"), 60), lambda one: one.reason),
            (Column("follower", _("Who follows up"), 30), lambda one: str(one.follower or "")),
            (Column("follow_up", _("What is to be done"), 50), lambda one: one.follow_up),
            (Column("follow_by", _("By which day")), lambda one: one.follow_by),
            (
                Column("answer", _("What came of it"), 60),
                lambda one: one.follow.answer if hasattr(one, "follow") else "",
            ),
            (Column("tto_day", _("Delivered to the TTO on")), lambda one: one.tto_day),
            *last,
        ],
    )


def plan_table(rows: "QuerySet[PlannedInnovation]") -> Table:
    """The possible innovations of a year's plan, and what became of each."""
    return table_of(
        rows.select_related("task__leader", "entry"),
        [
            (Column("task", _("Task"), 40), lambda one: one.task.name),
            (Column("leader", _("Task leader"), 30), lambda one: str(one.task.leader or "")),
            (Column("title", _("Possible innovation"), 60), lambda one: one.title),
            (Column("about", _("What it may become, and for whom"), 60), lambda one: one.about),
            (Column("outcome", _("What became of it"), 25), lambda one: one.get_outcome_display()),
            (Column("reason", _("Why"), 60), lambda one: one.reason),
            (Column("entry", _("Samspill’s own number")), lambda one: one.entry.public_id if one.entry else ""),
        ],
    )


def call_table(rows: "QuerySet[AssessmentCall]") -> Table:
    """Assessments, of `queries.with_progress`: how many are asked about how much. Never what they answered."""
    return table_of(
        rows,
        [
            (Column("id", _("Samspill’s own number")), lambda one: one.public_id),
            (Column("title", _("Name"), 40), lambda one: one.title),
            (Column("opened", _("Opened")), lambda one: one.opened_at),
            (Column("due", _("Last day")), lambda one: one.due_day),
            (Column("closed", _("Closed")), lambda one: one.closed_at),
            (Column("listed", _("Innovations")), lambda one: one.listed),
            (Column("asked", _("Assessors")), lambda one: one.asked),
            (Column("answers", _("Answers")), lambda one: one.answers),
        ],
    )


def meeting_table(rows: "QuerySet[ReviewMeeting]") -> Table:
    """Reviews, of `queries.with_decided`: when, how much was on the list, and how much of it is decided."""
    return table_of(
        rows,
        [
            (Column("id", _("Samspill’s own number")), lambda one: one.public_id),
            (Column("date", _("Date")), lambda one: one.date),
            (Column("listed", _("Innovations")), lambda one: one.listed),
            (Column("decided", _("Decided")), lambda one: one.decided),
            (Column("status", _("Where it stands"), 20), lambda one: _("Prepared") if one.is_open else _("Closed")),
            (Column("closed", _("Closed")), lambda one: one.closed_at),
        ],
    )
