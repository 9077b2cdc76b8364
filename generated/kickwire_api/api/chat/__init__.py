"""The operations tagged ``chat``."""
