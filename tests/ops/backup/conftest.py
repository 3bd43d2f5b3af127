"""An installation with something in every corner, which each test gets its own copy of, and an empty one."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections

from samspill.ops import cli
from tests.ops.installations import Installation, installed
from tests.permission_world import build

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def furnished(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Installation]:
    """The permission matrix's world: all kinds of rows with their history, and two attachments."""
    folder = tmp_path_factory.mktemp("furnished")
    template = str(connections["default"].settings_dict["NAME"])
    assert template.startswith("test_"), "pytest-django makes a database when a test of the run is marked django_db"
    with django_db_blocker.unblock(), installed(folder, template=template) as made:
        cache.set("a-row", "in the table of the cache")
        build()
        connections["default"].close()
        yield made


@pytest.fixture
def here(furnished: Installation, django_db_blocker: Any, tmp_path: Path) -> Iterator[Installation]:
    """A copy of the furnished installation, which the command line works on."""
    with django_db_blocker.unblock():
        shutil.copytree(furnished.files, tmp_path / "here" / "files")
        with installed(tmp_path / "here", template=furnished.name) as made:
            yield made


@pytest.fixture
def move(tmp_path: Path) -> Iterator[Callable[[], Installation]]:
    """Goes on to an empty installation: a new machine with a new database."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(installed(tmp_path / "there"))


@pytest.fixture
def samspill(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command in this process. Returns its status, its output and its complaints."""

    def run(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = cli.main([str(word) for word in words])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run
