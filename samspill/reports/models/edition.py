"""Editions: annual reports that never change again (docs/adr/0033)."""

import json
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samspill.core.append_only import never_truncated
from samspill.core.frozen_json import checksum
from samspill.core.personal_data.neutral import erasing_changes_only
from samspill.core.short_codes import new_short_code
from samspill.parties.models import Unit
from samspill.registry.models import Register


class Edition(models.Model):
    """The report of a register, or of a unit and all below it, for a year; numbered from 1 within that.

    ``content`` is canonical JSON (samspill.reports.content): all languages and the data they were built from. What is
    downloaded as JSON is exactly this text, so that anybody can take its SHA-256 and compare. A trigger lets a ready
    edition be published, hidden, and have the name of somebody who is erased replaced; nothing else.
    """

    class State(models.TextChoices):
        BUILDING = "building", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Stopped")

    public_id = models.CharField(max_length=8, unique=True, default=new_short_code, editable=False)
    register = models.ForeignKey(
        Register, on_delete=models.PROTECT, null=True, blank=True, related_name="editions"
    )  # fmt: skip
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="editions")
    year = models.PositiveSmallIntegerField(_("Year"))
    number = models.PositiveSmallIntegerField()
    everyone = models.BooleanField(default=True)  # counts only what everyone may see, so that it can be published
    state = models.CharField(max_length=10, choices=State.choices, default=State.BUILDING)
    progress = models.PositiveSmallIntegerField(default=0)  # percent
    failure = models.TextField(blank=True)  # why it stopped, for the log and those who look after the site
    content = models.TextField(blank=True)
    checksum = models.CharField(max_length=64, blank=True)  # SHA-256 of content when it was made
    software = models.CharField(max_length=40, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    erased_at = models.DateTimeField(null=True, blank=True)  # set by the trigger when a name was taken out

    class Meta:
        ordering = ["-year", "-number", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(register=None, unit__isnull=False) | Q(register__isnull=False, unit=None),
                name="edition_of_one_thing",
            ),
            models.UniqueConstraint(fields=["register", "year", "number"], name="edition_number_of_register"),
            models.UniqueConstraint(fields=["unit", "year", "number"], name="edition_number_of_unit"),
            models.CheckConstraint(
                condition=~Q(state="ready") | (~Q(content="") & ~Q(checksum="")), name="ready_edition_has_content"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(state="ready", everyone=True),
                name="published_edition_is_for_everyone",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="never_changed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="ready"),
                func=f"""
                    IF TG_OP = 'UPDATE' THEN
                        IF to_jsonb(NEW) - ARRAY['published_at', 'published_by_id', 'made_by_id']
                           = to_jsonb(OLD) - ARRAY['published_at', 'published_by_id', 'made_by_id']
                           AND (NEW.made_by_id IS NULL OR NEW.made_by_id = OLD.made_by_id) THEN
                            RETURN NEW;
                        END IF;
                        -- The name of somebody who is erased may go from the texts, and it is kept when that was.
                        IF {erasing_changes_only("content")} THEN
                            NEW.erased_at = now();
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'an edition that is ready is never changed or removed';
                """,
            ),
            never_truncated("editions"),
        ]
        indexes = [models.Index(F("published_at").desc(nulls_last=True), name="edition_newest_published")]

    def __str__(self) -> str:
        return f"{self.subject} {self.year}-{self.number}"

    @property
    def subject(self) -> Register | Unit:
        """What it is the report of."""
        found = self.register or self.unit
        assert found is not None  # a constraint sees to it
        return found

    @property
    def is_ready(self) -> bool:
        """Whether it can be read."""
        return self.state == self.State.READY

    @property
    def is_published(self) -> bool:
        """Whether everyone may read it."""
        return self.published_at is not None

    @property
    def document(self) -> dict[str, Any]:
        """The content as data; read anew each time."""
        document: dict[str, Any] = json.loads(self.content)
        return document

    def checksum_now(self) -> str:
        """SHA-256 of the content as it is stored now."""
        return checksum(self.content)
