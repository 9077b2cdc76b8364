"""The operations tagged ``livestreams``."""
