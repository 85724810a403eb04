"""The command line: ``mutualmodel project members=3m``, or ``python -m mutualmodel`` the same."""

import sys

from mutualmodel.command import main

if __name__ == "__main__":
    sys.exit(main())
