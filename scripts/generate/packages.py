"""One document becomes one package: openapi-python-client with our templates."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError

from scripts.documents import API_DOCUMENT, ID_DOCUMENT, SPEC, DocumentError, Node
from scripts.generate.endpoints import Endpoints
from scripts.generate.facade import resources
from scripts.generate.models import Models
from scripts.generate.prepare import for_generator
from scripts.generate.text import docstring, prose
from scripts.lint.sources import shown

TEMPLATES = SPEC / "codegen" / "templates"
CONFIG = SPEC / "codegen" / "generator.yaml"


@dataclass(frozen=True)
class Package:
    """A generated package and the document it comes from."""

    name: str
    source: Path
    has_facade: bool


PACKAGES = (
    Package("kickwire_id", ID_DOCUMENT, has_facade=False),
    Package("kickwire_api", API_DOCUMENT, has_facade=True),
)


def write(package: Package, document: Node, folder: Path) -> None:
    """Generate a package into a folder of its name.

    Raises:
        DocumentError: the generator warned of anything at all; half a client is worse than none.
    """
    target = folder / package.name
    project = _project(package, document, target)
    endpoints = Endpoints(document)
    models = Models(document)
    has_secret_query = any(
        parameter.get("x-kick-secret")
        for path in document["paths"].values()
        for operation in path.values()
        for parameter in operation.get("parameters", [])
    )
    values: dict[str, Any] = {
        "model_view": models.model,
        "enum_view": models.enum,
        "endpoint_view": endpoints.view,
        "has_secret_query": has_secret_query,
        "has_facade": package.has_facade,
        "server": document["servers"][0]["url"],
        "package_docstring": docstring(prose(document["info"]["description"])),
    }
    project.env.globals.update(values)
    with contextlib.redirect_stdout(io.StringIO()):
        errors = project.build()
    _refuse(package, errors)
    support = ["operations.py", "_checking.py", "_reading.py", "_requests.py"]
    if has_secret_query:
        support.append("transport.py")
    if package.has_facade:
        support.append("caller.py")
    for name in support:
        _render(project, f"{name}.jinja", target / name)
    if package.has_facade:
        _write_facade(project, document, endpoints, target / "facade")
    (target / "py.typed").touch()


def _project(package: Package, document: Node, target: Path) -> Project:
    config = Config.from_sources(
        ConfigFile.load_from_path(CONFIG),
        meta_type=MetaType.NONE,
        document_source=package.source,
        file_encoding="utf-8",
        overwrite=True,
        output_path=target,
    )
    data = GeneratorData.from_dict(for_generator(document), config=config)
    if isinstance(data, GeneratorError):
        _refuse(package, [data])
        raise AssertionError  # _refuse raised
    return Project(openapi=data, config=config, custom_template_path=TEMPLATES)


def _refuse(package: Package, errors: Sequence[GeneratorError]) -> None:
    for error in errors:
        words = " ".join(f"{error.header} {error.detail or ''}".split())
        raise DocumentError(f"{shown(package.source)}: {words}")


def _write_facade(project: Project, document: Node, endpoints: Endpoints, folder: Path) -> None:
    collections = project.openapi.endpoint_collections_by_tag.values()
    views = [(e, endpoints.view(e)) for collection in collections for e in collection.endpoints]
    found = resources(document, views)
    imports = sorted({pair for r in found for m in r.methods for pair in m.type_imports})

    def all_names(prefix: str) -> list[str]:
        names = [f"{prefix}{r.class_name}{suffix}" for r in found for suffix in ("", "WithRaw")]
        return sorted([*names, f"{prefix}PublicApi"])

    folder.mkdir()
    _render(project, "facade_init.py.jinja", folder / "__init__.py")
    _render(project, "facade_arguments.py.jinja", folder / "_arguments.py")
    for name, is_async in (("sync.py", False), ("aio.py", True)):
        _render(
            project,
            "facade.py.jinja",
            folder / name,
            resources=found,
            imports=imports,
            is_async=is_async,
            all_names=all_names,
        )


def _render(project: Project, template: str, target: Path, **values: object) -> None:
    text = project.env.get_template(template).render(**values)
    target.write_text(text, encoding="utf-8", newline="\n")
