"""The commands of ``kickwire-mock``, written with click: one module for each.

``serve`` runs a mock. The others find it by the note that it leaves (`commands.notes`), or by
``--control``, and speak to its control host (`commands.remote`). What people read goes through
`commands.screen`; what programs read is JSON.
"""

from kickwire_mock.commands.group import cli, run

__all__ = ["cli", "run"]
