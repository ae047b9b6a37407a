"""One small city in which every question of an analysis is asked, and what this process says of it."""

import pytest

from portal.aggregation.pipeline import Analysis, analyse
from portal.extract.columns import Extract
from portal.simulator.cities import city, city_leak
from portal.simulator.world import simulate


@pytest.fixture(scope="session")
def town() -> Extract:
    return simulate(city(120, districts=2, leaks=(city_leak(),)), 5).extract()


@pytest.fixture(scope="session")
def here(town: Extract) -> Analysis:
    return analyse(town)
