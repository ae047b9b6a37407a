"""A real scheduler and real workers: the same findings to the last digit, whoever dies on the way."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from portal.aggregation.pipeline import Analysis, analyse
from portal.cluster.asking import Asking, cluster
from portal.cluster.reaching import ClusterFault, connected
from portal.extract.columns import Extract
from portal.extract.disk import write
from tests.cli.conftest import flask
from tests.servers.dask_cluster import Process, scheduler, worker

HERE_ONLY = {"OPENBLAS_NUM_THREADS": "2"}  # as a machine with several processors begins


@dataclass
class Running:
    """A scheduler with two workers."""

    address: str
    workers: list[Process]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("dask")
    with ExitStack() as stack:
        address, _ = stack.enter_context(scheduler(folder))
        yield Running(address, [stack.enter_context(worker(address, folder, **HERE_ONLY)) for _ in range(2)])


@dataclass
class Meanwhile:
    """Asks, and when a question of this name is asked does something beside."""

    asking: Asking
    name: str
    do: Callable[[], object]

    def later(self, question: Callable[..., Any], *given: object, **named: object) -> Callable[[], Any]:
        answer = self.asking.later(question, *given, **named)
        if question.__name__ == self.name:
            self.do()
        return answer


def test_a_cluster_prints_the_findings_of_this_machine(
    running: Running, town: Extract, here: Analysis, tmp_path: Path
) -> None:
    write(town, tmp_path / "extract")
    asked = ("correlate", "--from-extract", tmp_path / "extract", "--json", tmp_path / "findings.json")

    done = flask(*asked, "--engine", "dask", "--scheduler", running.address, instance=tmp_path / "i")

    assert done.returncode == 0, done.stderr
    assert "distributed" not in done.stderr, "what is to be said is said in words of ours"
    assert json.loads((tmp_path / "findings.json").read_text()) == here.findings.to_json()


def test_workers_that_are_killed_lose_nothing(running: Running, town: Extract, here: Analysis, tmp_path: Path) -> None:
    """Both die with what lay on them, one of them in the middle of a question; a fresh one comes."""
    with ExitStack() as stack:

        def killed() -> None:
            for process in running.workers:
                process.kill()
            stack.enter_context(worker(running.address, tmp_path))

        with cluster(running.address) as asking:
            assert analyse(town, engine=Meanwhile(asking, "attribution", killed)) == here


def test_a_worker_that_would_end_in_other_digits_is_not_asked(tmp_path: Path, running: Running, town: Extract) -> None:
    for process in running.workers:
        process.kill()
    with (
        worker(running.address, tmp_path, OPENBLAS_CORETYPE="Katmai"),
        pytest.raises(ClusterFault, match="otherwise") as fault,
        cluster(running.address) as asking,
    ):
        analyse(town, engine=asking)
    assert str(fault.value.values["there"]) != fault.value.values["here"]
    assert "Katmai" in str(fault.value.values["there"])


def test_a_scheduler_without_workers_and_one_that_dies_are_told_apart(tmp_path: Path, town: Extract) -> None:
    with scheduler(tmp_path) as (address, process):
        with pytest.raises(ClusterFault, match="no_workers"), connected(address, seconds_for_a_worker=0.2):
            raise AssertionError("nobody is there")
        with (
            worker(address, tmp_path),
            cluster(address) as asking,
            pytest.raises(ClusterFault, match="lost"),
        ):
            analyse(town, engine=Meanwhile(asking, "held_apart", process.kill))
