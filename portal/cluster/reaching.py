"""Finding the scheduler, and saying why it cannot be used."""

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from distributed import Client, Security

SECONDS_TO_CONNECT = 10
SECONDS_FOR_A_WORKER = 20
PLAIN, ENCRYPTED = "tcp", "tls"


class ClusterFault(RuntimeError):
    """Why nothing can be worked out there; `code` is worded under `cli.cluster.<code>`."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@contextmanager
def connected(address: str, seconds_for_a_worker: float = SECONDS_FOR_A_WORKER) -> Iterator[Client]:
    """A connection to a scheduler that has a worker; in the clear only within this machine.

    Raises
    ------
    ClusterFault
        If there is none.
    """
    scheme, host, port = _parts(address)
    if scheme == PLAIN and not _is_here(host, address):
        raise ClusterFault("in_the_clear", address=address)
    _knock(host, port, address)
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what is to be said, we say ourselves
    try:
        client = Client(
            address,
            timeout=SECONDS_TO_CONNECT,
            set_as_default=False,
            security=Security(require_encryption=scheme == ENCRYPTED),
        )
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise ClusterFault("unreachable", address=address) from error
    try:
        try:
            client.wait_for_workers(1, timeout=seconds_for_a_worker)
        except TimeoutError as error:
            raise ClusterFault("no_workers", address=address) from error
        yield client
    finally:
        client.close(timeout=SECONDS_TO_CONNECT)


def _parts(address: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(address if "://" in address else f"{PLAIN}://{address}")
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ClusterFault("address", address=address) from error
    if parts.scheme not in (PLAIN, ENCRYPTED) or not host or not port:
        raise ClusterFault("address", address=address)
    return parts.scheme, host, port


def _knock(host: str, port: int, address: str) -> None:
    """Dask would go on trying where nobody listens."""
    try:
        socket.create_connection((host, port), SECONDS_TO_CONNECT).close()
    except OSError as error:
        raise ClusterFault("unreachable", address=address) from error


def _is_here(host: str, address: str) -> bool:
    """Whether a name means this machine: only its own addresses can be listened on."""
    try:
        found = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)
    except OSError as error:
        raise ClusterFault("unreachable", address=address) from error
    return all(_own(family, place) for family, *_, place in found)


def _own(family: int, place: tuple) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        try:
            probe.bind(place)
        except OSError:
            return False
    return True
