"""``python -m kickwire`` is ``kickwire``."""

from kickwire.cli import main

if __name__ == "__main__":
    main()
