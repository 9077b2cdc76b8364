"""Property tests draw the same in every run, and no slow machine ends them.

They keep no database, and have neither a deadline nor a check of how long drawing takes.
"""

from __future__ import annotations

from hypothesis import settings

settings.load_profile("ci")  # which hypothesis chooses itself, but only where it knows the CI
