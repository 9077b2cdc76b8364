"""The operations tagged ``token``."""
