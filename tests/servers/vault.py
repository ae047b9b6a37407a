"""The vault in a process of its own, as jingyue-vault.service starts it."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.vault.remote import RemoteVault, VaultAway
from tests.servers.portal import ROOT


class VaultProcess:
    """A vault that can be killed and started again."""

    def __init__(self, keys: Path, socket: Path, *options: object) -> None:
        self._command = [sys.executable, "-m", "portal.vault.serving", *map(str, (socket, keys, *options))]
        self.socket, self._log = socket, socket.with_name(f"{socket.name}.log")
        self.start()

    def start(self) -> None:
        """Start it; it answers when this returns."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, cwd=ROOT, stderr=log)
        asking = RemoteVault(self.socket)
        while self._process.poll() is None:
            try:
                asking.web_secret()
                break
            except VaultAway:
                time.sleep(0.02)
        asking.hang_up()

    def kill(self) -> None:
        """End it as the kernel would."""
        self._process.kill()
        self._process.wait()

    @property
    def log(self) -> str:
        """What it said."""
        return self._log.read_text()


@contextmanager
def own_vault(keys: Path, socket: Path, *options: object) -> Iterator[VaultProcess]:
    """A vault for the time inside."""
    process = VaultProcess(keys, socket, *options)
    try:
        yield process
    finally:
        process.kill()
