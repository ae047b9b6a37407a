"""Eyes on the journal while the worker lives, in a thread of their own: an analysis takes minutes.

A checkpoint each minute or thousand entries, where there are witnesses; and an alarm as soon as somebody goes round the
portal to change the journal or the schedules.
"""

import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from portal.casework import witnessing
from portal.casework.watching import Watch
from portal.casework.witnessing import JournalUnlike
from portal.cli.failures import say_where
from portal.cli.wording import words
from portal.services import Services
from portal.storage import journal

LOOK_SECONDS = 2.0
SCHEDULE_EVERY = 10  # looks: all exports and plans are read for it
EVERY_SECONDS = 60.0
EVERY_ENTRIES = 1000


class Rhythm:
    """When the next checkpoint is due."""

    def __init__(self) -> None:
        self._witnessed = -1
        self._tried, self._at = 0, float("-inf")

    def is_due(self, size: int, now: float) -> bool:
        """Whether something is unwitnessed, and the last try is a minute or a thousand entries ago.

        A journal that became shorter is held against its witnesses at once: none does that by itself.
        """
        if size == self._witnessed:
            return False
        if size < self._tried:
            return True
        return now - self._at >= EVERY_SECONDS or size - self._tried >= EVERY_ENTRIES

    def tries(self, size: int, now: float) -> None:
        """Note a try, so that one that fails is not repeated at once."""
        self._tried, self._at = size, now

    def succeeds(self, size: int) -> None:
        """Note what the witnesses have."""
        self._witnessed = size


@contextmanager
def witnessed(found: Services) -> Iterator[None]:
    """Inside, the journal is watched, put before its witnesses as it grows, and once more at the end."""
    if found.embedded and not found.settings.witnesses and found.settings.vault is None:
        yield
        return
    over = threading.Event()
    thread = threading.Thread(target=_until, args=(over, found), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _until(over: threading.Event, found: Services) -> None:
    rhythm, watch = Rhythm(), Watch(found.store, found.vault, found.settings.witnesses)
    for look in itertools.count():
        _look(rhythm, watch, found, schedule=look % SCHEDULE_EVERY == 0)
        if over.wait(LOOK_SECONDS):
            break
    _look(Rhythm(), watch, found, schedule=True)


def _look(rhythm: Rhythm, watch: Watch, found: Services, *, schedule: bool) -> None:
    """One look. What goes wrong is said and tried again: the worker's own work does not depend on it."""
    try:
        if watch.journal(found.clock()):
            click.echo(words("cli.journal.rewritten"), err=True)
        if schedule and watch.schedule(found.clock()):
            click.echo(words("cli.plans.rewritten"), err=True)
        if watch.vault(found.clock()):
            click.echo(words("cli.vault.spent"), err=True)
        if found.settings.witnesses:
            _checkpoint(rhythm, found)
    except JournalUnlike as error:
        click.echo(words("cli.journal.stopped", file=error.unlike.path), err=True)
    except Exception as error:
        say_where(error)


def _checkpoint(rhythm: Rhythm, found: Services) -> None:
    now = time.monotonic()
    with found.store.read() as connection:
        size = journal.head(connection).sequence
    if rhythm.is_due(size, now):
        rhythm.tries(size, now)
        put = witnessing.put(found.settings.witnesses, store=found.store, vault=found.vault, at=found.clock())
        rhythm.succeeds(put)
