"""Milestones: the compulsory midterm evaluation that makes itself, others, and what came of them (R-CEN-03)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.centres import policies
from samspill.centres.models import Centre, Initiative, Milestone
from samspill.core import seen as seen_forms
from samspill.core.errors import RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.core.uploads import check_upload
from samspill.parties.domain.acting import acting_for
from samspill.recommendations.models import Recommendation

EDITABLE = ("kind", "title", "due", "held", "evaluator", "report_title", "report_url")


def midterm_day(centre: Centre) -> date | None:
    """When the compulsory midterm evaluation is to be held; None when the scheme has none or no second term is set."""
    if not centre.scheme.has_midterm or centre.split is None:
        return None
    months = centre.split.year * 12 + centre.split.month - 1 - centre.scheme.midterm_months
    day = date(months // 12, months % 12 + 1, min(centre.split.day, 28))
    return max(day, centre.start)


def keep_midterm(centre: Centre) -> None:
    """Make or move the compulsory midterm evaluation. One that is held, or has findings, stays as it was."""
    day = midterm_day(centre)
    standing = Milestone.objects.filter(centre=centre, kind=Milestone.Kind.MIDTERM, is_compulsory=True).first()
    if standing is None:
        if day is not None:
            Milestone.objects.create(centre=centre, kind=Milestone.Kind.MIDTERM, is_compulsory=True, due=day)
    elif standing.held is None and not standing.has_report and not _has_findings(standing):
        if day is None:
            standing.delete()
        elif not standing.due_was_given and standing.due != day:
            standing.due = day
            standing.save(update_fields=["due"])


def _has_findings(milestone: Milestone) -> bool:
    return Recommendation.objects.filter(source_code=milestone.source_code).exists()


@transaction.atomic
def save_milestone(
    *,
    subject: Centre | Initiative,
    actor: User,
    values: Mapping[str, Any],
    milestone: Milestone | None = None,
    file: "File[bytes] | None" = None,
    seen: str = "",
) -> Milestone:
    """A new milestone, or a change of one; a new file takes the place of the old, which goes once this is committed.

    ``seen``: the mark of what the form showed. Raises `Stale`, `RuleError` or `Refusal`.
    """
    require(policies.runs(acting_for(actor), subject))
    if unknown := set(values) - set(EDITABLE):
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    if milestone is None:
        current = Milestone(**{"centre" if isinstance(subject, Centre) else "initiative": subject})
    else:
        current = Milestone.objects.select_for_update().get(pk=milestone.pk)
        seen_forms.check(current, EDITABLE, seen, values)
    if current.is_compulsory:
        values = {name: value for name, value in values.items() if name != "kind"}
        current.due_was_given = current.due_was_given or current.due != values.get("due", current.due)
    for name, value in values.items():
        setattr(current, name, value)
    if current.held and current.held > timezone.localdate():
        raise RuleError(
            _("It cannot have been done later than today. A day to come is written in “Due”."), field="held"
        )
    if current.kind == Milestone.Kind.OTHER and not current.title.strip():
        raise RuleError(_("Give it a title."), field="title")
    if file is not None:
        facts = check_upload(file)
        _let_go(current)
        current.report_file = file
        current.report_name, current.report_type, current.report_sha256 = facts.name, facts.content_type, facts.sha256
    current.clean_fields(exclude=["centre", "initiative", "report_file"])
    with acting_context(actor=actor):
        current.save()
    return current


@transaction.atomic
def remove_milestone(*, milestone: Milestone, actor: User) -> None:
    """Take it away, unless it is compulsory or has findings that are followed up.

    Its report goes for good once this is committed; the history keeps its name and checksum.
    """
    subject = milestone.centre or milestone.initiative
    assert subject is not None  # a constraint of the database
    require(policies.runs(acting_for(actor), subject))
    if milestone.is_compulsory:
        raise RuleError(_("The scheme demands this one, so it stays."))
    if _has_findings(milestone):
        raise RuleError(_("Recommendations hang on it, so it stays."))
    _let_go(milestone)
    with acting_context(actor=actor):
        milestone.delete()


def _let_go(milestone: Milestone) -> None:
    """Remove the file of its report after commit, unless a milestone still names it then."""
    if not milestone.report_file:
        return
    storage, name = milestone.report_file.storage, milestone.report_file.name or ""

    def remove() -> None:
        if not Milestone.objects.filter(report_file=name).exists():
            storage.delete(name)

    transaction.on_commit(remove)
