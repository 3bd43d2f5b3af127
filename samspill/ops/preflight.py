"""Looks before `make setup` whether this machine can hold Samspill. Plain Python, run before anything is installed.

    python3 samspill/ops/preflight.py

Prints one sentence and ends with status 1 when something is missing. Must stay readable to any Python 3.
"""

import os
import shutil
import sys

NEEDED_BYTES = 2 * 1000**3  # requirements about 0.9 GB, npm packages 0.2 GB, and room for the database


def problem() -> str:
    """What stands in the way, as one sentence; empty when nothing does."""
    if sys.version_info < (3, 11):  # noqa: UP036  # run by whatever Python there is
        return "Samspill needs Python 3.11 or newer, and this is {}.{}; say which with make PYTHON=….".format(
            *sys.version_info[:2]
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return "Python's venv module is missing; on Debian and Ubuntu it is the package python3-venv."
    free = shutil.disk_usage(os.getcwd()).free
    if free < NEEDED_BYTES and not os.path.exists(os.path.join(".venv", "bin", "samspill")):
        return f"The disk is nearly full: {free // 1000**2} MB free, and Samspill needs {NEEDED_BYTES // 1000**2} MB."
    return ""


if __name__ == "__main__":
    if found := problem():
        sys.exit(found)
