"""What every request and every command works with: the database, the vault and the clock.

On the embedded default the schema and the keys come into being by themselves. On PostgreSQL neither does: a second
set of keys, made silently on a second machine, would be data loss.
"""

from collections.abc import Callable
from copy import copy
from datetime import UTC, datetime
from functools import cached_property

from portal.domain import legal_term, retention_term
from portal.domain.face import OWNER, Face, Speaker
from portal.domain.legal_term import LegalTerms
from portal.domain.retention_term import RetentionTerms
from portal.settings import Settings
from portal.storage import complaints, upgrade
from portal.storage.database import DatabaseUnreachable, Store
from portal.vault import keyring
from portal.vault.passkeys import RelyingParty, party_of
from portal.vault.remote import RemoteVault, VaultAway
from portal.vault.vault import Vault


def system_clock() -> datetime:
    """Now, aware."""
    return datetime.now(UTC)


class Services:
    """Made once by the composition root; opens what is needed when it is first needed."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], datetime] = system_clock,
        speaker: Callable[[], Speaker] = lambda: OWNER,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.speaker = speaker
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
        return Store(self.settings.database_url, roles=self.settings.database_roles, speaker=self.speaker)

    def facing(self, face: Face) -> "Services":
        """The same services, which always speak to the database as one face."""
        twin = copy(self)
        twin.__dict__.pop("store", None)  # another is made when it is needed
        twin.bare_store = self.bare_store.facing(face)
        return twin

    @property
    def legal_terms(self) -> LegalTerms:
        """Within how many days the law wants a complaint accepted and finished."""
        return legal_term.read(self.settings.legal_terms)

    @property
    def retention_terms(self) -> RetentionTerms:
        """For how long each class of data is kept."""
        return retention_term.read(self.settings.retention_terms)

    @cached_property
    def vault(self) -> Vault:
        """The vault, its keys loaded; or the one in a process of its own."""
        if self.settings.vault is not None:
            return RemoteVault(self.settings.vault)
        if self.embedded and not self.settings.keys.exists() and not self._may_hold_sealed():
            try:
                return Vault(keyring.create(self.settings.keys))
            except keyring.KeysExist:
                pass  # another process of the same start was first: its keys are ours
        file = keyring.KeyFile(self.settings.keys)
        return Vault(file.newest(), file.newest)

    @property
    def relying_party(self) -> RelyingParty | None:
        """Whom security keys answer; None where the office's address is a bare IP address."""
        return party_of(self.settings.office_url or self.settings.public_url)

    def _may_hold_sealed(self) -> bool:
        """Whether new keys might take the place of lost ones, which should rather be put back."""
        try:
            if upgrade.current(self.bare_store) is None:
                return False
            with self.bare_store.read() as connection:
                return complaints.any_key(connection) is not None
        except DatabaseUnreachable:
            return True

    def keys_are_fresh(self) -> bool:
        """Whether the keys were made by the embedded default and nothing is sealed with them yet."""
        return self.embedded and not self._may_hold_sealed()

    def missing(self) -> list[str]:
        """What is not there yet: `database`, `schema`, `keys`, `vault`; empty when all is."""
        found = []
        try:
            with self.store.read():
                pass
        except upgrade.SchemaBehind:
            found.append("schema")
        except DatabaseUnreachable:
            found.append("database")
        try:
            self.vault.web_secret()
        except (keyring.KeysMissing, keyring.KeysUnreadable):
            found.append("keys")
        except VaultAway:
            found.append("vault")
        return found

    def create_keys(self) -> None:
        """Make keys because an operator asked for them."""
        keyring.create(self.settings.keys)
