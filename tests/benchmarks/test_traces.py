"""The campaign of traces in short, and that it would catch marks that do not tell deliveries apart."""

from pathlib import Path

from benchmarks.traces import accused, alike, drawer, traced
from portal.vault import keyring
from portal.vault.vault import Vault

FEW = 30


def test_stolen_rows_lead_to_their_delivery_and_strangers_to_none(tmp_path: Path) -> None:
    deliveries = drawer(Vault(keyring.create(tmp_path / "keys.json")), FEW)
    assert traced(deliveries, 10, 0, 20) == (20, 0)
    assert traced(deliveries, 100, 10, 20) == (20, 0)
    assert accused(deliveries, 20) == 0


def test_marks_that_are_the_same_in_every_delivery_are_caught(tmp_path: Path) -> None:
    deliveries = drawer(Vault(keyring.create(tmp_path / "keys.json")), FEW, marking=alike)
    assert traced(deliveries, 100, 0, 5) == (0, 5)
