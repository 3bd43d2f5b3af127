"""Where a role holds: everywhere, in an organisation, in a unit with all below it, or in one register."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from samspill.core.errors import RuleError
from samspill.parties import hooks
from samspill.parties.models import Invitation, Organisation, Role, Unit

Kind = Role.Kind
ALLOWED: dict[str, tuple[str, ...]] = {
    Kind.ADMINISTRATOR: ("everywhere",),
    Kind.PARTNER_REPRESENTATIVE: ("organisation",),
    Kind.UNIT_LEADER: ("unit",),
    Kind.INNOVATION_LEADER: ("register", "unit", "organisation"),
    Kind.CONTRIBUTOR: ("register", "unit", "organisation"),
    Kind.READER: ("register", "unit", "organisation"),
}
"""Role -> the kinds of scope it may have."""


@dataclass(frozen=True)
class Scope:
    """At most one of the three is given; none means everywhere."""

    organisation: Organisation | None = None
    unit: Unit | None = None
    register_code: str = ""

    @classmethod
    def of(cls, row: Role | Invitation) -> "Scope":
        """The scope of a role or of an offered one."""
        return cls(organisation=row.organisation, unit=row.unit, register_code=row.register_code)

    @property
    def kind(self) -> str:
        """everywhere, organisation, unit or register."""
        if self.unit:
            return "unit"
        if self.register_code:
            return "register"
        return "organisation" if self.organisation else "everywhere"

    @property
    def organisation_id(self) -> int | None:
        """The organisation that the scope is, or lies in."""
        if self.unit:
            return self.unit.organisation_id
        if self.register_code:
            home = hooks.register_home(self.register_code)
            return home.organisation_id if home else None
        return self.organisation.pk if self.organisation else None

    def __str__(self) -> str:
        if self.register_code:
            home = hooks.register_home(self.register_code)
            return self.named({home.code: home.name} if home else {})
        return self.named({})

    def named(self, registers: Mapping[str, str]) -> str:
        """The place in words; ``registers`` are their names by code, looked up once for a whole list."""
        if self.unit:
            return f"{self.unit.name}, {self.unit.organisation.name}"
        if self.register_code:
            return _("the register “%(name)s”") % {"name": registers.get(self.register_code, self.register_code)}
        return self.organisation.name if self.organisation else _("everywhere")

    def fields(self) -> dict[str, object]:
        """As fields of `Role` and `Invitation`."""
        return {"organisation": self.organisation, "unit": self.unit, "register_code": self.register_code}

    def condition(self) -> Q:
        """Rows with exactly this scope."""
        return Q(organisation=self.organisation, unit=self.unit, register_code=self.register_code)


def check(kind: str, scope: Scope) -> None:
    """Raise `RuleError` unless the role may have such a scope, and its register exists."""
    if kind not in Kind.values:
        raise RuleError(_("Choose a role."), field="kind")
    if sum(bool(part) for part in (scope.organisation, scope.unit, scope.register_code)) > 1:
        raise RuleError(_("Choose one place for the role: an organisation, a unit or a register."), field="scope")
    if scope.kind not in ALLOWED[kind]:
        raise RuleError(_WRONG_SCOPE[kind](), field="scope")
    if scope.register_code and hooks.register_home(scope.register_code) is None:
        raise RuleError(_("There is no register “%(code)s”.") % {"code": scope.register_code}, field="scope")


_WRONG_SCOPE: dict[str, Callable[[], str]] = {
    Kind.ADMINISTRATOR: lambda: _("An administrator acts everywhere: leave the place empty."),
    Kind.PARTNER_REPRESENTATIVE: lambda: _("A partner representative acts for an organisation: choose one."),
    Kind.UNIT_LEADER: lambda: _("A unit leader leads a unit: choose one."),
    Kind.INNOVATION_LEADER: lambda: _("Choose the register, unit or organisation where the role holds."),
    Kind.CONTRIBUTOR: lambda: _("Choose the register, unit or organisation where the role holds."),
    Kind.READER: lambda: _("Choose the register, unit or organisation where the role holds."),
}
