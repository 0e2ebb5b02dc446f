"""`python -m nuangang`, the same as `nuangang`."""

import sys

from nuangang.cli import main

if __name__ == "__main__":
    sys.exit(main())
