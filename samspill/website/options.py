"""What the filter form offers: only values that some listed entry has."""

from dataclasses import dataclass

from django.db.models import Exists, Func, OuterRef, TextField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samspill.parties.domain.acting import Acting
from samspill.parties.models import Unit
from samspill.registry.choices import Kind
from samspill.registry.models import EntryType
from samspill.website import queries
from samspill.website.filters import Filtered

Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Select:
    """A choice in the filter form: name in the address, label, (value, text) pairs, and the value that is on."""

    name: str
    label: str | Promise
    options: Options
    chosen: str


def selects(acting: Acting, filtered: Filtered) -> list[Select]:
    """The choices, at one query each."""
    on = {name: active.value for name, active in filtered.by_name.items()}
    entries = queries.listed(acting).order_by()
    kinds: Options = [(kind.value, str(kind.label)) for kind in Kind]
    used = entries.annotate(one=Func("types", function="unnest", output_field=TextField())).values("one")
    types: Options = [(row.code, row.name) for row in EntryType.objects.filter(code__in=used)]
    years: Options = [(str(day.year), str(day.year)) for day in entries.dates("start_date", "year", order="DESC")]
    registers: Options = [(row.code, row.name) for row in queries.registers_shown(acting)]
    owning = Unit.objects.filter(Exists(entries.filter(unit=OuterRef("pk")))).select_related("organisation")
    units: Options = sorted(((row.code, row.name) for row in owning), key=_by_text)
    partners: Options = sorted(((row.code, row.name) for row in queries.taking_part(acting)), key=_by_text)
    shown: list[tuple[str, str | Promise, Options]] = [
        ("kind", _("Kind"), kinds),
        ("type", _("Type"), types),
        ("year", _("Year it began"), years),
        ("register", _("Register"), registers),
        ("unit", _("Unit"), units),
        ("partner", _("Partner"), partners),
    ]
    return [
        Select(name, label, _with_chosen(options, name, filtered), on.get(name, "")) for name, label, options in shown
    ]


def _with_chosen(options: Options, name: str, filtered: Filtered) -> Options:
    """A value that came by a link stays chosen, also when no entry has it."""
    active = filtered.by_name.get(name)
    if active is None or any(value == active.value for value, _text in options):
        return options
    return [*options, (active.value, active.text)]


def _by_text(option: tuple[str, str]) -> str:
    return option[1].casefold()
