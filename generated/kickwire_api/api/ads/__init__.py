"""The operations tagged ``ads``."""
