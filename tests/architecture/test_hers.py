"""Whoever knows which report it is about says so to the database: else its row policies show a mother nothing."""

import ast

from tests.architecture.source_tree import functions, modules


def test_intake_says_whose_report_it_reads_and_writes() -> None:
    trees = modules("portal/intake")
    assert sum(bool(_knows(function)) for tree in trees.values() for function in functions(tree)) > 20
    assert {path: found for path, tree in trees.items() if (found := silent(tree))} == {}


def test_a_function_that_forgets_it_is_noticed() -> None:
    written = "def read(complaint_id, *, store):\n    with store.read() as connection:\n        pass\n"
    assert silent(ast.parse(written)) == ["read"]
    assert silent(ast.parse(written.replace("read()", "read(complaint_id)"))) == []


def silent(tree: ast.Module) -> list[str]:
    """Functions that know the report and open the store without naming it."""
    return [
        function.name
        for function in functions(tree)
        if _knows(function)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and ast.unparse(call) in ("store.read()", "store.write()")
    ]


def _knows(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return "complaint_id" in {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}
