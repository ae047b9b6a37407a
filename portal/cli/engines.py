"""Who works out an analysis: this process, or a cluster whose library need not be installed here."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from portal.aggregation.engine import THIS_PROCESS, Engine
from portal.cli.running import Refused

LOCAL, DASK = "local", "dask"
ENGINES = (LOCAL, DASK)
CLUSTER = "portal.cluster.asking"
LIBRARY = ("dask", "distributed")


@contextmanager
def engine(name: str, scheduler: str | None) -> Iterator[Engine]:
    """The engine that was asked for; what keeps a cluster from being used is said in words."""
    if (name == DASK) != bool(scheduler):
        raise Refused("cli.cluster.both")
    if name == LOCAL:
        yield THIS_PROCESS
        return
    try:
        found = import_module(CLUSTER)
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] not in LIBRARY:
            raise
        raise Refused("cli.cluster.not_installed") from error
    try:
        with found.cluster(scheduler) as asking:
            yield asking
    except found.ClusterFault as fault:
        raise Refused(f"cli.cluster.{fault.code}", **fault.values) from fault
