"""Recipients as the office reads of them beside their data paths."""

from portal.storage import exports
from portal.storage.database import Store


def custodians(*, store: Store) -> dict[str, str]:
    """Which department of a recipient answers for its files, and would be asked; only where that is known."""
    with store.read() as connection:
        return exports.custodians(connection)
