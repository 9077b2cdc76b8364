"""Requests: the client checks them before they are sent, so what they may be is checkable."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.lint.operations import body_schemas
from scripts.lint.registry import site_rule
from scripts.lint.requests import unchecked
from scripts.lint.sites import Remark, Site
from scripts.lint.sources import Document


@site_rule("request-limit", "operation")
def request_limit(document: Document, site: Site) -> Iterator[Remark]:
    """A limit that nothing checks would let requests out which the document refuses."""
    for index, parameter in enumerate(site.list("parameters")):
        schema = document.follow(parameter).get("schema")
        for reason in unchecked(document.follow, schema):
            yield site.remark(reason, "parameters", index)
    for schema in body_schemas(document, site):
        for reason in unchecked(document.follow, schema, body=True):
            yield site.remark(reason, "requestBody")
