"""Every route bears exactly one guard: open to all, to those who hold a permission, or to one machine."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal import create_app
from portal.domain.access import Permission
from portal.settings import from_environment
from portal.web.guard import public, requires, scraper
from tests.architecture.source_tree import functions, modules


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    app = create_app(from_environment({"JINGYUE_INSTANCE": str(tmp_path)}))
    yield app
    web_context = app.extensions["jingyue"]
    web_context.services.bare_store.close()


def test_every_route_has_a_guard(app: Flask) -> None:
    assert unguarded(app) == []


def test_a_route_without_a_guard_is_noticed(app: Flask) -> None:
    naked = Flask("naked")
    naked.add_url_rule("/open", "open", lambda: "everybody reads this")
    assert unguarded(naked) == ["/static/<path:filename>", "/open"]


def test_no_view_has_two_guards() -> None:
    doubled = [
        f"{path}: {function.name}"
        for path, tree in modules("portal").items()
        for function in functions(tree)
        if len(guards(function)) > 1
    ]
    assert doubled == []


def test_a_second_guard_is_noticed() -> None:
    (view,) = functions(ast.parse("@public\n@guard.requires(Permission.X)\ndef view(): ..."))
    assert guards(view) == ["public", "requires"]


def test_a_guard_says_whom_it_lets_in() -> None:
    permission = next(iter(Permission))
    assert public(_view).guard == "public"
    assert scraper(_view).guard == "scraper"
    assert requires(permission)(_view).guard is permission


def unguarded(app: Flask) -> list[str]:
    return [rule.rule for rule in app.url_map.iter_rules() if not _guarded(app.view_functions[rule.endpoint])]


def guards(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    calls = [node.func if isinstance(node, ast.Call) else node for node in function.decorator_list]
    names = [node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "") for node in calls]
    return [name for name in names if name in ("public", "requires", "scraper")]


def _guarded(view: Callable[..., Any]) -> bool:
    guard = getattr(view, "guard", None)
    return guard in ("public", "scraper") or isinstance(guard, Permission)


def _view() -> str:
    return "seen"
