"""The command `samspill`: what an operator does, in one place."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from samspill import __version__
from samspill.ops.backup import commands as backup_commands
from samspill.ops.children import end_after_parent
from samspill.ops.database import database, embedded, home, last_address
from samspill.ops.errors import OperatorError, explain_database_error, explain_os_error
from samspill.ops.loading import set_up

DEFAULT_PORT = 8000
ENVIRONMENT = """\
environment:
  SAMSPILL_HOME   where the database, files and static files lie (default: var/ beside the code)
  DATABASE_URL    a PostgreSQL 15 or newer; without it an embedded one in SAMSPILL_HOME is used
  SAMSPILL_URL    the address users type, such as https://samspill.example.org
"""


@dataclass(frozen=True)
class Forwarded:
    """A subcommand that is a management command of Django, with everything after it passed on."""

    words: tuple[str, ...]
    command: tuple[str, ...]
    help: str


FORWARDED = (
    Forwarded(("migrate",), ("migrate",), "bring the database's tables up to date"),
    Forwarded(("import",), ("import_entries",), "take a spreadsheet into a register"),
    Forwarded(("user", "invite"), ("invite_user",), "send somebody an invitation to Samspill"),
    Forwarded(("reference",), ("load_reference",), "load or refresh municipalities, institutions and vocabularies"),
    Forwarded(("report",), ("report",), "the annual report of a register as PDF, XLSX or JSON"),
    Forwarded(("search",), ("search_index",), "the search index: status, or rebuild"),
    Forwarded(("pages",), ("kept_pages",), "pages that lie ready for strangers: status, or make them now"),
    Forwarded(("personal-data",), ("personal_data",), "how long personal data are kept: run the rules, or status"),
    Forwarded(("django",), (), "run any management command of Django"),
)
ANEW = (["serve"], ["web"])  # each start says for itself where Samspill is
MIGRATE = ("migrate",)
ALONE = (MIGRATE, ("reference",))  # two at once, on two machines, go one after the other


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status. Every foreseen trouble is one sentence on standard error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samspill.settings")
    try:
        _settle(given[:1])
        for forwarded in FORWARDED:
            if tuple(given[: len(forwarded.words)]) == forwarded.words:
                return forward(forwarded, given[len(forwarded.words) :])
        options = parser().parse_args(given)
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except OperatorError as error:
        print(f"samspill: {error}", file=sys.stderr)
        return 1
    except ImproperlyConfigured as error:
        print(f"samspill: {str(error).splitlines()[0]}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever reads had enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains once more at its end
        return 1
    except OSError as error:
        print(f"samspill: {explain_os_error(error)}", file=sys.stderr)
        return 1
    except (DatabaseError, psycopg.Error) as error:
        if not (told := explain_database_error(error)):
            raise
        print(f"samspill: {told}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _settle(command: list[str]) -> None:
    """Completes what the operator has said of this installation, for us and the processes that we start."""
    if os.environ.get("SAMSPILL_HOME"):
        os.environ["SAMSPILL_HOME"] = str(home())  # a whole path: those processes stand elsewhere
    if not os.environ.get("SAMSPILL_URL") and command not in ANEW and (found := last_address()):
        os.environ["SAMSPILL_URL"] = found  # links that a command prints lead where Samspill is


class _OneLineEach(argparse.RawDescriptionHelpFormatter):
    """Lists the commands with their help beside them, the longest name too."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=20, width=110)
        self._action_max_length = 14


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    top = argparse.ArgumentParser(
        prog="samspill",
        description="Samspill: innovations and collaboration of universities and municipalities.",
        epilog=ENVIRONMENT,
        formatter_class=_OneLineEach,
    )
    top.add_argument("--version", action="version", version=f"Samspill {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    serving = commands.add_parser("serve", help="start the database, the web and the worker; Ctrl-C stops them")
    serving.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serving.add_argument("--port", type=int, default=DEFAULT_PORT, help="port to listen on (default: %(default)s)")
    serving.add_argument("--no-worker", action="store_true", help="without the worker: it runs somewhere else")
    serving.add_argument("--example", action="store_true", help="load the example if there is no data yet")
    _web_options(serving)
    serving.set_defaults(run=serve)

    web = commands.add_parser("web", help="the web alone, for one of several machines on one database")
    web.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    web.add_argument("--port", type=int, default=DEFAULT_PORT, help="port to listen on (default: %(default)s)")
    _web_options(web)
    web.set_defaults(run=serve_web)

    working = commands.add_parser("worker", help="run jobs in the background (serve starts one by itself)")
    working.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)
    working.set_defaults(run=worker)

    checking = commands.add_parser("check", help="look whether everything is in order; status 1 if not")
    checking.add_argument("--json", action="store_true", help="as JSON, for programs that watch")
    checking.add_argument("--deep", action="store_true", help="read every attachment instead of some")
    checking.add_argument("--mail-to", default="", metavar="EMAIL", help="send a mail there to try it")
    checking.set_defaults(run=check)

    backup_commands.add(commands)

    for forwarded in FORWARDED:
        if len(forwarded.words) == 1:
            commands.add_parser(forwarded.words[0], help=forwarded.help, add_help=False)
    user = commands.add_parser("user", help="invite: send somebody an invitation to Samspill")
    user.add_subparsers(title="commands", metavar="COMMAND", required=True).add_parser(
        "invite", help="send an invitation"
    )

    texts = commands.add_parser("messages", help="translations: update, check or compile them")
    texts.add_argument("action", choices=["update", "check", "compile"])
    texts.set_defaults(run=messages)

    preparing = commands.add_parser("prepare", help="do what serve does before it serves, and end")
    preparing.add_argument("--example", action="store_true", help="load the example if there is no data yet")
    preparing.add_argument("--this-machine", action="store_true", help="only what lies on this machine")
    preparing.set_defaults(run=prepare)
    return top


def _web_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--processes", type=int, default=2, metavar="N",
        help="web processes, of eight threads each (default: %(default)s); one for each core is right",
    )  # fmt: skip
    parser.add_argument(
        "--drain", type=float, default=0.0, metavar="SECONDS",
        help="when told to stop, say so on /helse/klar for so long, and answer still (default: %(default)s)",
    )  # fmt: skip


def serve_web(options: argparse.Namespace) -> int:
    """`samspill web`: the web alone, on tables that somebody else has prepared."""
    from samspill.ops.supervisor import Supervisor

    if not os.environ.get("DATABASE_URL"):
        raise OperatorError("samspill web needs a database to share, in DATABASE_URL; alone, use samspill serve.")
    if not os.environ.get("SAMSPILL_SECRET_KEY"):
        raise OperatorError("All machines need one and the same SAMSPILL_SECRET_KEY; set it, or use samspill serve.")
    return Supervisor(
        home=home(),
        host=options.host,
        port=options.port,
        database=None,
        with_worker=False,
        only_web=True,
        drain=options.drain,
        processes=max(1, options.processes),
    ).run()


def serve(options: argparse.Namespace) -> int:
    """`samspill serve`: everything, until it is stopped."""
    from samspill.ops.supervisor import Supervisor

    return Supervisor(
        home=home(),
        host=options.host,
        port=options.port,
        with_worker=not options.no_worker,
        with_example=options.example,
        database=embedded(),
        drain=options.drain,
        processes=max(1, options.processes),
    ).run()


def worker(options: argparse.Namespace) -> int:
    """`samspill worker`: jobs alone."""
    if options.supervised:  # by serve, which has prepared everything
        end_after_parent(seconds=10)
    else:
        with database():
            set_up()
            from samspill.ops.prepare import prepare_machine

            prepare_machine()
    return forward(Forwarded(("worker",), ("procrastinate", "worker", "--shutdown-graceful-timeout=8"), ""), [])


def prepare(options: argparse.Namespace) -> int:
    """`samspill prepare`: brings tables, tables of facts, texts and static files up to date."""
    with database():
        set_up()
        from django.core.management import CommandError

        from samspill.ops import prepare as preparation

        try:
            if options.this_machine:
                preparation.prepare_machine()
                return 0
            print(preparation.prepare(with_example=options.example), end="")
        except CommandError as error:
            raise OperatorError(str(error)) from error
    return 0


def check(options: argparse.Namespace) -> int:
    """`samspill check`: 1 when something is an error."""
    try:
        with database():
            set_up()
            from samspill.ops.checks import report
            from samspill.ops.checks.finding import Options

            return report(sys.stdout, Options(deep=options.deep, mail_to=options.mail_to), as_json=options.json)
    except (OperatorError, ImproperlyConfigured, OSError) as error:
        if not options.json:
            raise
        text = explain_os_error(error) if isinstance(error, OSError) else str(error).splitlines()[0]
        finding = {"name": "start", "level": "error", "text": text}
        print(json.dumps({"ok": False, "findings": [finding]}, ensure_ascii=False))
        return 1


def messages(options: argparse.Namespace) -> int:
    """`samspill messages`: 1 when texts are missing."""
    from samspill.ops.messages import main as run

    return run(options.action)


def forward(forwarded: Forwarded, rest: list[str]) -> int:
    """Runs the management command in this process, with the database at hand."""
    from samspill.ops import letters
    from samspill.ops.prepare import changing_tables, one_at_a_time

    words = forwarded.words if forwarded.command else tuple(rest[:1])
    waits = words in ALONE and not {"-h", "--help"} & set(rest)
    with database(), ExitStack() as held:
        if waits:
            alone = held.enter_context(one_at_a_time(os.environ["DATABASE_URL"]))
            held.enter_context(changing_tables(alone) if words == MIGRATE else nullcontext())
        try:
            if waits:
                set_up()
                letters.must_be_known()
            if forwarded.command:
                return _run_command(forwarded, [*forwarded.command[1:], *rest])
            from django.core.management import ManagementUtility

            ManagementUtility([f"samspill {' '.join(forwarded.words)}", *rest]).execute()
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _run_command(forwarded: Forwarded, arguments: list[str]) -> int:
    """As Django runs a command from the command line, but under our name for it, also in its help and complaints."""
    from django.core.management import CommandError, get_commands, handle_default_options, load_command_class

    set_up()
    name, words = forwarded.command[0], " ".join(forwarded.words)
    if name not in get_commands():
        raise OperatorError(f"This Samspill has no {words}.")
    command = load_command_class(get_commands()[name], name)
    command.__dict__["_called_from_command_line"] = True  # or wrong options end in a traceback
    options = command.create_parser("samspill", words).parse_args(arguments)
    handle_default_options(options)
    try:
        command.execute(*vars(options).pop("args", ()), **vars(options))
    except CommandError as error:
        if options.traceback:
            raise
        print(f"samspill {words}: {error}", file=sys.stderr)
        return error.returncode
    return 0
