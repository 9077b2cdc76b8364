"""The operations tagged ``kicks``."""
