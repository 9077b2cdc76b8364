"""The operations tagged ``users``."""
