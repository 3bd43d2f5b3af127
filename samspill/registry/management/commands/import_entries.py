"""Take a spreadsheet into a register from the command line."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.core.importing.errors import SheetError, say
from samspill.core.importing.words import plain
from samspill.core.removing import remove
from samspill.parties.models import Role
from samspill.registry.choices import Kind
from samspill.registry.importing import acts, work
from samspill.registry.importing.faults import message
from samspill.registry.importing.fields import fields, known
from samspill.registry.importing.options import Options
from samspill.registry.importing.queries import counts
from samspill.registry.importing.taking_in import ready
from samspill.registry.models import EntryType, ImportJob, ImportRow, Register

Action = ImportRow.Action


class Command(BaseCommand):
    """Exit status: 0 all is in, 1 faults or unanswered conflicts (nothing is written unless --partly), 2 wrong use."""

    help = (
        "Take a spreadsheet (.xlsx or .csv) into a register, without a worker. "
        "Exit status 0: all is in; 1: faults or conflicts; 2: wrong use or a file that cannot be read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The options."""
        parser.add_argument("file", type=Path, help="the spreadsheet")
        parser.add_argument("--register", required=True, metavar="CODE", help="the register's code")
        parser.add_argument("--as", dest="email", metavar="EMAIL", help="who does it; default: the only administrator")
        parser.add_argument("--dry-run", action="store_true", help="check and report, write nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="form of the report")
        parser.add_argument("--sheet", default="", help="name of the sheet; default: the one whose headings say most")
        parser.add_argument("--heading-row", type=int, metavar="N", help="row of the headings; 0: there are none")
        parser.add_argument(
            "--map", action="append", default=[], metavar="HEADING=FIELD",
            help="match a column (its heading, or its letter) to a field; nothing after = leaves it out",
        )  # fmt: skip
        parser.add_argument("--only-mapped", action="store_true", help="leave out all columns that --map does not name")
        parser.add_argument("--kind", choices=Kind.values, help="kind of rows that name no type")
        parser.add_argument("--type", default="", metavar="CODE", help="type of rows that name none")
        parser.add_argument("--year", type=int, default=0, help="year of readiness levels that have none")
        parser.add_argument("--new-organisations", action="store_true", help="make organisations for unknown partners")
        parser.add_argument(
            "--same-title", action="store_true", help="rows with different identifiers may share a title"
        )
        parser.add_argument("--drafts", action="store_true", help="do not publish; new entries become drafts")
        parser.add_argument("--conflicts", choices=["stop", "here", "sheet"], default="stop",
                            help="entries edited here since: stop, keep ours, or take the sheet's")  # fmt: skip
        parser.add_argument("--partly", action="store_true", help="take in the rows without faults")
        parser.add_argument("--list-fields", action=ListFields, help="print what a column can be, and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Receive, match, check, report, take in."""
        try:
            self._import(options)
        except (SheetError, RuleError, PermissionDenied) as error:
            raise CommandError(str(error), returncode=2) from error

    def _import(self, options: dict[str, Any]) -> None:
        actor, register = _actor(options["email"]), _register(options["register"])
        with translation.override(actor.language):
            self._receive(actor, register, options)

    def _receive(self, actor: User, register: Register, options: dict[str, Any]) -> None:
        try:
            with options["file"].open("rb") as raw:
                job = acts.receive(register=register, actor=actor, file=File(raw), name=options["file"].name)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}", returncode=2) from error
        try:
            self._work(job, actor, options)
        finally:
            job.refresh_from_db()
            if options["dry_run"] or job.status != ImportJob.Status.DONE:
                storage, name = job.file.storage, job.file.name
                storage.delete(name or "")
                remove(job.lines.all())
                if options["dry_run"] or not job.rows.exclude(taken_in_at=None).exists():
                    remove(job.rows.all())
                    job.delete()
                else:
                    ImportJob.objects.filter(pk=job.pk).update(status=ImportJob.Status.DONE, file="")

    def _work(self, job: ImportJob, actor: User, options: dict[str, Any]) -> None:
        if options["sheet"] or options["heading_row"] is not None:
            acts.choose_sheet(
                job=job, actor=actor, sheet=options["sheet"] or job.sheet,
                header_row=options["heading_row"] or None, find=options["heading_row"] is None,
            )  # fmt: skip
        memory = dict(job.register.column_mapping)
        acts.match_columns(job=job, actor=actor, mapping=_mapping(job, options), options=_options(options))
        if options["dry_run"]:
            Register.objects.filter(pk=job.register_id).update(column_mapping=memory)
        work.run(job.pk)
        job.refresh_from_db()
        if job.status != ImportJob.Status.CHECKED:
            raise CommandError(say(job.message), returncode=2)
        if options["conflicts"] != "stop":
            acts.decide(job=job, actor=actor, choice=options["conflicts"])
        waiting = job.rows.filter(action=Action.FAULTY) | job.rows.filter(action=Action.CONFLICT, decision="")
        is_clean = not waiting.exists()
        wrote = False
        if not options["dry_run"] and (is_clean or options["partly"]) and job.rows.filter(ready()).exists():
            acts.confirm(job=job, actor=actor)
            work.run(job.pk)
            job.refresh_from_db()
            wrote = job.rows.exclude(taken_in_at=None).exists()
            if not wrote:
                raise CommandError(say(job.message), returncode=1)
        self._report(job, options, wrote)
        if not is_clean:
            raise SystemExit(1)

    def _report(self, job: ImportJob, options: dict[str, Any], wrote: bool) -> None:
        if options["format"] == "json":
            for part in _json(job, options, wrote):
                self.stdout.write(part, ending="")
            return
        for notice in job.notices:
            self.stdout.write(say(notice))
        for code, number in counts(job).items():
            if number:
                self.stdout.write(f"{Action(code).label}: {number}")
        for row in _rows(job):
            for fault in row.faults:
                place = f"{fault['row']}, {fault['heading'] or fault['column'] + 1}"
                near = "; ".join(one["label"] for one in fault["suggestions"])
                tail = f" [{near}]" if near else ""
                self.stdout.write(f"{place}: “{fault['value'][:60]}” – {message(fault)}{tail}")
            if row.action == Action.CONFLICT and not row.decision:
                self.stdout.write(f"{row.number}: {row.title} – {Action.CONFLICT.label}")
        if not wrote:
            self.stdout.write(_("Nothing was written."))


class ListFields(argparse.Action):
    """Print the codes for --map."""

    def __init__(self, option_strings: list[str], dest: str, help: str | None = None) -> None:
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, *args: Any) -> None:
        """Print and stop."""
        for code, field in fields().items():
            print(f"{code:24}{field.label}")
        raise SystemExit(0)


def _actor(email: str | None) -> User:
    if email:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"There is no user with the e-mail address {email}.", returncode=2)
        return user
    found = list(User.objects.filter(roles__in=Role.objects.filter(kind=Role.Kind.ADMINISTRATOR)).distinct()[:2])
    if len(found) != 1:
        raise CommandError("Say who does it: --as EMAIL.", returncode=2)
    return found[0]


def _register(code: str) -> Register:
    register = Register.objects.select_related("organisation", "unit", "scale").filter(code=code).first()
    if register is None:
        codes = ", ".join(Register.objects.values_list("code", flat=True)[:20]) or "none"
        raise CommandError(f"There is no register “{code}”. There are: {codes}.", returncode=2)
    return register


def _options(options: dict[str, Any]) -> Options:
    return Options(
        kind=options["kind"] or _kind_of(options["type"]),
        type=options["type"],
        new_organisations=options["new_organisations"],
        publish=not options["drafts"],
        same_title=options["same_title"],
        year=options["year"],
    )


def _kind_of(code: str) -> str:
    """The kind that a type belongs to; innovation when none is named. An unknown type is answered by the matching."""
    found = EntryType.objects.filter(code=code).values_list("kind", flat=True).first()
    return str(found or Kind.INNOVATION.value)


def _mapping(job: ImportJob, options: dict[str, Any]) -> dict[str, str]:
    mapping: dict[str, str] = {} if options["only_mapped"] else dict(job.mapping)
    columns = {plain(heading): str(column) for column, heading in reversed(list(enumerate(job.headings)))}
    for text in options["map"]:
        heading, sign, field = text.partition("=")
        column = columns.get(plain(heading))
        if not sign or column is None:
            raise CommandError(f"--map {text}: there is no column “{heading}”.", returncode=2)
        if not known(field):
            raise CommandError(f"--map {text}: there is no field “{field}”; see --list-fields.", returncode=2)
        mapping |= {c: "" for c, f in mapping.items() if f == field and c != column and not _several(field)}
        mapping[column] = field
    return mapping


def _several(field: str) -> bool:
    return field == "" or field.startswith("trl@") or fields()[field].several


def _rows(job: ImportJob) -> Iterator[ImportRow]:
    last = 0
    while page := list(job.rows.filter(number__gt=last).select_related("entry")[:500]):
        last = page[-1].number
        yield from page


def _json(job: ImportJob, options: dict[str, Any], wrote: bool) -> Iterator[str]:
    """One object, written piece by piece so that a long sheet needs no more memory."""
    head = {
        "file": job.file_name,
        "sheet": job.sheet,
        "register": job.register.code,
        "dry_run": options["dry_run"],
        "written": wrote,
        "mapping": {job.headings[int(column)]: field for column, field in job.mapping.items() if field},
        "notices": [say(notice) for notice in job.notices],
        "counts": counts(job),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
    separator = "\n"
    for row in _rows(job):
        yield separator + json.dumps(
            {
                "rows": row.row_numbers,
                "key": row.source_key,
                "title": row.title,
                "action": row.action,
                "decision": row.decision,
                "entry": row.entry.public_id if row.entry else None,
                "faults": [fault | {"message": message(fault)} for fault in row.faults],
                "notices": [message(notice) for notice in row.notices],
                "changes": row.changes,
            },
            ensure_ascii=False,
        )
        separator = ",\n"
    yield "\n]}\n"
