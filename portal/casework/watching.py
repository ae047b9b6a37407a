"""Whether somebody went round the portal: rows of the journal rewritten, or a schedule changed without an entry.

Whoever owns the database can do both. The journal shows the first when it is followed to its head, and the plan of an
analysis the second; a watch tells within seconds, as long as the worker lives. It also tells when the vault's process
has opened all that it opens in an hour, for whoever sits in the web would not.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from portal.casework import witnessing
from portal.casework.witnessing import JOURNAL
from portal.domain.commitment import schedule_digest
from portal.domain.journal import SYSTEM, Entry
from portal.storage import exports, journal, journal_watch
from portal.storage.database import Store
from portal.storage.journal_watch import Counted
from portal.vault.vault import Vault

JOURNAL_REWRITTEN, PLANS_REWRITTEN = "journal.rewritten", "plan.rewritten"
PLANS = "plan"
VAULT, OPENINGS_SPENT = "vault", "vault.spent"
ONCE_IN = timedelta(minutes=10)
# What changes a schedule through the portal leaves one of these.
CHANGES_PLANS = ("plan.add", "plan.end", "import.exports", "hospital.rename")


class Watch:
    """What was seen at the last look."""

    def __init__(self, store: Store, vault: Vault, witnesses: Sequence[Path]) -> None:
        self._store, self._vault, self._witnesses = store, vault, witnesses
        self._counted: Counted | None = None
        self._schedule: tuple[int, str] | None = None
        self._refused = 0

    def journal(self, at: datetime) -> bool:
        """Whether the journal was rewritten; that is on record then.

        Where the server began to count anew, or nobody watched before, the journal is followed to its head instead.
        """
        with self._store.read() as connection:
            now, before = journal_watch.counted(connection), self._counted
            self._counted = now
            if before is None or now.added < before.added:
                alarm = not witnessing.verified(connection, folders=self._witnesses, vault=self._vault).holds
            else:
                alarm = now.rewritten > before.rewritten
        if alarm:
            self._record(JOURNAL_REWRITTEN, JOURNAL, at)
        return alarm

    def schedule(self, at: datetime) -> bool:
        """Whether exports or plans changed since the last look although nothing in the journal says so."""
        with self._store.read() as connection:
            size = journal.head(connection).sequence
            now = schedule_digest(exports.runs(connection), exports.plans(connection))
            before, self._schedule = self._schedule, (size, now)
            if before is None or before[1] == now:
                return False
            alarm = not journal.has_verb(connection, CHANGES_PLANS, after=before[0], until=size)
        if alarm:
            self._record(PLANS_REWRITTEN, PLANS, at)
        return alarm

    def vault(self, at: datetime) -> bool:
        """Whether the vault refused openings since the last look; on record once in ten minutes."""
        before, self._refused = self._refused, self._vault.refused_openings()
        if self._refused in (0, before):
            return False
        with self._store.read() as connection:
            told = any(entry.verb == OPENINGS_SPENT for entry in journal.since(connection, VAULT, at - ONCE_IN))
        if not told:
            self._record(OPENINGS_SPENT, VAULT, at)
        return not told

    def _record(self, verb: str, subject: str, at: datetime) -> None:
        with self._store.write() as connection:
            journal.append(connection, Entry(at, SYSTEM, verb, subject))
