"""``python -m kickwire_mock`` is ``kickwire-mock``."""

from kickwire_mock.cli import main

if __name__ == "__main__":
    main()
