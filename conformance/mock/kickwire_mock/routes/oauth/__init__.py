"""id.kick.com, one module for each of its operations.

Statuses and the order of checks are those of go-oauth2/oauth2 v4, which Kick's error texts and
token format match (ledger ``invalid_grant_is_401``, ``token_error_shape``). The texts of errors
come from the document.
"""
