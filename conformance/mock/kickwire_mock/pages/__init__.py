"""Web pages of the mock, for people: without scripts and without anything from outside."""
