"""Web pages of the mock, for people: without anything from outside."""
