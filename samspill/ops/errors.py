"""What an operator is told when something stands in the way: one sentence, never a traceback."""

import errno
import shutil
from pathlib import Path

from psycopg import Error, OperationalError, errors

FLOOR_BYTES = 200 * 1000**2  # below this much free space, PostgreSQL may stop in the middle of its work


class OperatorError(Exception):
    """Something that the operator can mend; the message is one clear sentence."""


def check_space(folder: Path, *, floor: int = FLOOR_BYTES) -> None:
    """Raises OperatorError when the disk that holds `folder` has less than `floor` bytes free."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    if free < floor:
        raise OperatorError(
            f"The disk that holds {folder} is nearly full ({free // 1000**2} MB free, "
            f"and Samspill needs {floor // 1000**2} MB); free some space and start again."
        )


def explain_os_error(error: OSError) -> str:
    """The sentence for an error of the operating system that no part foresaw."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full{where}; free some space and start again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"Samspill may not write or read there{where}; give it access, or name another place (in SAMSPILL_HOME, or "
            "another file)."
        )
    if error.errno == errno.ENOENT:
        return f"A file or program is missing{where}; run make setup and try again."
    return f"The operating system said no: {error.strerror or error}{where}."


def explain_database_error(error: Exception) -> str:
    """The sentence for an error of the database that is no fault of a command's; empty for others."""
    cause: BaseException = error
    while not isinstance(cause, Error) and (inner := cause.__cause__ or cause.__context__):  # Django's words around it
        cause = inner
    said = (str(cause).strip().splitlines() or [type(cause).__name__])[0]
    if isinstance(cause, errors.UndefinedTable | errors.UndefinedColumn):
        return f"The database is not prepared for this Samspill ({said}); run samspill prepare."
    if isinstance(cause, errors.InsufficientPrivilege):
        return (
            f"The role in DATABASE_URL may not do what Samspill must ({said}); let it own the database and all that is "
            "in it (ALTER DATABASE … OWNER TO …, and REASSIGN OWNED where another role has made the tables)."
        )
    if isinstance(cause, errors.ReadOnlySqlTransaction):
        return f"The database takes no writes ({said}); samspill check says why."
    if isinstance(cause, errors.DiskFull):
        return f"The disk of the database is full ({said}); free some space and start again."
    if isinstance(cause, OperationalError):
        return f"The database in DATABASE_URL does not answer: {said}"
    return ""
