"""Small closed lists of the registry: each value is a rule somewhere, so a new one is code."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The four kinds of entry."""

    INNOVATION = "innovation", _("Innovation")
    ACTIVITY = "activity", _("Activity")
    RESULT = "result", _("Result")
    IMPACT_CASE = "impact_case", _("Impact case")


class Way(models.TextChoices):
    """The three ways to innovation; an entry takes one or more (R-IND-13)."""

    INDIRECT = "indirect", _("Indirect contribution")
    INTERPLAY = "interplay", _("Interplay")
    DIRECT = "direct", _("Direct contribution")


class Status(models.TextChoices):
    """Where an entry stands in the workflow (see registry.domain.workflow)."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Visibility(models.TextChoices):
    """Who sees an entry once it is published (R-NFR-05)."""

    PUBLIC = "public", _("Everyone")
    PARTIES = "parties", _("The parties")
    UNIT = "unit", _("The unit only")


class Language(models.TextChoices):
    """Language of an entry's own text."""

    NB = "nb", _("Bokmål")
    NN = "nn", _("Nynorsk")
    EN = "en", _("English")
    SE = "se", _("Northern Sami")
    OTHER = "xx", _("Another language")
