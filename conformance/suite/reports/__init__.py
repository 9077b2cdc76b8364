"""What a run leaves behind for programs (JUnit) and people (a page)."""
