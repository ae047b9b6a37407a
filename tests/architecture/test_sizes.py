"""A file over 300 lines or a function over 50 is a question whether it holds two ideas."""

import ast

from tests.architecture.source_tree import ROOT, functions, modules

MOST_LINES_OF_A_FILE = 300
MOST_LINES_OF_A_FUNCTION = 50
# A migration is the record of one step, written by Alembic and never edited again.
MIGRATIONS = "portal/storage/migrations/versions/"


def test_no_file_is_too_long() -> None:
    lengths = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in _edited()}
    assert {path: length for path, length in lengths.items() if length > MOST_LINES_OF_A_FILE} == {}


def test_no_function_is_too_long() -> None:
    assert [f"{path}: {found}" for path, tree in _edited().items() for found in too_long(tree)] == []


def test_a_long_function_is_noticed_and_its_docstring_is_free() -> None:
    body = "    x = 1\n" * MOST_LINES_OF_A_FUNCTION
    docstring = '    """One.\n\n    Two.\n    """\n'
    assert too_long(ast.parse(f"def fits():\n{docstring}{body}")) == []
    assert too_long(ast.parse(f"def grows():\n{body}    x = 2\n")) == ["grows has 51 lines"]


def too_long(tree: ast.Module) -> list[str]:
    return [
        f"{function.name} has {_lines(function)} lines"
        for function in functions(tree)
        if _lines(function) > MOST_LINES_OF_A_FUNCTION
    ]


def _edited() -> dict[str, ast.Module]:
    return {path: tree for path, tree in modules().items() if not path.startswith(MIGRATIONS)}


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = function.body[1:2] if ast.get_docstring(function) else function.body[:1]
    return (function.end_lineno or 0) - first[0].lineno + 1 if first else 0
