"""A new master key for the keys of all complaints: block by block, so that it goes on where it was killed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.domain.journal import Entry
from portal.storage import journal, wrapped_keys
from portal.storage.database import Store
from portal.vault.vault import Vault

KEYS_A_TRANSACTION = 500
SUBJECT = "keys"
REWRAP, RETIRE, ROTATE = "keys.rewrap", "keys.retire", "keys.rotate"
# A report may be on its way that was sealed under the master key of a moment ago.
QUIET = timedelta(hours=1)

Progress = Callable[[int, int], None]  # keys done, keys in all


class StillUsed(RuntimeError):
    """Keys are wrapped by a master key that is not today's."""


class TooSoon(RuntimeError):
    """Somebody may still be writing what an older master key wrapped."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Which master key wraps, and how many keys each one that is kept has wrapped."""

    current: int
    wrapped: dict[int, int]

    @property
    def behind(self) -> int:
        """How many keys another than today's has wrapped."""
        return sum(count for version, count in self.wrapped.items() if version != self.current)


def standing(*, store: Store, vault: Vault) -> Standing:
    """How far a rotation has come."""
    current, kept = vault.master_versions()
    with store.read() as connection:
        wrapped = wrapped_keys.by_version(connection)
    return Standing(current, dict.fromkeys(kept, 0) | wrapped)


def begun(*, version: int, by: str, at: datetime, store: Store) -> None:
    """Record that a master key was made."""
    with store.write() as connection:
        journal.append(connection, Entry(at, by, ROTATE, SUBJECT, {"version": version}))


def rewrap(*, by: str, at: datetime, store: Store, vault: Vault, progress: Progress = lambda done, total: None) -> int:
    """Wrap every key by today's master key; how many had another. What they sealed is not touched."""
    total, done = standing(store=store, vault=vault).behind, 0
    while True:
        current, _ = vault.master_versions()
        with store.write() as connection:
            some = wrapped_keys.wrapped_otherwise(connection, current, limit=KEYS_A_TRANSACTION)
            if not some:
                return done
            wrapped_keys.put(connection, [(one, vault.rewrap(one, stored)) for one, stored in some])
            details = {"version": current, "keys": len(some)}
            journal.append(connection, Entry(at, by, REWRAP, SUBJECT, details))
        done += len(some)
        progress(done, max(total, done))


def may_retire(*, at: datetime, store: Store, vault: Vault) -> set[int]:
    """The versions that are in use, once no other may come into use again."""
    found = standing(store=store, vault=vault)
    if found.behind:
        raise StillUsed(str(found.behind))
    with store.read() as connection:
        made = [entry.at for entry in journal.about(connection, SUBJECT) if entry.verb in (ROTATE, REWRAP)]
    if made and at - made[-1] < QUIET:
        raise TooSoon(str(made[-1]))
    return {version for version, count in found.wrapped.items() if count} | {found.current}


def retired(*, versions: tuple[int, ...], by: str, at: datetime, store: Store) -> None:
    """Record that master keys were destroyed."""
    with store.write() as connection:
        journal.append(connection, Entry(at, by, RETIRE, SUBJECT, {"versions": list(versions)}))
