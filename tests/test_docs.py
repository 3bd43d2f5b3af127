"""The documentation says what is there: dependencies, commands, settings, decisions, files and links."""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from samspill.ops import cli

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
TEXT = {page: page.read_text(encoding="utf-8") for page in PAGES}
ALL = "\n".join(TEXT.values())
README = TEXT[ROOT / "README.md"]
NAME = re.compile(r"[A-Za-z0-9._-]+")
VARIABLE = re.compile(r"\b(SAMSPILL_[A-Z_]+|DATABASE_URL)\b")
SET_BY_OURSELVES: set[str] = set()  # variables that one process of Samspill sets for another, not for people


def page_name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def direct_dependencies() -> Iterator[str]:
    for file in sorted((ROOT / "requirements").glob("*.in")):
        for line in file.read_text().splitlines():
            if line and not line.startswith(("#", "-")) and (name := NAME.match(line)):
                yield name[0]
    package = json.loads((ROOT / "package.json").read_text())
    yield from package["dependencies"] | package["devDependencies"]


def documented_dependencies() -> list[list[str]]:
    rows = [line for line in TEXT[DOCS / "dependencies.md"].splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [row for row in cells if row[0] != "package"]


def test_every_direct_dependency_has_its_row() -> None:
    rows = documented_dependencies()
    assert sorted(row[0] for row in rows) == sorted(direct_dependencies())
    assert [row[0] for row in rows if not all(row)] == [], "a cell is empty"


def test_front_end_versions_are_those_of_the_package_file() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    versions = {row[0]: row[1] for row in documented_dependencies()}
    for name, version in (package["dependencies"] | package["devDependencies"]).items():
        assert versions[name] == version


def test_nothing_that_we_import_is_under_gpl() -> None:
    assert [row[0] for row in documented_dependencies() if re.search(r"\bA?GPL", row[2])] == []


def subcommands(parser: argparse.ArgumentParser, words: str = "samspill") -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                deeper = list(subcommands(below, f"{words} {name}"))
                yield from deeper or [f"{words} {name}"]


COMMANDS = sorted(set(subcommands(cli.parser())) | {" ".join(("samspill", *each.words)) for each in cli.FORWARDED})


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert re.search(rf"`{command}\b", README)


def test_every_option_of_starting_samspill_is_in_its_row() -> None:
    rows = {line.split()[2]: line for line in README.splitlines() if line.startswith("| `samspill ")}
    named = {command: set(re.findall(r"--[a-z-]+", rows[command])) for command in ("serve", "web")}
    choices = next(action.choices for action in cli.parser()._actions if isinstance(action, argparse._SubParsersAction))
    there = {
        command: {word for word in choices[command]._option_string_actions if word[:2] == "--"} for command in named
    }
    assert {command: words | {"--help"} for command, words in named.items()} == there


def test_commands_that_the_docs_name_exist() -> None:
    first_words = {command.split()[1] for command in COMMANDS}
    named = set(re.findall(r"(?:`|bin/)samspill ([a-z][a-z-]*)", ALL))
    assert named <= first_words


MANAGEMENT = sorted(
    path.stem for path in ROOT.glob("samspill/*/management/commands/*.py") if not path.stem.startswith("_")
)


@pytest.mark.parametrize("command", MANAGEMENT)
def test_every_management_command_is_explained(command: str) -> None:
    assert f"`{command}`" in ALL or f"samspill django {command}" in ALL


def variables_in_code() -> set[str]:
    sources = [*ROOT.glob("samspill/**/*.py")]
    return {name for file in sources for name in VARIABLE.findall(file.read_text(encoding="utf-8"))}


def test_every_environment_variable_is_in_the_readme_and_the_other_way_round() -> None:
    rows = [line.split("|")[1] for line in README.splitlines() if line.startswith("| `")]
    table = {name for row in rows for name in VARIABLE.findall(row)}
    assert table == variables_in_code() - SET_BY_OURSELVES


def test_every_decision_is_listed_with_its_title() -> None:
    listed = dict(re.findall(r"\| \[\d{4}\]\((.+?)\) \| (.+?) \|", TEXT[DOCS / "adr" / "README.md"]))
    pages = {page.name: TEXT[page].splitlines()[0] for page in PAGES if re.match(r"\d{4}-", page.name)}
    assert {name: f"# {name[:4]} {title}" for name, title in listed.items()} == pages
    assert [int(name[:4]) for name in sorted(pages)] == list(range(1, len(pages) + 1))


@pytest.mark.parametrize("page", [page for page in PAGES if re.match(r"\d{4}-", page.name)], ids=page_name)
def test_a_decision_has_its_four_parts(page: Path) -> None:
    parts = re.findall(r"^## (.+)$", TEXT[page], flags=re.MULTILINE)
    assert parts[:4] == ["Context", "Decision", "Consequences", "Alternatives rejected"]


def test_every_guide_is_listed() -> None:
    guides = {page.name for page in PAGES if page.parent.name == "howto"} - {"README.md"}
    assert set(re.findall(r"\]\(([a-z-]+\.md)\)", TEXT[DOCS / "howto" / "README.md"])) == guides


@pytest.mark.parametrize("where", ["architecture.md", "architecture.svg"])
def test_the_architecture_names_every_module(where: str) -> None:
    modules = {file.parent.name for file in ROOT.glob("samspill/*/__init__.py")}
    named = set(re.findall(r"`(\w+)`|>(\w+)</text>", (DOCS / where).read_text(encoding="utf-8")))
    assert modules - {name for pair in named for name in pair} == set()


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", TEXT[page])
    lost = [link for link in links if "://" not in link and not (page.parent / link).resolve().exists()]
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_files_that_are_named_exist(page: Path) -> None:
    named = re.findall(r"`((?:samspill|tests|docs|examples|frontend|requirements)/[^`\s]*)`", TEXT[page])
    # A place to fill in (<name>, {nb,nn}, *) is no file, and what is fetched or built may not be there yet.
    files = [path for path in named if not re.search(r"[<{*…]|/vendor/", path)]
    assert [path for path in files if not (ROOT / path).exists()] == []


def test_make_targets_that_are_named_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", ALL, flags=re.MULTILINE)) <= targets


def test_the_readme_names_the_examples_people_in_their_roles() -> None:
    parties = json.loads((ROOT / "examples" / "eksempelsenter" / "parties.json").read_text(encoding="utf-8"))
    people = {person["key"]: person for person in parties["persons"]}
    for role in ("innovation leader", "unit leader", "contributor", "partner representative", "reader"):
        row = next(line for line in README.splitlines() if line.startswith(f"| {role}"))
        holders = [people[has["person"]] for has in parties["roles"] if has["kind"] == role.replace(" ", "_")]
        assert any(person["name"] in row and f"`{person['email']}`" in row for person in holders)


ELSEWHERE = {
    "get-your-dates.md": {"Calendar", "Add calendar", "Subscribe from web", "Import", "Other calendars", "From URL"}
    | {"Add subscription calendar"},  # of Outlook, Google and Apple
    "log-in-with-feide.md": {"App registrations"},  # of Entra
    "run-as-a-service.md": {"Session data corrupted"},  # in the log
    "search.md": {"Lillestrøm (formerly Skedsmo)"},
}


def named_on_pages(text: str) -> set[str]:
    """Words in *italics*: names of pages, buttons and fields, also as a way (*Register → Assessment*)."""
    prose = re.sub(r"```.*?```|`[^`]*`|\*\*", "", " ".join(text.split()))
    return {step.rstrip(".") for way in re.findall(r"\*([A-Z][^*]+)\*", prose) for step in way.split(" → ")}


@pytest.fixture(scope="module")
def texts() -> set[str]:
    """All texts of the interface, in English."""
    catalogs = ROOT.glob("samspill/*/locale/nb/LC_MESSAGES/django.po")
    ids = (re.findall(r'^msgid(?:_plural)? ((?:".*"\n)+)', file.read_text(), flags=re.MULTILINE) for file in catalogs)
    return {"".join(re.findall(r'"(.*)"', one)) for found in ids for one in found}


def test_the_tour_says_what_stands_on_the_pages(texts: set[str]) -> None:
    named = named_on_pages(README.split("## A tour in ten steps")[1].split("## ")[0]) - {"English"}
    assert len(named) > 10
    assert named - texts == set()


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent.name == "howto"], ids=page_name)
def test_a_guide_says_what_stands_on_the_pages(page: Path, texts: set[str]) -> None:
    """So a renamed button fails here."""
    assert named_on_pages(TEXT[page]) - texts - ELSEWHERE.get(page.name, set()) == set()


def test_the_sources_are_credited() -> None:
    credit = " ".join(README.split())
    assert "Inneholder data fra Statistisk sentralbyrå (CC BY 4.0) og Kartverket (CC BY 4.0)." in credit
