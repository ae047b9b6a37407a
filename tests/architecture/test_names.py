"""A file is named by what it knows; a name that can refuse nothing collects everything."""

from collections.abc import Iterable
from pathlib import PurePath

from tests.architecture.source_tree import modules

BANNED = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "managers"}


def test_no_file_or_folder_has_a_name_that_refuses_nothing() -> None:
    assert banned(modules()) == []


def test_a_banned_name_is_noticed_as_file_and_as_folder() -> None:
    assert banned(["portal/web/utils.py", "portal/common/day.py", "portal/web/basement.py"]) == [
        "portal/web/utils.py",
        "portal/common/day.py",
    ]


def banned(paths: Iterable[str]) -> list[str]:
    return [path for path in paths if BANNED & set(PurePath(path).with_suffix("").parts)]
