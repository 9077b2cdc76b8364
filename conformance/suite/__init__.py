"""The conformance suite: runs against the mock, or any server that says it is Kick."""
