"""Small closed lists: where a recommendation stands, and from what kind of source it comes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where it stands (see recommendations.domain.workflow)."""

    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Accepted in part")
    DECLINED = "declined", _("Declined")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    CHECKED = "checked", _("Done and checked")


OPEN = (Status.RECEIVED, Status.ACCEPTED, Status.PARTLY, Status.IN_PROGRESS)
"""Somebody still has something to do."""


class SourceKind(models.TextChoices):
    """Who gave it, and in what."""

    EVALUATION = "evaluation", _("External evaluation")
    MIDTERM = "midterm", _("Midterm evaluation")
    STUDY = "study", _("Study")
    REVIEW = "review", _("Review by the leadership")
    SELF_CHECK = "self_check", _("Self-check")
    ADVICE = "advice", _("Advice from a council or a task force")
    REPORT = "report", _("Report")
    OTHER = "other", _("Something else")
