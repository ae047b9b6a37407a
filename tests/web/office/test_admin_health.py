"""The page of health, and the same for a scraper: off until a token is set, and closed to whoever lacks it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal import create_app
from portal.casework import members
from portal.domain.access import Role
from portal.settings import TokenTooShort, from_environment
from tests.web.office.conftest import NOON, Office

TOKEN = "a-token-of-more-than-24-characters"
LINE = re.compile(r'(# (HELP|TYPE) jingyue_\w+ .+|jingyue_\w+(\{\w+="[\w.]+"\})? -?[\d.e+]+)')


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Flask]:
    app = create_app(from_environment({"JINGYUE_INSTANCE": str(tmp_path), "JINGYUE_METRICS_TOKEN": TOKEN}))
    yield app
    app.extensions["jingyue"].services.bare_store.close()


def scraped(app: Flask, shown: str = f"Bearer {TOKEN}") -> tuple[int, str]:
    answer = app.test_client().get("/metrics", headers={"Authorization": shown})
    return answer.status_code, answer.text


def test_the_page_says_how_the_portal_does(office: Office) -> None:
    page = office.page(Role.ADMINISTRATOR, "/office/admin/health")
    for said in ("系统运行正常", "还没有核对过", "监控接口 /metrics 没有打开"):
        assert said in page


def test_without_a_token_there_is_no_such_page(office: Office) -> None:
    for shown in ("", "Bearer ", f"Bearer {TOKEN}"):
        assert scraped(office.app, shown)[0] == 404


@pytest.mark.parametrize("shown", ["", "Bearer ", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer 令牌"])
def test_a_wrong_token_reads_nothing(watched: Flask, shown: str) -> None:
    code, text = scraped(watched, shown.encode().decode("latin-1"))
    assert code == 403 and "jingyue_" not in text


def test_a_scraper_reads_numbers_in_its_own_form(watched: Flask) -> None:
    store = watched.extensions["jingyue"].services.store
    members.add(
        login="li.na", name="李娜", role=Role.ANALYST, password="x" * 20, by="system", at=NOON, store=store
    )  # fmt: skip
    code, text = scraped(watched)
    assert code == 200 and text.endswith("\n")
    assert [line for line in text.splitlines() if not LINE.fullmatch(line)] == []
    for line in ("jingyue_ready 1", 'jingyue_present{what="keys"} 1', 'jingyue_jobs{state="failed"} 0'):
        assert line in text.splitlines()
    assert "li.na" not in text and "李娜" not in text


def test_lost_keys_are_told_to_the_scraper(tmp_path: Path) -> None:
    settings = {"JINGYUE_INSTANCE": str(tmp_path), "JINGYUE_METRICS_TOKEN": TOKEN}
    settings |= {"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    code, text = scraped(create_app(from_environment(settings)))
    assert code == 200
    assert "jingyue_ready 0" in text and 'jingyue_present{what="database"} 0' in text
    assert 'jingyue_present{what="keys"} 0' in text and "jingyue_jobs" not in text


def test_a_token_that_could_be_guessed_is_refused() -> None:
    with pytest.raises(TokenTooShort):
        from_environment({"JINGYUE_METRICS_TOKEN": "short"})
    assert TOKEN not in repr(from_environment({"JINGYUE_METRICS_TOKEN": TOKEN}))
