"""The whole way of a report through files and database says what the simulator meant."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from portal.extract.build import build
from portal.extract.digest import digest
from portal.intake import importing
from portal.intake.registration_imports import Registrations
from portal.intake.registry_imports import Exports, Hospitals
from portal.intake.report_imports import Reports
from portal.simulator.cities import city, city_leak
from portal.simulator.files import write_files
from portal.simulator.plan import Reporting
from portal.simulator.world import simulate
from portal.storage.database import Store
from portal.vault import keyring
from portal.vault.vault import Vault

LATER = datetime(2027, 6, 1, tzinfo=UTC)


def test_a_simulated_city_comes_out_of_the_database_as_it_went_in(store: Store, tmp_path: Path) -> None:
    told = Reporting(anonymous=0.2, due_missing=0.1, registered_imprecise=0.1, birth_known=0.0)
    world = simulate(replace(city(60, districts=3, leaks=(city_leak(),)), reporting=told), seed=7)
    write_files(world, tmp_path)
    vault = Vault(keyring.create(tmp_path / "keys.json"))

    for kind in (Hospitals(), Registrations(), Exports(), Reports(vault)):
        outcome = importing.run(tmp_path / f"{kind.name}.csv", kind, store=store, at=LATER)
        assert (outcome.refused, outcome.ignored_columns) == (0, ()), outcome.refusals

    assert digest(build(store)) == digest(world.extract())
