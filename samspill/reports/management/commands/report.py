"""Write an annual report to a file, or take its checksum anew."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from samspill.core.errors import RuleError
from samspill.core.typesetting import TypesettingError
from samspill.parties.models import Unit
from samspill.registry.models import Register
from samspill.reports import outputs, queries
from samspill.reports.content import LANGUAGES, NOTHING
from samspill.reports.domain import building, editions
from samspill.reports.models import Edition


class Command(BaseCommand):
    """Exit status: 0 written (or all checksums hold), 1 a checksum does not hold, 2 wrong use."""

    help = (
        "The annual report of a register or unit as PDF, XLSX or JSON. Takes the newest edition of the year, and makes "
        "one when there is none. --verify takes the checksums anew: exit status 1 when one does not hold."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The options."""
        parser.add_argument("code", help="the register's code, or a unit's with --unit")
        parser.add_argument("year", type=int, help="the year")
        parser.add_argument("--out", type=Path, metavar="FILE", help="where to write: .pdf, .xlsx or .json")
        parser.add_argument("--lang", choices=LANGUAGES, default="nb", help="its language (default: %(default)s)")
        parser.add_argument("--unit", action="store_true", help="of a unit and all units below it")
        parser.add_argument("--new", action="store_true", help="make a new edition also where there is one")
        parser.add_argument(
            "--internal", action="store_true", help="count also what not everyone may see; can never be published"
        )
        parser.add_argument(
            "--verify", action="store_true", help="take the checksum of each edition anew, write nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Find, make if need be, write."""
        translation.activate("en")
        subject = self._subject(options["code"], unit=options["unit"])
        if options["verify"]:
            self._verify(subject, options["year"])
            return
        year, out = options["year"], options["out"]
        if out is None:
            raise CommandError("Say where to write: --out FILE.pdf", returncode=2)
        form = out.suffix.lstrip(".").lower()
        if form not in outputs.TYPES:
            raise CommandError(f"“{out.name}” should end with .pdf, .xlsx or .json.", returncode=2)
        if not out.resolve().parent.is_dir():
            raise CommandError(f"There is no folder {out.resolve().parent}.", returncode=2)
        edition = self._edition(subject, year, everyone=not options["internal"], new=options["new"])
        try:
            written = outputs.write(edition, form, options["lang"])
        except TypesettingError as error:
            raise CommandError(f"The PDF could not be set: {error}") from error
        out.write_bytes(written)
        self.stdout.write(f"{out}: {edition.subject.code} {year}, edition {edition.number}, {len(written):,} bytes")
        self.stdout.write(f"SHA-256 of its content: {edition.checksum}")

    def _subject(self, code: str, *, unit: bool) -> Register | Unit:
        if unit:
            found: Register | Unit | None = Unit.objects.filter(code=code).first()
            known, what = Unit.objects.none(), "unit"
        else:
            found = Register.objects.filter(code=code).first()
            known, what = Register.objects.order_by("code"), "register"  # type: ignore[assignment]
        if found:
            return found
        codes = ", ".join(known.values_list("code", flat=True)[:10])
        hint = f" There are: {codes}." if codes else ""
        raise CommandError(f"There is no {what} with the code “{code}”.{hint}", returncode=2)

    def _edition(self, subject: Register | Unit, year: int, *, everyone: bool, new: bool) -> Edition:
        try:
            editions.check_year(year)
        except RuleError as error:
            raise CommandError(error.message, returncode=2) from error
        found = None if new else queries.newest_of(subject, year, everyone=everyone)
        if found is None:
            found = self._built(editions.begin_edition(subject=subject, year=year, everyone=everyone))
            if not found.is_ready:
                raise CommandError("Somebody is building this edition just now. Try again in a minute.")
        else:
            made = timezone.localtime(found.made_at)
            self.stderr.write(f"Edition {found.number}, made {made:%Y-%m-%d %H:%M}; --new makes another.")
        if not any(
            section["blocks"] and section["code"] != NOTHING
            for section in found.document["languages"]["en"]["sections"]
        ):
            self.stderr.write(f"There is nothing in “{subject.code}” for {year}; the report says so.")
        return found

    def _built(self, begun: Edition) -> Edition:
        try:
            return building.build(begun)
        except BaseException as error:  # also when it is broken off: nobody else goes on with it
            building.fail(begun, error)
            raise

    def _verify(self, subject: Register | Unit, year: int) -> None:
        rows = queries.editions_of(subject).filter(year=year, state=Edition.State.READY).defer(None)
        if not rows:
            raise CommandError(f"There is no edition for {year}.", returncode=2)
        faulty = 0
        for edition in rows:
            holds = edition.checksum_now() == edition.checksum
            why = ", a name was taken out" if edition.erased_at and not holds else ""
            faulty += not holds and not edition.erased_at
            said = "holds" if holds else f"does not hold{why}"
            self.stdout.write(f"{edition.year} edition {edition.number}: {edition.checksum} {said}")
        if faulty:
            raise CommandError(f"{faulty} of {len(rows)} checksums do not hold.", returncode=1)
