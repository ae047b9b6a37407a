"""What every request and every command works with: the database, the vault and the clock.

On the embedded default the schema and the keys come into being by themselves. On PostgreSQL neither does: a second
set of keys, made silently on a second machine, would be data loss.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property

from portal.domain import legal_term
from portal.domain.legal_term import LegalTerms
from portal.settings import Settings
from portal.storage import complaints, upgrade
from portal.storage.database import DatabaseUnreachable, Store
from portal.vault import keyring
from portal.vault.vault import Vault


def system_clock() -> datetime:
    """Now, aware."""
    return datetime.now(UTC)


class Services:
    """Made once by the composition root; opens what is needed when it is first needed."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = system_clock) -> None:
        self.settings = settings
        self.clock = clock
        if self.embedded:
            settings.instance.mkdir(parents=True, exist_ok=True)

    @property
    def embedded(self) -> bool:
        """Whether the database is the SQLite file beside the portal, which needs nobody to set it up."""
        return self.settings.database_url.startswith("sqlite")

    @cached_property
    def store(self) -> Store:
        """The database, its schema current."""
        store = self.bare_store
        if store.embedded and upgrade.current(store) != upgrade.newest():
            upgrade.upgrade(store)
        upgrade.require_current(store)
        return store

    @cached_property
    def bare_store(self) -> Store:
        """The database as it is, for the commands that change the schema."""
        return Store(self.settings.database_url)

    @property
    def legal_terms(self) -> LegalTerms:
        """Within how many days the law wants a complaint accepted and finished."""
        return legal_term.read(self.settings.legal_terms)

    @cached_property
    def vault(self) -> Vault:
        """The vault, its keys loaded."""
        if self.embedded and not self.settings.keys.exists() and not self._may_hold_sealed():
            try:
                return Vault(keyring.create(self.settings.keys))
            except keyring.KeysExist:
                pass  # another process of the same start was first: its keys are ours
        return Vault(keyring.load(self.settings.keys))

    def _may_hold_sealed(self) -> bool:
        """Whether new keys might take the place of lost ones, which should rather be put back."""
        try:
            if upgrade.current(self.bare_store) is None:
                return False
            with self.bare_store.read() as connection:
                return complaints.any_key(connection) is not None
        except DatabaseUnreachable:
            return True

    def missing(self) -> list[str]:
        """What is not there yet: `database`, `schema`, `keys`; empty when all is."""
        found = []
        try:
            self.store.engine.connect().close()
        except upgrade.SchemaBehind:
            found.append("schema")
        except DatabaseUnreachable:
            found.append("database")
        try:
            self.vault.web_secret()
        except (keyring.KeysMissing, keyring.KeysUnreadable):
            found.append("keys")
        return found

    def create_keys(self) -> None:
        """Make keys because an operator asked for them."""
        keyring.create(self.settings.keys)
