"""The operations tagged ``public_key``."""
