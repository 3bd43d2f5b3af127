"""Small things about child processes."""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def die_with_parent(sent: signal.Signals) -> Callable[[], None] | None:
    """A `preexec_fn` by which the child is sent `sent` when the parent ends, even by kill -9. Linux only, else None.

    The library is loaded here, in the parent: after the fork only the system call is made.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def set_signal() -> None:
        prctl(PR_SET_PDEATHSIG, int(sent), 0, 0, 0)

    return set_signal


def end_after_parent(seconds: float) -> None:
    """Ends this process at the latest `seconds` after its parent, whatever it is waiting for then.

    For a child that is sent a signal by `die_with_parent`, and may wait for ever for a database that stopped meanwhile.
    """
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        time.sleep(seconds)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
