"""Reusable querysets of the registry."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from samspill.parties.domain.acting import Acting
from samspill.registry.choices import Status, Visibility

if TYPE_CHECKING:
    from samspill.registry.models.entry import Entry  # noqa: F401

SHOWN = (Status.PUBLISHED, Status.ARCHIVED)


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries by who may see them and where they stand."""

    def public(self) -> "EntryQuerySet":
        """What everyone may see."""
        return self.filter(status__in=SHOWN, visibility=Visibility.PUBLIC)

    def visible_to(self, acting: Acting) -> "EntryQuerySet":
        """What this user may see: the rule that `registry.policies.may_see` states for one entry (R-NFR-05)."""
        if acting.is_administrator:
            return self.all()
        public = Q(status__in=SHOWN, visibility=Visibility.PUBLIC)
        if not acting.is_known:
            return self.filter(public)
        return self.filter(
            public | _curated(acting) | _own(acting) | _shown_to_parties(acting) | _shown_to_unit(acting)
        )

    def curated_by(self, acting: Acting) -> "EntryQuerySet":
        """Entries on which this user decides."""
        return self.all() if acting.is_administrator else self.filter(_curated(acting))

    def mine(self, acting: Acting) -> "EntryQuerySet":
        """Entries that the user takes part in, that belong to an organisation the user acts for, or that the user made
        and still has a role for: the rule of `policies.works_with`."""
        return self.filter(_worked_with(acting)) if acting.is_known else self.none()

    def with_parties(self) -> "EntryQuerySet":
        """With what a list shows of each entry, at a fixed number of queries."""
        return self.select_related("register", "organisation", "unit").prefetch_related(
            "contributions__person", "contributions__unit", "participations__organisation"
        )


def led(acting: Acting, register: str = "register") -> Q:
    """The registers that the user is innovation leader of, by the path to them (empty: of registers themselves): the
    rule of `policies.curates_register` for a query. Administrators decide on all registers, and lead none."""
    path = f"{register}__" if register else ""
    return (
        Q(**{f"{path}code__in": acting.curates_registers})
        | Q(**{f"{path}unit__in": acting.curates_units})
        | Q(**{f"{path}organisation__in": acting.curates_organisations})
    )


def _curated(acting: Acting) -> Q:
    own = Q(unit__in=acting.curates_units) | Q(organisation__in=acting.curates_organisations)
    return led(acting) | own


def _own(acting: Acting) -> Q:
    return Q(created_by=acting.user_id) | _taken_part(acting)


def _worked_with(acting: Acting) -> Q:
    """The rule of `policies.has_role_there` for what they made."""
    if acting.is_administrator:
        return _own(acting)
    there = Q(organisation__in=acting.member_of) | Q(register__organisation__in=acting.member_of)
    if registers := acting.sees_registers | acting.contributes_registers:
        from samspill.registry.models import Register

        homes = Register.objects.filter(code__in=registers).values("organisation")
        there |= Q(register__code__in=registers) | Q(organisation__in=homes) | Q(register__organisation__in=homes)
    return Q(created_by=acting.user_id) & there | _taken_part(acting)


def _taken_part(acting: Acting) -> Q:
    own = Q(organisation__in=acting.represents)
    if acting.person_id:
        from samspill.registry.models import Contribution

        own |= Q(Exists(Contribution.objects.filter(entry=OuterRef("pk"), person=acting.person_id)))
    return own


def _shown_to_parties(acting: Acting) -> Q:
    from samspill.registry.models import Participation

    takes_part = Exists(Participation.objects.filter(entry=OuterRef("pk"), organisation__in=acting.member_of))
    return Q(status__in=SHOWN, visibility=Visibility.PARTIES) & (
        Q(organisation__in=acting.member_of) | Q(takes_part)
    ) | Q(status=Status.SUBMITTED) & Q(
        Exists(Participation.objects.filter(entry=OuterRef("pk"), organisation__in=acting.represents))
    )


def _shown_to_unit(acting: Acting) -> Q:
    return Q(status__in=(*SHOWN, Status.SUBMITTED)) & (
        Q(unit__in=acting.sees_units)
        | Q(register__unit__in=acting.sees_units)
        | Q(register__code__in=acting.sees_registers)
        | Q(organisation__in=acting.sees_organisations)
    )
