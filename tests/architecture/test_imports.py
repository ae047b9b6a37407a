"""Who may import whom, when, and who may ask the environment. The rules themselves stand in pyproject.toml."""

import ast
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.architecture.may_import import MayImport
from tests.architecture.source_tree import ROOT, functions, modules

# The commands are loaded by name when they are called, so that `flask staff add` does not load the analysis.
LATE_IMPORTS_ALLOWED_IN = "portal/cli/"
READS_THE_ENVIRONMENT = "portal/settings.py"


def test_the_import_contracts_are_kept() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("imported", "kept"),
    [
        ("portal.domain.phone", True),
        ("json", True),
        ("phonenumbers", True),
        ("portal.storage", False),
        ("flask", False),
    ],
)
def test_what_a_contract_does_not_allow_it_refuses(imported: str, kept: bool) -> None:
    graph = grimp.ImportGraph()
    for module in ("portal.domain.report", "portal.domain.phone", imported):
        graph.add_module(module)
    graph.add_import(
        importer="portal.domain.report", imported=imported, line_number=1, line_contents=f"import {imported}"
    )
    contract = MayImport("domain", {}, {"module": "portal.domain", "allowed": ["phonenumbers"]})
    assert contract.check(graph, verbose=False).kept is kept


def test_a_contract_for_a_module_that_does_not_exist_is_refused() -> None:
    contract = MayImport("nobody", {}, {"module": "portal.nobody"})
    with pytest.raises(ValueError, match="does not exist"):
        contract.check(grimp.ImportGraph(), verbose=False)


def test_nothing_is_imported_inside_a_function() -> None:
    late = [
        f"{path}: {found}"
        for path, tree in modules("portal").items()
        if not path.startswith(LATE_IMPORTS_ALLOWED_IN)
        for found in late_imports(tree)
    ]
    assert late == []


def test_an_import_inside_a_function_is_noticed() -> None:
    assert late_imports(ast.parse("import json\ndef f():\n    if json:\n        from os import path\n")) == [
        "f, line 4"
    ]


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        path for path, tree in modules("portal").items() if path != READS_THE_ENVIRONMENT and reads_environment(tree)
    ]
    assert readers == []


def test_reading_the_environment_is_noticed() -> None:
    assert reads_environment(ast.parse("import os\nx = os.environ['X']"))
    assert reads_environment(ast.parse("from os import getenv"))
    assert not reads_environment(ast.parse("import os\nx = os.path"))
    assert not reads_environment(ast.parse("from flask import request\nx = request.environ"))


def late_imports(tree: ast.Module) -> list[str]:
    return [
        f"{function.name}, line {node.lineno}"
        for function in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def is_of_a_request(node: ast.Attribute) -> bool:
    """WSGI calls what a request comes with by the same name."""
    return isinstance(node.value, ast.Name) and node.value.id == "request"


def reads_environment(tree: ast.Module) -> bool:
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and not is_of_a_request(node)}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    return bool(names & {"environ", "getenv"})
