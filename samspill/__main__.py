"""python -m samspill is the same as the command samspill."""

import sys

from samspill.ops.cli import main

if __name__ == "__main__":
    sys.exit(main())
