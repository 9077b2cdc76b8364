"""The operations tagged ``rewards``."""
