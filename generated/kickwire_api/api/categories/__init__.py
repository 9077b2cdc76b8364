"""The operations tagged ``categories``."""
