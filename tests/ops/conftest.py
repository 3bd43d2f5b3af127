"""What the tests of operations share: a folder with a short path, and the command line as a process of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A home folder for Samspill. Not pytest's tmp_path, which only root may enter when root runs the tests."""
    made = Path(tempfile.mkdtemp(prefix="samspill-ops-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def environment(folder: Path) -> dict[str, str]:
    """The environment of an operator who has set nothing but the home folder."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SAMSPILL", "DATABASE", "DJANGO"))}
    return kept | {"SAMSPILL_HOME": str(folder)}


@pytest.fixture
def samspill(environment: dict[str, str]) -> Run:
    """Runs `samspill …` to its end."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "samspill", *arguments],
            env=environment | variables,
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run
