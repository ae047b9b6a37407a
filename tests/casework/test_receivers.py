"""A receiver has one key, for one purpose, and keeps it."""

import pyrage
import pytest
from sqlalchemy import update

from portal.casework import receivers
from portal.domain.delivery import DeliveryRefused, Purpose
from portal.storage.database import Store
from portal.storage.delivery_tables import receivers as receiver_rows
from portal.vault.vault import Vault
from tests.casework.delivered import ASKED, OPEN, Scene


@pytest.fixture
def scene(store: Store, vault: Vault) -> Scene:
    return Scene(store, vault)


def test_a_key_is_never_changed_and_a_retired_receiver_gets_nothing(scene: Scene) -> None:
    scene.told(5)
    first, second = scene.asked(), scene.asked()
    scene.decided(first)
    scene.decided(second)
    with scene.store.write() as connection:  # somebody with the database in hand
        other = str(pyrage.x25519.Identity.generate().to_public())
        connection.execute(update(receiver_rows).values(public_key=other))
    with pytest.raises(DeliveryRefused, match="key_changed"):
        scene.taken(first)
    with scene.store.write() as connection:
        connection.execute(update(receiver_rows).values(public_key=scene.key))
    scene.taken(first)
    receivers.retire(scene.receiver.id, by=scene.administrator, at=OPEN, store=scene.store)
    with pytest.raises(DeliveryRefused, match="no_receiver"):
        scene.taken(second)
    with pytest.raises(DeliveryRefused, match="no_receiver"):
        scene.asked()
    with pytest.raises(receivers.ReceiverMissing):
        receivers.retire(scene.receiver.id, by=scene.administrator, at=OPEN, store=scene.store)


@pytest.mark.parametrize("key", ["", "age1nothing", "AGE-SECRET-KEY-1", "ssh-ed25519 AAAA"])
def test_a_receiver_has_one_real_key(scene: Scene, key: str) -> None:
    with pytest.raises(DeliveryRefused, match="no_key"):
        receivers.register(
            name="乙", purpose=Purpose.TELECOM, public_key=key, by=scene.administrator, at=ASKED, store=scene.store
        )
    with pytest.raises(DeliveryRefused, match="known_receiver"):
        scene.registered("宁川市人民检察院", Purpose.PROSECUTION)
