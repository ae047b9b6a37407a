"""What the guide for three in the morning says to type can be typed."""

import re
from pathlib import Path

import click
import pytest
from flask import Flask

from portal import create_app
from portal.cli.commands import COMMANDS, Lazy
from portal.domain.breach import BreachKind
from portal.settings import from_environment
from tests.servers.portal import ROOT

OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
GUIDE = OPERATIONS.split("## At three in the morning")[1].split("\n## ")[0]
TYPED = re.compile(r"`flask ([a-z]+)([^`]*)`")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(from_environment({"JINGYUE_INSTANCE": str(tmp_path_factory.mktemp("instance"))}))


def real(app: Flask, name: str) -> click.Command:
    lazy = app.cli.commands[name]
    assert isinstance(lazy, Lazy)
    with app.app_context():
        return lazy.make_context(name, ["--help"], resilient_parsing=True).command


@pytest.mark.parametrize("text", [OPERATIONS, GUIDE], ids=["operations", "guide"])
def test_every_command_exists_with_every_option(app: Flask, text: str) -> None:
    typed = TYPED.findall(text)
    assert len(typed) >= 8
    for name, rest in typed:
        assert name in COMMANDS, name
        command, words = real(app, name), rest.split()
        if isinstance(command, click.Group) and words and words[0] in command.commands:
            command = command.commands[words.pop(0)]
        elif isinstance(command, click.Group) and "write" in command.commands:
            command = command.commands["write"]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known, f"{name} {rest}"


def test_every_unit_that_is_named_is_shipped() -> None:
    shipped = {path.name for path in (ROOT / "deploy" / "systemd").iterdir()}
    named = set(re.findall(r"jingyue-[a-z]+(?:\.timer)?", OPERATIONS))
    assert {name if "." in name else f"{name}.service" for name in named} <= shipped


def test_every_shipped_folder_of_deploy_is_explained() -> None:
    assert [path.name for path in Path(ROOT / "deploy").iterdir() if path.name not in OPERATIONS] == []


def test_every_kind_of_breach_is_explained() -> None:
    assert [kind for kind in BreachKind if f"`{kind.value}`" not in OPERATIONS] == []
