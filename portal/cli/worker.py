"""`flask worker`: does what the office asked for, one job after the other, until it is told to end.

One worker works at a time; a second one stands by and takes over when the first is gone. What a killed worker left
running is queued again by whoever works next.
"""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import click
from flask.cli import ScriptInfo
from sqlalchemy.exc import DBAPIError

from portal.cli import analysing, phone_codes, studying
from portal.cli import dossier_making as making
from portal.cli.checkpointing import witnessed
from portal.cli.failures import say_where
from portal.cli.running import PortalCommand, services
from portal.cli.wording import words
from portal.domain.allowance import OpeningsSpent
from portal.domain.face import Face
from portal.domain.job import Job, JobKind
from portal.domain.journal import SYSTEM, Entry
from portal.intake import retention
from portal.services import Services
from portal.storage import exclusive, jobs, journal
from portal.storage.database import Store
from portal.vault.remote import VaultAway

POLL_SECONDS = 1.0
WAIT_SECONDS = 5.0
PROGRESS_SECONDS = 0.5
HOUSEKEEPING_SECONDS = 60.0
FAILED = "analysis_failed"
NO_MEMORY = "out_of_memory"
NO_DATABASE = "database"


class ToldToEnd(BaseException):
    """SIGTERM came while an analysis ran. Not an Exception: no handler of the analysis may swallow it."""


class Ending:
    """Whether the worker was told to end: at once while it analyses, at the next quiet place while it saves."""

    def __init__(self) -> None:
        self._told = threading.Event()
        self._analysing = False

    def tell(self, *_: object) -> None:
        """What a signal does."""
        self._told.set()
        if self._analysing:
            raise ToldToEnd

    def is_set(self) -> bool:
        """Whether it was told."""
        return self._told.is_set()

    def wait(self, seconds: float) -> None:
        """Wait, but not past the moment at which it is told."""
        self._told.wait(seconds)

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Inside `at_once`: the database is spoken to, which must not be cut off in the middle of a word."""
        self._analysing = False
        yield
        self._analysing = True
        if self.is_set():
            raise ToldToEnd

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Inside, being told to end ends what is being done."""
        self._analysing = True
        try:
            yield
        finally:
            self._analysing = False


class Working(PortalCommand):
    """Never the owner: it keeps house as one face and computes as another."""

    face = Face.HOUSE


@click.command(cls=Working, help=words("cli.help.worker"))
@click.option("--once", is_flag=True, help=words("cli.option.once"))
def worker(once: bool) -> None:
    """Work until SIGTERM."""
    found = services().facing(Face.HOUSE)
    ending = Ending()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ending.tell)
    click.echo(words("cli.worker.waiting"))
    while not ending.is_set():
        try:
            with exclusive.the_only_worker(found.store) as alone:
                if alone:
                    with witnessed(found):
                        _work(found, ending, once)
        except DBAPIError:
            click.echo(words("cli.worker.no_database"), err=True)
            ending.wait(WAIT_SECONDS)
        except (VaultAway, OpeningsSpent):
            click.echo(words("cli.worker.no_vault"), err=True)
            ending.wait(WAIT_SECONDS)
        except ToldToEnd:
            break
        if once:
            break
        ending.wait(POLL_SECONDS)
    click.echo(words("cli.worker.ended"))


def _work(found: Services, ending: Ending, once: bool) -> None:
    with found.store.write() as connection:
        released = jobs.release_running(connection)
        if released:
            journal.append(connection, Entry(found.clock(), SYSTEM, "job.release", "jobs", {"jobs": released}))
    keep_house = _Housekeeping(found)
    while not ending.is_set():
        job = _claimed(found)
        if job:
            _do(job, found, ending)
        elif _did_something_small(found) or keep_house():
            continue
        elif once:
            return
        else:
            ending.wait(POLL_SECONDS)


def _did_something_small(found: Services) -> bool:
    """A code to a phone first, for it lives for minutes; a dossier else."""
    if phone_codes.send_waiting(found):
        return True
    app = click.get_current_context().ensure_object(ScriptInfo).load_app()
    return making.make_waiting(app, found.facing(Face.ANALYSIS))


def _claimed(found: Services) -> Job | None:
    # Looking costs nothing; only a waiting job is worth the writer's lock.
    with found.store.read() as connection:
        if not jobs.is_waiting(connection):
            return None
    with found.store.write() as connection:
        return jobs.claim(connection, found.clock())


def _do(job: Job, found: Services, ending: Ending) -> None:
    click.echo(words("cli.worker.job", job=job.id))
    computing = found.facing(Face.ANALYSIS)
    try:
        progress = _Progress(job.id, found.store, ending)
        if job.kind is JobKind.CORRELATE:
            planned_in = analysing.plan(computing, by=job.requested_by)
            extract = analysing.read(computing)
            with ending.at_once():
                analysis = analysing.run(extract, tiers=None, as_of=None, progress=progress)
            saved = {"by": job.requested_by, "at": found.clock(), "store": computing.store}
            analysing.save(analysis, **saved, planned_in=planned_in)
        else:
            compute = studying.prepared(job, store=computing.store, at=found.clock())
            with ending.at_once():
                done = compute(progress)
            studying.keep(done, by=job.requested_by, at=found.clock(), store=computing.store)
    except ToldToEnd:
        with found.store.write() as connection:
            jobs.release(connection, job.id)
        raise
    except Exception as error:
        say_where(error)
        _close(job.id, found.store, found.clock(), _code_of(error))
    else:
        _close(job.id, found.store, found.clock(), None)


def _close(job_id: UUID, store: Store, at: datetime, failure: str | None) -> None:
    with store.write() as connection:
        jobs.finish(connection, job_id, at, failure)
        details = {"failure": failure} if failure else {}
        journal.append(connection, Entry(at, SYSTEM, "job.finish", f"job:{job_id}", details))


def _code_of(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return NO_MEMORY
    return NO_DATABASE if isinstance(error, DBAPIError) else FAILED


class _Housekeeping:
    """Once a day, when no job waits: destroy what has been kept long enough. Whether it is due is asked seldom."""

    def __init__(self, found: Services) -> None:
        self._found, self._asked = found, float("-inf")

    def __call__(self) -> bool:
        if time.monotonic() - self._asked < HOUSEKEEPING_SECONDS:
            return False
        self._asked, found = time.monotonic(), self._found
        done = retention.keep_house(terms=found.retention_terms, store=found.store, at=found.clock())
        if done:
            click.echo(words("cli.worker.kept_house"))
        return done


class _Progress:
    """Writes how far the job is, at most twice a second."""

    def __init__(self, job_id: UUID, store: Store, ending: Ending) -> None:
        self._job_id, self._store, self._ending = job_id, store, ending
        self._written = float("-inf")
        self._step = ""

    def __call__(self, step: str, done: int, total: int) -> None:
        if step == self._step and time.monotonic() - self._written < PROGRESS_SECONDS:
            return
        with self._ending.undisturbed(), self._store.write() as connection:
            jobs.set_progress(connection, self._job_id, step, done, total)
        self._written, self._step = time.monotonic(), step
