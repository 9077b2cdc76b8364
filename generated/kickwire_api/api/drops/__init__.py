"""The operations tagged ``drops``."""
