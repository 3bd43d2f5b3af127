"""Milestones and studies as sources of recommendations: their findings are added and followed up one by one."""

from django.urls import reverse

from samspill.centres import policies
from samspill.centres.models import Milestone, Study
from samspill.recommendations import sources
from samspill.recommendations.choices import SourceKind
from samspill.recommendations.sources import Source


def declare() -> None:
    """Called when Django is ready."""
    sources.register("milestone", _milestone)
    sources.register("study", _study)


def _milestone(code: str) -> Source | None:
    rows = Milestone.objects.select_related("centre", "initiative")
    found = rows.filter(public_id=code.removeprefix("milestone-")).first()
    if found is None:
        return None
    subject = found.centre or found.initiative
    assert subject is not None  # a constraint of the database
    midterm = found.kind == Milestone.Kind.MIDTERM
    return Source(
        code=code,
        may_use=lambda acting: policies.runs(acting, subject),
        subject=f"{'centre' if found.centre_id else 'initiative'}:{subject.code}",
        kind=SourceKind.MIDTERM if midterm else SourceKind.EVALUATION,
        title=found.report_title or f"{found.name}, {subject.name}",
        date=found.held,
        url=found.report_url,
        page=reverse("workspace:milestone", args=[found.public_id]),
    )


def _study(code: str) -> Source | None:
    found = Study.objects.filter(public_id=code.removeprefix("study-")).first()
    if found is None:
        return None
    first = found.centre_links.select_related("centre").first()
    return Source(
        code=code,
        may_use=lambda acting: policies.keeps_study(acting, found),
        subject=f"centre:{first.centre.code}" if first else "",
        kind=SourceKind.STUDY,
        title=found.title,
        url=found.url,
        page=reverse("workspace:study", args=[found.public_id]),
    )
