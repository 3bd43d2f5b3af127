"""Everything that checking a sheet needs to know, read once for a job."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from samspill.core.importing.cell_errors import CellError
from samspill.core.importing.values import text_of
from samspill.core.importing.words import plain
from samspill.registry.choices import Kind
from samspill.registry.importing.effects import EffectWords
from samspill.registry.importing.fields import year_of
from samspill.registry.importing.headings import names_trl
from samspill.registry.importing.options import Options
from samspill.registry.importing.organisations import Organisations
from samspill.registry.importing.people import Contributors, People, Units
from samspill.registry.importing.vocabulary import PARTNER_ROLES, Goals, Scales, Types, Vocabulary
from samspill.registry.models import (
    ContributionRole,
    Discipline,
    ImportJob,
    ParticipationRole,
    ServiceArea,
)

OWN_KEY = "samspill:"
"""Begins the keys of rows of our own exports; the rest is the entry's public id."""


class Context:
    """A job with its matching, and the vocabularies and parties that its cells are held against."""

    def __init__(self, job: ImportJob) -> None:
        self.job, self.register = job, job.register
        self.options = Options.of(job.options)
        self.headings: list[str] = job.headings
        self.columns: dict[str, list[int]] = defaultdict(list)
        for column, code in job.mapping.items():
            if code:
                self.columns[code].append(int(column))
        self.years = {code: year for code in self.columns if (year := year_of(code)) is not None}
        self.types, self.scales, self.goals = Types(), Scales(), Goals()
        self.disciplines = Vocabulary(_active(Discipline.objects.all()))
        self.service_areas = Vocabulary(_active(ServiceArea.objects.all()))
        self.roles = Vocabulary(_active(ContributionRole.objects.all()))
        self.partner_roles = Vocabulary(_active(ParticipationRole.objects.all()), aliases=PARTNER_ROLES)
        self.organisations = Organisations()
        self.units = Units(self.register)
        self.people = People(self.register)
        self.people.circle = frozenset(job.options.get("circle", ()))
        self.contributors = Contributors(self.people, self.units, self.organisations, self.roles)
        self._effect_words: EffectWords | None = None
        self.own: Any = None  # importing.own.OwnRows, once a row of an export of ours has come
        self.trl_columns = {column for column in range(len(self.headings)) if names_trl(self.headings[column])}
        self.column_roles = {
            column: role
            for column in self.columns.get("contributors", ())
            if (role := self.roles.find(self.headings[column]))
        }

    @property
    def effect_words(self) -> EffectWords:
        """What effects and recipients are called, read when it is first asked for."""
        if self._effect_words is None:
            self._effect_words = EffectWords(self.register)
        return self._effect_words

    def heading(self, column: int) -> str:
        """The heading of a column, "" when it has none."""
        return self.headings[column] if column < len(self.headings) else ""

    @property
    def is_row_per_year(self) -> bool:
        """Whether rows with one title are the years of one record."""
        dated = self.columns.get("year") or self.columns.get("readiness_date")
        return bool(dated and self.columns.get("trl"))

    def keys(self, cells: Sequence[Any], number: int) -> tuple[str, str]:
        """(key of the record, key of the title) of a row. Rows without title and identifier stand alone."""
        own = self._first(cells, "samspill_id")
        title = plain(self._first(cells, "title"))
        identifier = plain(self._first(cells, "identifier"))
        kind = "" if self.options.kind == Kind.INNOVATION else f"{self.options.kind}:"
        title_key = _short(f"{kind}title:{title}") if title else ""
        if own:
            return _short(f"{OWN_KEY}{own}"), title_key
        if identifier:
            return _short(f"{kind}id:{identifier}"), title_key
        return title_key or f"row:{number}", title_key

    def _first(self, cells: Sequence[Any], code: str) -> str:
        for column in self.columns.get(code, ()):
            if column < len(cells):
                try:
                    return text_of(cells[column])
                except CellError:  # told of when the record is checked
                    return ""
        return ""


def _active(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    return rows.filter(is_active=True)


def _short(key: str) -> str:
    """At most 250 characters; a longer key ends with a checksum of all of it."""
    return key if len(key) <= 250 else f"{key[:200]}…{hashlib.sha256(key.encode()).hexdigest()[:40]}"
