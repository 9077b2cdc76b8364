"""Ways to reach a mock: from within the process, and over sockets."""
