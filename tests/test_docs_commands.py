"""Each command of Samspill that the documentation shows is one that can be typed: it exists, and so do its options."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from samspill.ops import cli
from tests.test_docs import PAGES, TEXT, page_name

SHOWN = re.compile(r"(?:^|(?<=[\s(=']))(?:[\w./]*bin/)?samspill ([a-z][a-z-]*)((?: [^\n|;&#`]*)?)")
ENVIRONMENT = re.compile(r"^(?:export )?(SAMSPILL_[A-Z_]+|DATABASE_URL)=((?!.* \.venv/bin).*)$", re.MULTILINE)
NO_COMMANDS = {"tests"}  # folders, as in “grep … samspill tests”


def code_in(text: str) -> Iterator[str]:
    """What stands in fences, a line at a time, and between backticks."""
    fences = re.findall(r"^ *```\w*\n(.*?)^ *```", text, flags=re.DOTALL | re.MULTILINE)
    for fence in fences:
        yield from fence.replace("\\\n", " ").splitlines()
    prose = re.sub(r"^ *```.*?^ *```", "", text, flags=re.DOTALL | re.MULTILINE)
    yield from (" ".join(one.split()) for one in re.findall(r"`([^`]+)`", prose))


def shown_in(text: str) -> Iterator[tuple[str, str]]:
    """Commands, and what is typed after them."""
    for line in code_in(text):
        for command, rest in SHOWN.findall(line.replace("-u samspill", "-u …")):
            if command not in NO_COMMANDS:
                yield command, rest


def options_of(command: str, rest: str) -> set[str] | None:
    """The options that a command takes; None where there is no such command."""
    words = rest.split()
    for forwarded in cli.FORWARDED:
        if forwarded.words == (command, *words)[: len(forwarded.words)]:
            name = forwarded.command[0] if forwarded.command else words[0] if words else ""
            if name in ("", "…"):
                return set()
            if name not in get_commands():
                return None
            made = load_command_class(get_commands()[name], name)
            return options_in(made.create_parser("samspill", name))
    choices = next(each.choices for each in cli.parser()._actions if isinstance(each, argparse._SubParsersAction))
    return options_in(choices[command]) if command in choices else None


def options_in(parser: argparse.ArgumentParser) -> set[str]:
    """Its own, and those of what it is followed by."""
    found = set(parser._option_string_actions)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                found |= options_in(below)
    return found


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_commands_and_options_that_are_shown_exist(page: Path) -> None:
    text = TEXT[page]
    for command, rest in shown_in(text):
        known = options_of(command, rest)
        assert known is not None, f"samspill {command}{rest}"
        assert set(re.findall(r"(?<=[\s\[])--?[a-z][a-z-]*", rest)) <= known, f"samspill {command}{rest}"


def test_commands_are_found_in_the_docs_at_all() -> None:
    shown = [command for text in TEXT.values() for command, _rest in shown_in(text)]
    assert {"serve", "web", "worker", "check", "backup", "restore", "prepare", "user", "django"} <= set(shown)
    assert len(shown) > 60


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_settings_that_are_shown_mean_the_same_to_the_shell_and_to_systemd(page: Path) -> None:
    """In a file that both read: what the shell would split, or put something else for, stands in single quotes."""
    for name, value in ENVIRONMENT.findall(TEXT[page]):
        for one in [part for part in re.split(r" +(?=[A-Z_]+=)| +#.*", f"{name}={value}") if part]:
            given = one.partition("=")[2]
            assert re.fullmatch(r"'[^']*'|[\w@%+:,./-]*…?", given), one
