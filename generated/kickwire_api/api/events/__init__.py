"""The operations tagged ``events``."""
