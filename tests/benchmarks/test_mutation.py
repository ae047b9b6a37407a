"""The short form of the campaign of mutations: tests that hold notice faults, tests that cannot fail do not."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.mutants.operators import mutants, mutated
from tests.servers.portal import ROOT

SOURCE = '''"""Words."""

LEAST: int = 3


def within(count: int, roles: set[str]) -> bool:
    """More words."""
    if count < LEAST and "clerk" in roles:
        raise ValueError("words of an error")
    return not roles & {"auditor"}
'''


def test_a_fault_is_made_in_each_condition_constant_and_statement() -> None:
    made = {one.what for one in mutants(SOURCE)}
    assert {"3 → 4", "count < LEAST → count <= LEAST", "'clerk' in roles → 'clerk' not in roles"} <= made
    assert {"raise ValueError('words of an error') → pass", "roles & {'auditor'} → roles | {'auditor'}"} <= made
    assert not any(what.startswith(("'words", "'Words", "'More")) for what in made)


@pytest.mark.parametrize("file", ["portal/domain/access.py", "portal/vault/sealing.py", "portal/storage/journal.py"])
def test_every_fault_is_a_program_of_its_own(file: str) -> None:
    source = (ROOT / file).read_text()
    texts = [mutated(source, one.number) for one in mutants(source)]
    assert len(texts) > 30
    assert ast.unparse(ast.parse(source)) not in texts
    assert len(set(texts)) == len(texts)
    for text in texts:
        compile(text, file, "exec")


def run(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.mutation", "--file", "portal/domain/allowance.py"]
    command += ["--tests", "tests/domain/test_allowance.py", "--n", "10", "--results", str(folder), *more]
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("JINGYUE_", "PYTEST_"))}
    return subprocess.run(command, cwd=ROOT, env=outside, text=True, capture_output=True, check=False)


def test_faults_are_noticed_and_a_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    first = run(tmp_path)
    assert (first.returncode, "own: 100% of" in first.stdout) == (0, True), first
    kept = (tmp_path / "own.jsonl").read_text()
    run(tmp_path)
    assert (tmp_path / "own.jsonl").read_text() == kept


def test_tests_that_cannot_fail_are_seen(tmp_path: Path) -> None:
    ended = run(tmp_path, "--planted")
    assert (ended.returncode, "100%" in ended.stdout) == (1, False), ended
