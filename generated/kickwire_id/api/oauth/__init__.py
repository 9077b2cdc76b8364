"""The operations tagged ``oauth``."""
