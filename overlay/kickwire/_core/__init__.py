"""Decisions without I/O: no clock, no socket, no lock, no randomness, no thread.

A flow yields an `httpx.Request`, is sent the `httpx.Response`, and returns a value. Whoever drives
it sends each request to its own origin (`kickwire.sending`). A test walks this package's syntax
trees to keep it so.
"""
