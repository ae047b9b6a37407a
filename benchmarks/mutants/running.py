"""Tests run on a copy of the tree with one fault in it, each time in a child of a process with the libraries loaded.

The parent never loads the portal or a test. What it cannot see: lines that another process runs (the command line, a
server) count as not reached.
"""

import importlib
import json
import os
import resource
import shutil
import signal
import sys
import threading
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from benchmarks.mutants.targets import Area

FOLDERS = ("portal", "tests", "benchmarks", "static", "docs", "deploy", "bin")
FILES = ("app.py", "gunicorn.conf.py", "pyproject.toml", "CHANGES.md", "README.md")
PLUGINS = ("xdist.plugin", "pytest_timeout")  # those that pyproject.toml has options of; others take seconds to load
NOT_LOADED = {"pytest", "_pytest", "xdist", "pytest_timeout", "execnet", "portal", "tests", "benchmarks"}
SURE_SECONDS = 10  # of a processor for one test, beside thrice what the slowest of its file needs without a fault
PATIENCE = 900  # seconds by the clock
OPTIONS = (
    "-q", "-x", "-n", "0", "-p", "no:cacheprovider", *(part for one in PLUGINS for part in ("-p", one)),
    "-k", "not postgresql",
)  # fmt: skip


class Broken(RuntimeError):
    """The tests fail without any fault."""


class Room:
    """The copy of the tree."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stamp = int(time.time())
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in FOLDERS:
            shutil.copytree(name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in FILES:
            shutil.copy2(name, folder / name)

    def put(self, file: str, text: str) -> None:
        """Another text of a file. Its time is one that no text of it had, or an older one's bytecode would be run."""
        self._stamp += 2
        (self.folder / file).write_text(text)
        os.utime(self.folder / file, (self._stamp, self._stamp))

    def run(self, tests: list[str], seconds: dict[str, float]) -> int:
        """How pytest ended, or minus the signal that ended it; `seconds` is what each test needs without a fault."""
        return self._run(tests, _Bounded(self.folder, seconds), PATIENCE)

    def _run(self, tests: list[str], plugin: object, patience: float) -> int:
        child = os.fork()
        if child == 0:
            self._become(tests, plugin)
        return _waited(child, patience)

    def reached(self, area: Area) -> "Reached":
        """Run the near tests without a fault and see which lines each of them runs; load what they loaded."""
        out = self.folder / "reached.json"
        tracer = _Tracer({str(self.folder / file): file for file in area.files}, out)
        if self._run([*area.tests], tracer, float("inf")) != 0:
            raise Broken((self.folder / "said.txt").read_text()[-3000:])
        found = json.loads(out.read_text())
        for name in found["modules"]:
            with suppress(ImportError):
                importlib.import_module(name)
        return Reached(area, found["lines"], found["seconds"])

    def _become(self, tests: list[str], plugin: object) -> None:
        os.setsid()
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        os.chdir(self.folder)
        sys.path[:] = [str(self.folder), *(path for path in sys.path if path not in ("", str(Path.cwd())))]
        for name in [name for name in sys.modules if name.split(".")[0] in ("portal", "tests", "benchmarks")]:
            del sys.modules[name]
        said = os.open("said.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(said, 1)
        os.dup2(said, 2)
        code = 70
        with suppress(BaseException):
            code = pytest.main([*OPTIONS, *tests], plugins=[plugin])
        sys.stdout.flush()
        os._exit(int(code))


class Reached:
    """Which tests run which line, and how long each takes."""

    def __init__(self, area: Area, by_test: dict[str, list[tuple[str, int]]], seconds: dict[str, float]) -> None:
        self.seconds, self._area = seconds, area
        self._by_line: dict[tuple[str, int], list[str]] = defaultdict(list)
        for test, lines in by_test.items():
            for file, line in lines:
                self._by_line[file, line].append(test)

    def near(self, file: str, lines: range) -> list[str]:
        """The tests that run one of some lines, the nearest first; all where it runs while modules are loaded."""
        tests = {test for line in lines for test in self._by_line[file, line]}
        if LOADING in tests:
            return [*self._area.tests]
        whole = {test for test in tests if "::" not in test}
        single = {test for test in tests if "::" in test and test.split("::")[0] not in whole}
        return sorted(whole | single, key=lambda test: (self._nearness(test), test))

    def _nearness(self, test: str) -> int:
        return next(n for n, one in enumerate(self._area.tests) if _within(test, one))


def _within(test: str, of: str) -> bool:
    return test == of or test.startswith((f"{of}::", f"{of}/"))


TEMPLATE = "template.sqlite"  # of tests/servers/databases.py
LOADING = ""  # stands for no test


class _Bounded:
    """Ends a test that does not end, and spares each run the migrations by the empty database of the one before."""

    def __init__(self, folder: Path, seconds: dict[str, float]) -> None:
        self._made = folder / TEMPLATE
        self._slowest: dict[str, float] = defaultdict(float)
        for test, took in seconds.items():
            file = test.split("::")[0]
            self._slowest[file] = max(took, self._slowest[file])

    def pytest_sessionstart(self) -> None:
        if self._made.exists():
            shutil.copyfile(self._made, _home() / TEMPLATE)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        allowed = SURE_SECONDS + 3 * self._slowest[item.nodeid.split("::")[0]]
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + allowed), resource.RLIM_INFINITY))


def _home() -> Path:
    return Path(os.environ["JINGYUE_TESTS_HOME"])


class _Tracer:
    """Notes the lines; those of a fixture count for every test of its file, which may share it."""

    def __init__(self, files: dict[str, str], out: Path) -> None:
        self._files, self._out, self._now = files, out, LOADING
        self._seen: dict[str, set[tuple[str, int]]] = defaultdict(set)
        self._known: dict[CodeType, str | None] = {}
        self._seconds: dict[str, float] = defaultdict(float)

    @pytest.hookimpl(tryfirst=True)
    def pytest_load_initial_conftests(self) -> None:
        sys.settrace(self._trace)
        threading.settrace(self._trace)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Any:
        return (yield from self._timed(item, item.nodeid.split("::")[0]))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Any:
        return (yield from self._timed(item, item.nodeid))

    def pytest_sessionfinish(self) -> None:
        sys.settrace(None)
        lines = {test: sorted(lines) for test, lines in self._seen.items()}
        modules = [name for name in sys.modules if name.split(".")[0] not in NOT_LOADED | {"__main__", "conftest"}]
        self._out.write_text(json.dumps({"lines": lines, "seconds": self._seconds, "modules": modules}))
        template = _home() / TEMPLATE
        if template.exists():
            shutil.copyfile(template, self._out.with_name(TEMPLATE))

    def _timed(self, item: pytest.Item, counted_for: str) -> Any:
        self._now, begun = counted_for, time.process_time()
        sys.settrace(self._trace)
        result = yield
        self._seconds[item.nodeid] += time.process_time() - begun
        return result

    def _trace(self, frame: FrameType, event: str, _: object) -> Any:
        code = frame.f_code
        if code not in self._known:
            self._known[code] = self._files.get(code.co_filename)
        file = self._known[code]
        if file is None:
            return None
        self._seen[self._now].add((file, frame.f_lineno))
        return self._trace


def _waited(child: int, patience: float) -> int:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            break
        time.sleep(0.02)
    else:
        os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # servers that its tests had started
    return os.waitstatus_to_exitcode(status)
