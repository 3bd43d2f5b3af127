"""What a user does with a list of parties: send it in, have it looked through again, take it in, put it away."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import PurePath
from typing import IO, Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.core.history import acting as acting_context
from samspill.core.importing.errors import SheetError
from samspill.core.importing.reading import Row, Source, open_source
from samspill.core.policy import Refusal, refused, require
from samspill.core.seen import Stale
from samspill.parties import policies
from samspill.parties.domain.acting import acting_for
from samspill.parties.importing import columns
from samspill.parties.importing.found import FAULTY, UNCHANGED, Found
from samspill.parties.importing.lists import PartyList
from samspill.parties.importing.organisations import OrganisationList
from samspill.parties.importing.people import PersonList
from samspill.parties.importing.units import UnitList
from samspill.parties.models import PartySheet

MAX_ROWS = 2_000
"""Rows of one file: each that has changed is written by an act of its own, in one transaction."""
KEPT = timedelta(days=30)
TAKING = 710_004
"""An advisory lock: any number nobody else uses."""
LISTS: dict[str, type[PartyList]] = {one.kind: one for one in (OrganisationList, UnitList, PersonList)}


class Waits(RuleError):
    """Rows have faults, and nothing is taken in."""


@transaction.atomic
def receive(*, kind: str, actor: User, file: IO[bytes], name: str) -> PartySheet:
    """Read a file and look its rows through; nothing of it is taken in. Raises `SheetError`, `RuleError`, `Refusal`."""
    require(policies.manages_something(acting_for(actor)))
    with open_source(file) as source:
        sheet = _read(source, kind)
    sheet.file_name = PurePath(name.replace("\\", "/")).name[-200:].replace("\x00", "") or "?"
    sheet.created_by = actor
    sheet.rows = [row.stored() for row in _list(sheet, actor).found()]
    sheet.save()
    return sheet


def _read(source: Source, kind: str) -> PartySheet:
    shown = [name for name in source.names if name not in source.hidden] or source.names
    tops = {name: list(islice(source.rows(name), columns.SEARCHED_ROWS)) for name in shown}
    filled = [name for name in shown if tops[name]]
    if not filled:
        raise SheetError("no_rows")
    page = filled[0]
    found = columns.find(kind, tops[page])
    about = getattr(source, "about", {})
    said = about.get("language")
    sheet = PartySheet(kind=kind, headings=found.headings, columns=found.codes)
    sheet.language = found.language or (said if said in columns.LANGUAGES else "")
    sheet.lines = [[number, values] for number, values in _below(source.rows(page), found.row)]
    if not sheet.lines:
        raise SheetError("no_rows")
    width = max(len(values) for _number, values in sheet.lines)
    more = max(width - len(found.headings), 0)
    sheet.headings, sheet.columns = [*found.headings, *[""] * more], [*found.codes, *[""] * more]
    return sheet


def _below(rows: Iterator[Row], heading: int) -> Iterator[Row]:
    count = 0
    for number, values in rows:
        if number > heading:
            count += 1
            if count > MAX_ROWS:
                raise SheetError("too_many_rows", limit=MAX_ROWS)
            yield number, values


def _list(sheet: PartySheet, actor: User) -> PartyList:
    return LISTS[sheet.kind](sheet, actor)


@transaction.atomic
def look_again(*, sheet: PartySheet, actor: User) -> PartySheet:
    """Hold the rows against what is here now. Raises `RuleError` or `Refusal`."""
    sheet = _locked(sheet, actor)
    sheet.rows = [row.stored() for row in _list(sheet, actor).found()]
    sheet.save(update_fields=["rows"])
    return sheet


def take_in(*, sheet: PartySheet, actor: User, leave_out: bool) -> PartySheet:
    """Do what the rows ask, all of it or nothing. ``leave_out``: rows with faults, and columns that are not known.

    Raises `Waits` where there are faults and they are not to be left out; then what was found out is kept.
    """
    found: list[Found] = []
    try:
        with transaction.atomic():
            _wait_for_turn()
            sheet = _locked(sheet, actor)
            found = _written(sheet, actor)
            faulty = sum(bool(row.faults) for row in found)
            if (faulty or unread(sheet)) and not leave_out:
                raise Waits(_waiting(faulty), field="leave_out")
            sheet.rows, sheet.taken_in_at = [row.stored() for row in found], timezone.now()
            sheet.save(update_fields=["rows", "taken_in_at"])
    except Waits:
        for row in found:
            row.taken_in = False
        waiting = PartySheet.objects.filter(pk=sheet.pk, taken_in_at=None)  # another window may have been faster
        waiting.update(rows=[row.stored() for row in found])
        raise
    return sheet


def _wait_for_turn() -> None:
    """One file at a time, until the transaction ends: what another makes is seen, so nobody new is made twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TAKING])


def _waiting(faulty: int) -> str:
    if not faulty:
        return _("Nothing is taken in yet: a column is not known. Mend the file, or tick that it is left out.")
    return ngettext(
        "Nothing is taken in yet: %(number)s row has faults. Mend the file and send it again, or tick to leave it out.",
        "Nothing is taken in yet: %(number)s rows have faults. Mend the file and send it again, or tick to leave them "
        "out.",
        faulty,
    ) % {"number": faulty}


def _written(sheet: PartySheet, actor: User) -> list[Found]:
    """The rows, each done or with the fault that stopped it. What was not shown to the user is never written."""
    shown = {row["number"]: row for row in sheet.rows}
    rows = _list(sheet, actor)
    found = rows.found()
    for row in found:
        was: dict[str, Any] = shown[row.number]
        if was["faults"]:
            row.faults = was["faults"]
        elif row.seen != was["seen"] and row.action != UNCHANGED:
            row.faults = []
            row.fault("", "", "meanwhile")
    reason = _("From the file %(file)s") % {"file": sheet.file_name}
    ready = [one for one in found if one.action not in (FAULTY, UNCHANGED)]
    rows.lock(ready)
    with acting_context(actor=actor, reason=reason):
        for row in rows.in_order(ready):
            _write(rows, row, reason)
    return found


def _write(rows: PartyList, row: Found, reason: str) -> None:
    try:
        with transaction.atomic():
            rows.write(row, reason)
            row.taken_in = True
    except (Stale, ObjectDoesNotExist, IntegrityError):  # changed, gone, or its number taken since the rows were read
        row.fault("", "", "meanwhile")
    except RuleError as error:
        row.fault(rows.column_of(error.field), "", "refused", reason=error.message)
    except Refusal as error:
        row.fault("", "", "refused", reason=str(error))
    except ValidationError as error:
        row.fault("", "", "refused", reason=" ".join(error.messages))


@transaction.atomic
def put_away(*, sheet: PartySheet, actor: User) -> None:
    """The file is forgotten; what was taken in stays. Raises `Refusal`."""
    require_own(sheet, actor)
    PartySheet.objects.filter(pk=sheet.pk).delete()


def require_own(sheet: PartySheet, actor: User) -> None:
    """A file belongs to the one who sent it, for as long as they look after something. Raises `Refusal`."""
    if sheet.created_by_id != actor.pk:
        require(refused(_("This file was sent in by somebody else, and only they can see it.")))
    require(policies.manages_something(acting_for(actor)))


def unread(sheet: PartySheet) -> list[tuple[int, str, str]]:
    """Columns that are not read: number, heading, and the fault."""
    found = []
    for number, (heading, code) in enumerate(zip(sheet.headings, sheet.columns, strict=True)):
        filled = heading or any(number < len(cells) and cells[number] not in (None, "") for _n, cells in sheet.lines)
        if not code and filled:
            found.append((number, heading, "twice_column" if heading in sheet.headings[:number] else "unknown_column"))
    return found


def waiting_of(user: User, kind: str) -> "QuerySet[PartySheet]":
    """Files of the user that are not taken in yet, the newest first; without their rows."""
    rows = PartySheet.objects.filter(created_by=user, kind=kind, taken_in_at=None)
    return rows.defer("lines", "rows", "headings", "columns")[:10]


def forget() -> int:
    """Files that were sent in 30 days ago are deleted, with all that was found out of them. Returns how many."""
    old = PartySheet.objects.filter(created_at__lt=timezone.now() - KEPT)
    count = old.count()
    old.delete()
    return count


def _locked(sheet: PartySheet, actor: User) -> PartySheet:
    require_own(sheet, actor)
    found = PartySheet.objects.select_for_update().filter(pk=sheet.pk).first()
    if found is None:
        raise RuleError(_("The file is no longer kept. Send it again."))
    if found.taken_in_at:
        raise RuleError(_("The file has been taken in already. Export the list anew to go on."))
    return found
