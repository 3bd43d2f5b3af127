"""Several machines on one database: each a process with a home folder of its own, attachments in a bucket."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import requests
from django.conf import settings
from django.test import Client
from psycopg.conninfo import conninfo_to_dict

from samspill.accounts.models import User
from tests.ops.conftest import REPOSITORY

CSRF = "x" * 32


@dataclass
class Machine:
    """`samspill web` or `samspill worker`, with everything below it."""

    words: list[str]
    home: Path
    environment: dict[str, str]
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> "Machine":
        self.home.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "samspill", *self.words],
            env=self.environment | {"SAMSPILL_HOME": str(self.home)},
            cwd=REPOSITORY,
            stdout=(self.home / "log").open("wb"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        return self

    @property
    def log(self) -> str:
        return (self.home / "log").read_text()

    def pull_the_plug(self) -> None:
        """kill -9 to all of it at once."""
        assert self.process is not None
        parts = [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]
        for part in parts:
            part.suspend()  # so that none starts another while they end
        for part in parts:
            part.kill()
        self.process.wait()

    def stop(self) -> int:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def ready(self) -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{self.port}/helse/klar", timeout=5).status_code == 200
        except requests.RequestException:
            return False


def environment_of(url: str, files: str, endpoint: str) -> dict[str, str]:
    """What all machines are told."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SAMSPILL", "DJANGO"))}
    database = conninfo_to_dict(url)
    host = database.pop("host", "")
    return kept | {
        "DATABASE_URL": f"postgresql://{database.pop('user', '')}@/{database.pop('dbname')}?host={host}"
        + "".join(f"&{key}={value}" for key, value in database.items() if value),
        "SAMSPILL_SECRET_KEY": settings.SECRET_KEY,
        "SAMSPILL_FILES": f"s3://{files}?endpoint={endpoint}&region=eu-north-1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "SAMSPILL_METRICS": "loopback",
        "SAMSPILL_LOG": "json",
    }


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def wait_for(condition: Callable[[], bool], seconds: float, told: Callable[[], str] = lambda: "") -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not so within {seconds} s\n{told()}"
        time.sleep(0.1)


def browser(user: User) -> requests.Session:
    """Somebody who is logged in; the session lies in the database, so any machine knows it."""
    client = Client()
    client.force_login(user)
    session = requests.Session()
    session.cookies.set("sessionid", client.cookies["sessionid"].value)
    session.cookies.set("csrftoken", CSRF)
    session.headers["X-CSRFToken"] = CSRF
    return session


@dataclass
class Writer(threading.Thread):
    """Sends one form after the other, to each machine in turn; remembers which were answered."""

    user: User
    ports: list[int]
    post: Callable[[requests.Session, str, str], requests.Response]
    accepted: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.session = browser(self.user)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        number = 0
        while not self.done.is_set():
            number += 1
            what = f"{self.user.pk}-{number}"
            port = self.ports[number % len(self.ports)]
            try:
                answer = self.post(self.session, f"http://127.0.0.1:{port}", what)
            except requests.RequestException:
                self.unanswered.append(what)
                time.sleep(0.05)
            else:
                if answer.status_code == 302 and "logg-inn" not in answer.headers["Location"]:
                    self.accepted.append(what)
                else:
                    self.odd.append(f"{what}: {answer.status_code} {answer.text[:300]}")
