"""One module per operation, in one package per tag."""
