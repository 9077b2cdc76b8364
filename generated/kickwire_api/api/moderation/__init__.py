"""The operations tagged ``moderation``."""
