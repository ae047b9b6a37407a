"""What the intake pages offer to choose from."""

from portal.storage import hospitals
from portal.storage.database import Store


def hospital_numbers(store: Store) -> dict[str, int]:
    """The number by which a poster names its hospital."""
    with store.read() as connection:
        return hospitals.ids_by_name(connection)


def hospitals_by_district(store: Store) -> dict[str, list[str]]:
    """The hospitals of each district, for the list on the form."""
    with store.read() as connection:
        known = hospitals.districts_by_hospital(connection)
    grouped: dict[str, list[str]] = {}
    for name, district in known.items():
        grouped.setdefault(district, []).append(name)
    return dict(sorted(grouped.items()))
