"""The document lint: refuses what generator, mock and readers of our documents cannot bear.

``python -m scripts.lint`` reads ``spec/`` and prints one line per finding. The rules stand in
`scripts.lint.rules`, one small function each, grouped by theme; `scripts.lint.tools` asks
openapi-spec-validator and Redocly for their opinion too.
"""
