"""The command line: what it offers, and one clear sentence when something stands in the way."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError, ProgrammingError
from psycopg import errors

from samspill.ops import cli
from samspill.ops.database import ADDRESS
from samspill.ops.errors import explain_database_error
from tests.ops.conftest import Run


def only_sentence(text: str) -> str:
    lines = text.strip().splitlines()
    assert len(lines) == 1, text
    assert lines[0].startswith("samspill")
    return lines[0]


def test_help_names_every_command_in_one_line(samspill: Run) -> None:
    done = samspill("--help")
    assert done.returncode == 0
    for command in ("serve", "worker", "migrate", "import", "user", "check", "reference", "messages", "django"):
        assert f"\n    {command} " in done.stdout, command


@pytest.mark.parametrize("arguments", [["nonsense"], [], ["messages", "burn"], ["user"]])
def test_wrong_words_are_refused_with_the_usage(samspill: Run, arguments: list[str]) -> None:
    done = samspill(*arguments)
    assert done.returncode == 2
    assert "usage: samspill" in done.stderr
    assert "Traceback" not in done.stderr


def test_busy_port(samspill: Run, folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = samspill("serve", "--port", str(port))
    assert done.returncode == 1
    assert f"Port {port} on 127.0.0.1 is taken by another program" in only_sentence(done.stderr)
    assert not (folder / "postgres").exists(), "nothing was started"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "70000"], "not a port"),
        (["--host", "192.0.2.7"], "no address of this machine"),
        (["--host", "no.such.name.invalid"], "no address of this machine"),
    ],
)
def test_impossible_address(samspill: Run, arguments: list[str], said: str) -> None:
    done = samspill("serve", *arguments)
    assert done.returncode == 1
    assert said in only_sentence(done.stderr)


def test_home_that_cannot_be_made(samspill: Run, folder: Path) -> None:
    (folder / "file").write_text("not a folder")
    done = samspill("serve", SAMSPILL_HOME=str(folder / "file" / "home"))
    assert done.returncode == 1
    only_sentence(done.stderr)


def test_a_folder_that_is_gone_under_the_operators_feet(folder: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f'mkdir gone && cd gone && rmdir ../gone && exec "{sys.executable}" -P -m samspill check'],
        cwd=folder, env=os.environ | {"SAMSPILL_HOME": "here"}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    only_sentence(done.stderr)


def test_database_elsewhere_that_does_not_answer(samspill: Run) -> None:
    done = samspill("prepare", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert "The database in DATABASE_URL does not answer" in done.stderr
    assert "Traceback" not in done.stderr
    done = samspill("search", "status", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert "The database in DATABASE_URL does not answer" in only_sentence(done.stderr), "a command of Django's, too"


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (errors.UndefinedTable("no relation x\nLINE 1"), "Samspill (no relation x); run samspill prepare"),
        (errors.ReadOnlySqlTransaction("cannot execute UPDATE"), "takes no writes"),
        (errors.InsufficientPrivilege("permission denied for schema public"), "may not do what Samspill must"),
        (errors.DiskFull("could not extend file"), "disk of the database is full"),
        (errors.UniqueViolation("duplicate key"), ""),
    ],
)
def test_what_the_database_says_is_told_in_a_sentence(cause: Exception, told: str) -> None:
    error, around = ProgrammingError(), DatabaseError()
    error.__cause__, around.__context__ = cause, error  # as Django raises when it may not make its first table
    for wrapped in (cause, error, around):
        assert explain_database_error(wrapped) == explain_database_error(cause)
    said = explain_database_error(error)
    assert told in said
    assert bool(said) is bool(told)
    assert "\n" not in said


def test_forwarded_command_has_our_name_and_its_own_options(samspill: Run) -> None:
    done = samspill("user", "invite", "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("usage: samspill user invite [-h]")
    assert "--role" in done.stdout


def test_complaint_of_a_command_is_one_sentence_and_a_status(samspill: Run) -> None:
    done = samspill("migrate", "no_such_app")
    assert done.returncode == 1
    assert only_sentence(done.stderr).startswith("samspill migrate: No installed app with label")


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "one and the same SAMSPILL_SECRET_KEY"),
    ],
)
def test_web_alone_needs_what_all_machines_share(samspill: Run, variables: dict[str, str], said: str) -> None:
    done = samspill("web", **variables)
    assert done.returncode == 1
    assert said in only_sentence(done.stderr)


@pytest.mark.parametrize(("command", "told"), [("serve", ""), ("web", ""), ("worker", "http://127.0.0.1:8001")])
def test_who_listens_does_not_take_the_address_of_its_last_start(
    command: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ADDRESS).write_text("http://127.0.0.1:8001")
    monkeypatch.setenv("SAMSPILL_HOME", str(tmp_path))
    monkeypatch.setenv("SAMSPILL_URL", "")
    found: list[str] = []
    for run in ("serve", "serve_web", "worker"):
        monkeypatch.setattr(cli, run, lambda options: found.append(os.environ["SAMSPILL_URL"]) or 0)
    assert cli.main([command]) == 0
    assert found == [told]


def test_a_check_for_programs_is_json_whatever_is_in_the_way(samspill: Run, folder: Path) -> None:
    (folder / "secret_key").touch()
    told = json.loads(samspill("check", "--json", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none").stdout)
    assert (told["ok"], told["findings"][0]["name"]) == (False, "start")
    assert f"{folder / 'secret_key'} is empty" in told["findings"][0]["text"]
    done = samspill("check", "--json", SAMSPILL_HOME=str(folder / "secret_key" / "home"))
    assert json.loads(done.stdout)["ok"] is False
    assert done.returncode == 1
    assert "secret_key is empty" in only_sentence(samspill("check", DATABASE_URL="postgresql://none").stderr)


def test_settings_that_cannot_be_are_refused(samspill: Run) -> None:
    for variables, said in (
        ({"SAMSPILL_METRICS": "1"}, "SAMSPILL_METRICS is loopback, or a token"),
        ({"SAMSPILL_LOG": "xml"}, "SAMSPILL_LOG is text or json"),
        ({"SAMSPILL_FILES": "s3://"}, "SAMSPILL_FILES is s3://bucket"),
    ):
        done = samspill("check", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none", **variables)
        assert done.returncode == 1
        assert said in only_sentence(done.stderr)
