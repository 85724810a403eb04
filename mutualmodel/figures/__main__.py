"""Sign the files in ``data/``, or check them: see :mod:`mutualmodel.figures.manifest`."""

import sys

from mutualmodel.figures.files import DATA_FOLDER
from mutualmodel.figures.manifest import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], DATA_FOLDER))
