"""File locks that the operating system lets go of when a process ends, however it ends."""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self


class FileLock:
    """An flock on a file. Shared by many, or exclusive to one; a context manager, or `acquire` and `release`."""

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        self.path = path
        self._kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        return self._descriptor is not None

    def acquire(self, *, timeout: float | None = None) -> bool:
        """True when the lock was had within `timeout` seconds; None waits for ever, 0 tries once."""
        if self._descriptor is not None:
            return True
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            try:
                fcntl.flock(descriptor, self._kind | (0 if end is None else fcntl.LOCK_NB))
            except BlockingIOError:
                if end is not None and time.monotonic() >= end:
                    os.close(descriptor)
                    return False
                time.sleep(0.05)
            except BaseException:
                os.close(descriptor)
                raise
            else:
                self._descriptor = descriptor
                return True

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
