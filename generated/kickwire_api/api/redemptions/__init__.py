"""The operations tagged ``redemptions``."""
