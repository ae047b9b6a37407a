"""Questions of an analysis worked out by the workers of a Dask cluster.

Each argument is packed by itself. What many questions ask about (the exposure, the fit) is sent to the workers once and
lies there; the rest travels with its question. A worker that dies has its questions asked again elsewhere, and where
what lay on it was the only copy, that is sent anew.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass, field, is_dataclass
from functools import cache, partial
from typing import Any, TypeVar
from uuid import uuid4

from distributed import Client, Future, KilledWorker
from distributed.comm import CommClosedError

from portal.cluster.answering import Otherwise, answer, runs
from portal.cluster.packing import pack
from portal.cluster.reaching import ClusterFault, connected

Answer = TypeVar("Answer")
LARGE = 1 << 20  # bytes, from which an argument is sent ahead of its question
LOOK_EVERY = 2  # seconds, at the workers that are left
SECONDS_WITHOUT_WORKERS = 60
TIMES_ASKED = 4
LOST = (CancelledError, CommClosedError)


@contextmanager
def cluster(address: str) -> Iterator["Asking"]:
    """Who asks the cluster behind a scheduler; nothing stays there afterwards.

    Raises
    ------
    ClusterFault
        If the cluster cannot be used, or can no longer be.
    """
    with connected(address) as client:
        yield Asking(client, address)


@dataclass
class Asking:
    """An engine (`portal.aggregation.engine`) over a connection."""

    client: Client
    address: str
    _lying: dict[int, tuple[object, Future]] = field(default_factory=dict)

    @property
    def _there(self) -> bool:
        return self.client.status == "running"

    def later(self, question: Callable[..., Answer], *given: object, **named: object) -> Callable[[], Answer]:
        """Ask now, wait when the answer is needed."""
        return cache(partial(self._answered, question, given, named, self._asked(question, given, named)))

    def _asked(self, question: Callable[..., Any], given: tuple, named: dict[str, object]) -> Future | None:
        """None where a worker, or the scheduler, died of it: whoever waits asks again."""
        try:
            return self._submitted(question, given, named) if self._there else None
        except (*LOST, OSError):
            self._lying.clear()
        except AttributeError:  # of a client that was closed under us
            if self._there:
                raise
        return None

    def _submitted(self, question: Callable[..., Any], given: tuple, named: dict[str, object]) -> Future:
        values = [self._sent(one) for one in (*given, *named.values())]
        key = f"{question.__name__.strip('_')}-{uuid4().hex}"
        return self.client.submit(answer, runs(), pack(question), tuple(named), *values, key=key, pure=False)

    def _sent(self, value: object) -> bytes | Future:
        if id(value) in self._lying:
            return self._lying[id(value)][1]
        packed = pack(value)
        if len(packed) < LARGE:
            return packed
        lying = self.client.scatter(packed, broadcast=is_dataclass(value), hash=False)
        self._lying[id(value)] = value, lying  # held fast here, so that no other value can have its place in memory
        return lying

    def _answered(
        self, question: Callable[..., Answer], given: tuple, named: dict[str, object], asked: Future | None
    ) -> Answer:
        for _ in range(TIMES_ASKED):
            if not self._there:
                break
            try:
                if asked is not None:
                    return self._waited(asked)
            except Otherwise as error:
                raise ClusterFault("otherwise", address=self.address, here=runs(), there=error) from error
            except KilledWorker as error:
                raise ClusterFault("killed", address=self.address) from error
            except LOST:
                self._lying.clear()
            asked = self._asked(question, given, named)
        raise ClusterFault("lost", address=self.address)

    def _waited(self, asked: Future) -> Any:
        alone_since = None
        while True:
            try:
                return asked.result(timeout=LOOK_EVERY)
            except TimeoutError:
                if not self._there:
                    raise ClusterFault("lost", address=self.address) from None
                if self.client.scheduler_info()["workers"]:
                    alone_since = None
                    continue
                alone_since = alone_since or time.monotonic()
                if time.monotonic() - alone_since > SECONDS_WITHOUT_WORKERS:
                    raise ClusterFault("no_workers", address=self.address) from None
