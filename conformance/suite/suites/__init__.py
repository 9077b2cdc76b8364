"""The cases, one module for each part of the id host, the API host and the client."""
