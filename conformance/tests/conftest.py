"""Property tests on a slow machine: neither a deadline nor a health check ends them."""

from __future__ import annotations

from hypothesis import settings

settings.load_profile("ci")  # which hypothesis chooses itself, but only where it knows the CI
