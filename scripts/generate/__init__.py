"""``make generate``: from the documents to everything that can be generated from them."""
