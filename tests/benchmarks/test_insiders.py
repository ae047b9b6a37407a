"""The drills in short, and that each sees when the net below it is gone."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import count
from pathlib import Path
from unittest.mock import patch

import pytest

from benchmarks.insiders import delivering, reading, ruling, taking
from benchmarks.insiders.__main__ import ALONE, TOGETHER
from benchmarks.insiders.drill import Drill
from benchmarks.insiders.scene import ROLES, Scene, scene
from portal.casework import delivery_checks, opening
from portal.storage import policies
from tests.servers.databases import Databases

Net = Callable[[Scene], AbstractContextManager[object]]
ALL_UNLIKE = count(1)
SQL_OPEN = (
    "ALTER TABLE complaints DISABLE ROW LEVEL SECURITY", "ALTER TABLE calls DISABLE ROW LEVEL SECURITY",
    f"GRANT SELECT ON staff TO {ROLES}_office",
)  # fmt: skip


@pytest.fixture(scope="module")
def made(databases: Databases) -> Iterator[Scene]:
    with (
        databases.empty("postgresql") as url,
        tempfile.TemporaryDirectory() as folder,
        scene(url, Path(folder)) as found,
    ):
        yield found


def test_there_are_at_least_twenty() -> None:
    assert len({*TOGETHER, *ALONE}) >= 20


@pytest.mark.parametrize("drill", TOGETHER, ids=lambda drill: drill.__name__)
def test_who_goes_too_far_is_stopped_or_seen(made: Scene, drill: Drill) -> None:
    told = drill(made)
    assert told.holds, str(told)


@pytest.mark.parametrize("drill", ALONE, ids=lambda drill: drill.__name__)
def test_who_owns_the_database_or_the_web_is_seen(databases: Databases, tmp_path: Path, drill: Drill) -> None:
    with databases.empty("postgresql") as url, scene(url, tmp_path) as found:
        told = drill(found)
    assert told.holds, str(told)


@pytest.mark.parametrize(
    ("drill", "net"),
    [
        (reading.words_of_many_at_once, lambda _: patch.object(opening, "spent", return_value=None)),
        (reading.who_told_of_a_number, lambda _: patch.object(opening, "spent", return_value=None)),
        (reading.the_whole_queue_taken_up, lambda _: patch.object(opening, "spent", return_value=None)),
        (
            delivering.a_delivery_by_one_unit_alone,
            lambda _: patch.object(delivery_checks, "_unit", side_effect=lambda _name: next(ALL_UNLIKE)),
        ),
        (reading.a_browser_left_open, lambda _: patch("portal.domain.presence.Presence.fresh", return_value=True)),
    ],
    ids=["quota of words", "quota of lines", "quota of taking", "units", "fresh proof"],
)
def test_without_its_net_a_drill_fails(made: Scene, drill: Drill, net: Net) -> None:
    with net(made):
        told = drill(made)
    assert not told.holds, str(told)


@pytest.mark.parametrize("drill", [ruling.statements_with_the_offices_role, ruling.statements_with_the_mothers_role])
def test_without_policies_planted_statements_find_everything(made: Scene, drill: Drill) -> None:
    ruling.as_owner(made, *SQL_OPEN)
    try:
        told = drill(made)
    finally:
        policies.put_in_force(made.services.store, ROLES)
    assert not told.holds, str(told)


def test_a_plain_backup_and_a_talkative_log_are_seen(made: Scene) -> None:
    with patch.object(taking, "MARK", "request"):
        assert not taking.logs_read(made).holds
