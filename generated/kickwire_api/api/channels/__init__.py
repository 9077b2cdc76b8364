"""The operations tagged ``channels``."""
