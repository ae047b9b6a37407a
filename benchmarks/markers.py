"""Ten thousand markers typed into the portal: does one lie about in the clear anywhere?

    python -m benchmarks.markers --n 10000 --kind postgresql
    python -m benchmarks.markers --n 500 --planted column     # the harness must see the fault

Each is a contact, a caller's number, words, a text message, a pasted line, the name of a file, words in a picture or a
passphrase. They are looked for in the files of the database with its journal, the folder of the instance, the log, a
backup that is not sealed, the folder for temporary files, and in every page of whoever may not read them.
"""

import argparse
import io
import logging
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flask import Response, request
from sqlalchemy import func, select, update
from tqdm import tqdm

from benchmarks.heading import heading
from benchmarks.hostile.requests import Forms, Maker
from benchmarks.hostile.scene import ACTORS, HER, STAFF, Scene, scene
from benchmarks.scans.searching import LINE, STEM, found_below, found_in
from portal.casework import members
from portal.domain.access import Role
from portal.storage import dump, schema
from tests.files.media import picture
from tests.servers.databases import KINDS, Databases
from tests.web.forms.told import CARD, NOW, call, posted

CALLS = 10  # of one report
OF_A_CALL = ("caller_number", "notes", "message", "pasted")
MAY_OPEN = ("case_officer", "supervisor", HER)


class Typist:
    """Types markers in, by the pages where there is one."""

    def __init__(self, portal: Scene) -> None:
        self.portal, self.typed, self.lines = portal, 0, 0

    def report(self, number: int) -> None:
        """A report with a contact, calls and evidence, a while after the one before: a flood is asked to wait."""
        self.portal.office.at += timedelta(hours=1)
        client = self.portal.app.test_client()
        calls = [self._call(place) for place in range(CALLS)]
        contact = {"contact-wants_contact": "y", "contact-contact": self._mark()}
        told = posted(CARD, *calls, contact, screen="check", go="send", token=f"{number:032x}")
        client.post("/report", data=told)
        exif = self._mark().encode()
        files = {"files": (io.BytesIO(picture(size=(8, 8)) + exif), f"{self._mark()}.jpg"), "token": f"{number:031x}e"}
        client.post("/diary/evidence", data=files)
        client.post("/diary/packets/police", data={"reference": self._mark(), "token": f"{number:031x}f"})
        client.get(f"/diary?words={self._mark()}")
        client.post("/office/sign-in", data={"login": "auditor", "password": self._mark()})
        client.post(f"/{self._mark()}", data={"notes": self._mark()})

    def member(self) -> None:
        """An account with a passphrase."""
        members.add(
            login="marked", name="林先生", role=Role.AUDITOR, password=self._mark(), by="system",
            at=NOW, store=self.portal.services.store,
        )  # fmt: skip

    def _call(self, place: int) -> dict[str, str | list[str]]:
        self.lines += 1
        self.typed += 1
        words = {name: self._mark() for name in OF_A_CALL[1:]}
        return call(place, caller_number=f"{LINE}{self.lines % 10_000:04}", **words)

    def _mark(self) -> str:
        self.typed += 1
        return f"{STEM}-{self.typed:05}-说是医院给的名单"


def _column(portal: Scene) -> None:
    with portal.services.store.write() as connection:
        connection.execute(update(schema.complaints).values(issuer=f"{STEM}-00000"))


def _line(portal: Scene) -> None:
    def say(answer: Response) -> Response:
        logging.getLogger("portal").info("posted %s", dict(request.form))
        return answer

    portal.app.after_request_funcs.setdefault(None, []).append(say)  # the scene has been at work already


PLANTED: dict[str, Callable[[Scene], None]] = {"column": _column, "line": _line}


def main(arguments: list[str]) -> int:
    """Type, look, print; 1 where a marker was found."""
    options = _options(arguments)
    with (
        Databases.of_their_own() as databases, _own_temporary_folder() as temporary,
        databases.fresh(options.kind) as url,
    ):  # fmt: skip
        typed, looked, found = _campaign(options, url, databases.home, Path(temporary))
    print(f"{heading()}, {options.kind}")
    print(f"{typed:,} markers typed; looked at {looked:,} bytes: {found.total():,} found")
    for place, count in found.most_common(20):
        print(f"  {count:,} × {place}")
    return 1 if found else 0


def _campaign(options: argparse.Namespace, url: str, databases: Path, folder: Path) -> tuple[int, int, Counter[str]]:
    with scene(url, folder) as portal, _logged(folder / "log.txt"):
        if options.planted == "line":
            PLANTED["line"](portal)
        typist = Typist(portal)
        typist.member()
        with tqdm(total=options.n, desc="typed", unit="marker") as progress:
            while typist.typed < options.n:
                before = typist.typed
                typist.report(1_000 + before)
                progress.update(typist.typed - before)
        if options.planted == "column":
            PLANTED["column"](portal)
        dump.write(portal.services.store, folder / "backup.zip", at=NOW + timedelta(days=1))
        looked, found = _read_by_others(portal)
        for place in (databases, folder):
            size, more = found_below(place)
            looked, found = looked + size, found + more
        _refuse_idle(portal, typist)
    return typist.typed, looked, found


def _refuse_idle(portal: Scene, typist: Typist) -> None:
    """Where the reports did not land, nothing was looked for."""
    with portal.services.store.read() as connection:
        stored = connection.execute(
            select(func.count()).select_from(schema.calls).where(schema.calls.c.message_sealed.is_not(None))
        ).scalar_one()
        files = connection.execute(select(func.count()).select_from(schema.attachments)).scalar_one()
    if stored != typist.lines or (files - 2) * CALLS != typist.lines:
        raise RuntimeError(f"{stored} calls and {files} files of {typist.lines} calls were stored")


def _read_by_others(portal: Scene) -> tuple[int, Counter[str]]:
    looked, found = 0, Counter()
    maker = Maker(portal, Forms(), random.Random(0))  # noqa: S311
    for actor in (actor for actor in ACTORS if actor not in MAY_OPEN):
        if actor in STAFF:  # time has gone by, and sessions end
            portal.sit_down_again(actor)
        for asked in maker.pages(actor):
            content = portal.clients[actor].open(**asked.options()).get_data()
            looked += len(content)
            for name, count in found_in(content).items():
                found[f"{actor} at {asked.path}: {name}"] += count
    return looked, found


@contextmanager
def _logged(path: Path) -> Iterator[None]:
    logger, handler = logging.getLogger(), logging.FileHandler(path)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        handler.close()


@contextmanager
def _own_temporary_folder() -> Iterator[str]:
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = os.environ["TMPDIR"] = folder
        try:
            yield folder
        finally:
            tempfile.tempdir = before
            del os.environ["TMPDIR"]


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=10_000)
    parser.add_argument("--kind", choices=KINDS, default="sqlite")
    parser.add_argument("--planted", choices=sorted(PLANTED), default="")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
