"""What the tests of generation share."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.tests.generate.generate_project import copy_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of all that generation reads and writes, to be spoilt at will."""
    return copy_project(tmp_path)
