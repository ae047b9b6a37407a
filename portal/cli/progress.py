"""Progress on stderr: shown on long work only, often on a terminal and rarely in a log."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

SILENT_SECONDS = 1.0
LOG_EVERY_SECONDS = 10.0
SCREEN_EVERY_SECONDS = 0.2


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[..., None]]:
    """A function of what is done, what there is in all and, where it changes, what is being done."""
    every = SCREEN_EVERY_SECONDS if sys.stderr.isatty() else LOG_EVERY_SECONDS
    with tqdm(desc=label, file=sys.stderr, delay=SILENT_SECONDS, mininterval=every, leave=False, unit="") as bar:

        def show(done: int, total: int, step: str = label) -> None:
            bar.set_description(step, refresh=False)
            bar.total = total
            bar.update(done - bar.n)

        yield show
