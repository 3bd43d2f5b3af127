"""pg_dump and psql as the embedded PostgreSQL brings them: newer than any server that Samspill runs on."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from samspill.ops import postgres
from samspill.ops.errors import OperatorError

DUMP = (
    *("--format=plain", "--compress=gzip:4", "--encoding=UTF8", "--no-owner", "--no-privileges", "--no-tablespaces"),
    *("--no-comments", "--no-security-labels", "--no-publications", "--no-subscriptions", "--exclude-extension=*"),
    *("--no-unlogged-table-data", "--no-password"),
)
PSQL = ("--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--output=/dev/null", "--file=-")
TRUE_CAUSE = ("ERROR:", "FATAL:", "error:")


class Program:
    """A running program; `output` or `input` is a pipe to it."""

    def __init__(self, process: "subprocess.Popen[bytes]", said: IO[bytes]) -> None:
        self._process = process
        self._said = said

    @property
    def output(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    @property
    def input(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    def end(self) -> str:
        """Waits for it. Returns why it failed, in its own words; empty when it did not."""
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.close()
        if not self._process.wait():
            return ""
        self._said.seek(0)
        lines = self._said.read()[-20_000:].decode(errors="replace").strip().splitlines()
        telling = [line for line in lines if any(word in line for word in TRUE_CAUSE)]
        return (telling or lines or [f"status {self._process.returncode}"])[0]


@contextmanager
def dumping(url: str, *, snapshot: str, without: Sequence[str]) -> Iterator[Program]:
    """pg_dump of the snapshot, compressed; `without` are schemas to leave out."""
    excluded = [f'--exclude-schema="{schema}"' for schema in without]
    with _running("pg_dump", url, [*DUMP, f"--snapshot={snapshot}", *excluded], stdout=subprocess.PIPE) as program:
        yield program


@contextmanager
def feeding(url: str) -> Iterator[Program]:
    """psql, which takes statements and rows as input and stops at the first error."""
    with _running("psql", url, PSQL, stdin=subprocess.PIPE) as program:
        yield program


@contextmanager
def _running(
    name: str, url: str, options: Sequence[str], *, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
) -> Iterator[Program]:
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)  # in the environment, where other users of the machine do not see it
    parts["application_name"] = "samspill backup"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}
    environment |= {"LC_ALL": "C", "PGCLIENTENCODING": "UTF8"} | ({"PGPASSWORD": str(password)} if password else {})
    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(
                [postgres.program(name), *options, "--dbname", make_conninfo("", **parts)],
                env=environment,
                stdin=stdin,
                stdout=stdout,
                stderr=said,
            )
        except OSError as error:
            raise OperatorError(f"PostgreSQL's program {name} could not be started: {error.strerror}") from error
        try:
            yield Program(process, said)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):
                        pipe.close()
