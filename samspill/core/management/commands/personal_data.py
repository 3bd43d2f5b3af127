"""Carries out the rules about how long things are kept, or tells what was last done."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import override

from samspill.core.personal_data import retention


class Command(BaseCommand):
    help = "Carry out the rules about how long personal data are kept (run), or tell what was last done (status)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["run", "status"])
        parser.add_argument("rules", nargs="*", metavar="RULE", help="just these rules (run)")

    def handle(self, *args: Any, action: str, rules: list[str], **options: Any) -> None:
        """Exit status 1 when a rule failed or is late."""
        with override("en"):
            wrong = self._run(rules) if action == "run" else self._status()
        if wrong:
            raise CommandError(wrong)

    def _run(self, rules: list[str]) -> str:
        try:
            done = retention.run(rules)
        except LookupError as unknown:
            known = ", ".join(rule.code for rule, _last in retention.last_runs())
            raise CommandError(f"no rule {unknown}; there are {known}") from unknown
        for one in done:
            self.stdout.write(f"{one.rule:14} {one.error or one.rows}")
        return ", ".join(f"{one.rule} failed ({one.error})" for one in done if one.error)

    def _status(self) -> str:
        runs = retention.last_runs()
        is_late = retention.late(runs)
        late = []
        for rule, last in runs:
            when = (
                f"{timezone.localtime(last.started_at):%Y-%m-%d %H:%M} {last.error or last.rows}" if last else "never"
            )
            self.stdout.write(f"{rule.code:14} {when:26} {rule.what} ({rule.limit})")
            if rule.code in is_late or (last and last.error):
                late.append(rule.code)
        return f"too late, or failed: {', '.join(late)}. Is the worker running?" if late else ""
