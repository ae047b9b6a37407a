"""What the office's journeys share: a look at a page, by axe, by its width, and as a picture for people."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

Look = Callable[[Page, str], None]


@pytest.fixture
def look(request: pytest.FixtureRequest, axe: Callable[[Page], None], snapshot: Callable[[Page, str], Path]) -> Look:
    """Pictures are named after the `LOOK` of the test's module."""

    def at(page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        axe(page)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), f"{name} scrolls sideways"
        snapshot(page, f"{request.module.LOOK}-{name}")

    return at
