"""`samspill check`: looks whether everything is in order, and says of what is not how to mend it."""

import json
from collections.abc import Callable, Iterator
from typing import TextIO

from samspill.ops.checks import database, files, jobs, machine, mail, tables
from samspill.ops.checks.finding import Finding, Options
from samspill.ops.errors import OperatorError, explain_database_error

Look = Callable[[Options], Iterator[Finding]]
LOOKS: tuple[Look, ...] = (
    database.database,
    tables.writes,
    database.migrations,
    tables.tables,
    database.clock,
    jobs.worker,
    jobs.failed,
    jobs.search,
    machine.disk,
    machine.backup,
    files.storage,
    files.attachments,
    mail.mail,
    machine.settings,
)
OF_ROWS: tuple[Look, ...] = (
    tables.writes,
    database.migrations,
    tables.tables,
    database.clock,
    jobs.worker,
    jobs.failed,
    jobs.search,
    machine.backup,
    files.attachments,
)
"""Those that ask the database: without it each would only say once more that it does not answer."""


def report(out: TextIO, options: Options | None = None, *, as_json: bool = False) -> int:
    """Prints each finding as soon as it is there; returns 1 when any is an error."""
    options = options or Options()
    findings = []
    for finding in _all(options):
        findings.append(finding)
        if not as_json:
            print(f"{finding.level + ':':9}{finding.text}", file=out, flush=True)
    failed = any(finding.level == "error" for finding in findings)
    if as_json:
        json.dump({"ok": not failed, "findings": [vars(finding) for finding in findings]}, out, ensure_ascii=False)
        print(file=out)
    return int(failed)


def _all(options: Options) -> Iterator[Finding]:
    answers = True
    for look in LOOKS:
        if look in OF_ROWS and not answers:
            continue
        for finding in _careful(look, options):
            answers &= (finding.name, finding.level) != ("database", "error")
            yield finding
    if not answers:
        names = ", ".join(look.__name__ for look in OF_ROWS)
        yield Finding("skipped", "warning", f"Without the database these could not be looked at: {names}.")


def _careful(look: Look, options: Options) -> Iterator[Finding]:
    """A look that fails is a finding itself, and the others go on."""
    import psycopg
    from django.db import DatabaseError

    try:
        yield from look(options)
    except OperatorError as error:
        yield Finding(look.__name__, "error", str(error))
    except (DatabaseError, psycopg.Error, OSError) as error:
        said = explain_database_error(error) or (str(error).splitlines() or [type(error).__name__])[0]
        yield Finding(look.__name__, "error", f"{look.__name__} could not be looked at: {said}")
