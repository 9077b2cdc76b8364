"""The document lint: what the generator, the mock and the readers of our documents cannot bear is refused here.

``python -m scripts.lint`` reads ``spec/`` and prints one line per finding. The rules stand in
`scripts.lint.rules`, one small function each, grouped by theme; `scripts.lint.tools` asks
openapi-spec-validator and Redocly for their opinion too.
"""
