"""The lint's idea of Python names is the generator's."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from openapi_python_client.parser.properties.enum_property import EnumProperty
from openapi_python_client.parser.properties.schemas import Class
from openapi_python_client.strings import ClassName, PythonIdentifier, pascal_case, snake_case

from scripts.documents import API_DOCUMENT, ID_DOCUMENT, ROOT, load, walk
from scripts.lint import names
from scripts.lint.plain import mapping
from scripts.lint.rules.identifiers import IMPORTED

SAMPLES = [
    *("id", "type", "class", "from", "self", "datetime", "list", "True", "Exception", "True_"),
    *("categoryID", "CategoryId", "category_id", "category-id", "x.y", "user:read", "a_b_c"),
    *("OAuthError", "HTTPStatus", "KICKsLeaderboard", "listLivestreamsV1", "ABC", "aB1c2D"),
    *("livestream.status.updated", "with space", "kebab-case", "2fast", "_private"),
]


@pytest.mark.parametrize("name", SAMPLES)
def test_names_are_those_of_the_generator(name: str) -> None:
    """Every sample gets the same module, class, attribute and member name here and there."""
    assert names.snake_case(name) == snake_case(name)
    assert names.pascal_case(name) == pascal_case(name)
    if name[0].isalpha():
        assert names.python_name(name) == PythonIdentifier(name, "field_")
        assert names.class_name(name) == ClassName(name, "model_")


@pytest.mark.parametrize(
    "values", [["a.b", "c d", "1x", "", "chat.message.sent", "éa"], [1, 0, -3]], ids=repr
)
def test_enum_members_are_those_of_the_generator(values: list[str] | list[int]) -> None:
    """Every value of an enum gets the same member name here and there."""
    ours = [names.enum_member(value, index) for index, value in enumerate(values)]

    info = Class(ClassName("Sample", ""), PythonIdentifier("sample", ""))
    assert ours == list(EnumProperty.values_from_list(values, info, []))


def test_names_of_our_documents_are_those_of_the_generator() -> None:
    """No key of the real documents is named differently by the generator."""
    for path in (ID_DOCUMENT, API_DOCUMENT):
        keys = {key for _, node in walk(load(path)) for key in mapping(node)}
        assert keys
        for key in keys:
            assert names.snake_case(key) == snake_case(key)
            assert names.pascal_case(key) == pascal_case(key)


def _imports(module: Path) -> set[str]:
    """The names that a module imports, those from generated models excepted."""
    imports = [
        statement
        for statement in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(statement, ast.ImportFrom)
    ]
    return {
        alias.name
        for statement in imports
        if not (statement.level and _is_model(module, statement.module or ""))
        for alias in statement.names
    }


def _is_model(module: Path, source: str) -> bool:
    return (module.parent / f"{source}.py").is_file() or "models" in source.split(".")


@pytest.mark.parametrize("part", ["api", "models", "facade"])
@pytest.mark.parametrize("package", ["kickwire_id", "kickwire_api"])
def test_names_that_generated_modules_import_are_kept_from_models(package: str, part: str) -> None:
    """No schema may be called like a class that the modules using its model import."""
    modules = sorted((ROOT / "generated" / package / part).rglob("*.py"))
    imported = {name for module in modules for name in _imports(module)}

    assert {name for name in imported if name[0].isupper()} <= IMPORTED
