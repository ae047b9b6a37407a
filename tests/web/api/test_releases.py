"""The API: what was released and nothing else, under ids that stay, within its budget."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

from portal import create_app
from portal.domain.opendata import TABLES
from portal.services import Services
from portal.settings import Settings
from portal.vault import keyring
from portal.web.api.blueprint import A_SECOND, BUDGET, MOST_AT_ONCE
from portal.web.api.budget import Budget
from tests.web.released import QUARTER, add_release

NOW = datetime(2026, 5, 1, tzinfo=UTC)
TABLE = "/api/v1/releases/2026-Q1/tables/vendor_stage"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    keyring.create(tmp_path / "keys.json")
    app = create_app(Settings(f"sqlite:///{tmp_path}/api.db", tmp_path, tmp_path / "keys.json", "http://127.0.0.1"))
    services: Services = app.extensions["jingyue"].services
    services.clock = lambda: NOW
    yield app
    services.store.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    add_release(app.extensions["jingyue"].services.store)
    return app.test_client()


def test_before_the_first_release_there_is_a_day_and_no_figure(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/releases").json
    assert answer == {"releases": [], "next_release": {"id": "2026-Q2", "due_on": "2026-07-20"}}


def test_a_release_and_its_tables_are_found_by_their_ids(client: FlaskClient) -> None:
    (head,) = client.get("/api/v1/releases").json["releases"]
    assert head == {"id": "2026-Q1", "from": "2026-01-01", "until": "2026-04-01", "released_on": "2026-04-20"}
    whole = client.get(f"/api/v1/releases/{head['id']}").json
    assert [table["id"] for table in whole["tables"]] == [f"{QUARTER}/{table.name}" for table in TABLES]
    assert client.get(TABLE).json == whole["tables"][0]
    assert {"row": "infant_formula", "column": "second_trimester", "mothers": 85} in whole["tables"][0]["cells"]


@pytest.mark.parametrize("path", ["/releases/2026-Q2", "/releases/2026-Q1/tables/hospitals", "/releases/x/tables/y"])
def test_what_was_not_released_is_not_there(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/api/v1{path}")
    assert (answer.status_code, answer.json) == (404, {"error": "not_found"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_answer_may_be_kept_and_asked_for_by_its_tag(client: FlaskClient) -> None:
    first = client.get(TABLE)
    assert first.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in first.headers
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get(TABLE, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


def test_a_spent_budget_refuses_the_api_and_not_the_mothers(client: FlaskClient) -> None:
    answers = [client.get("/api/v1/releases") for _ in range(MOST_AT_ONCE + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {200}
    assert (answers[-1].status_code, answers[-1].json) == (429, {"error": "too_many_requests"})
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert client.get("/numbers").status_code == 200


def test_a_budget_fills_with_time_and_never_over_its_brim(tmp_path: Path) -> None:
    budget = Budget(tmp_path / "budget", 2, A_SECOND)
    assert [budget.take(NOW) for _ in range(3)] == [True, True, False]
    assert budget.take(NOW + timedelta(seconds=1 / A_SECOND))
    later = NOW + timedelta(days=1)
    assert [budget.take(later) for _ in range(3)] == [True, True, False]
    assert not budget.take(NOW), "a clock that is set back fills nothing"


def test_processes_and_threads_share_one_budget(tmp_path: Path) -> None:
    budget = Budget(tmp_path / "budget", 50, A_SECOND)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes, ThreadPoolExecutor(4) as threads:
        taken = [*processes.map(budget.take, [NOW] * 60), *threads.map(budget.take, [NOW] * 60)]
    assert taken.count(True) == 50


def test_the_answers_are_what_the_document_says(app: Flask, client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json")
    assert {document.status_code, document.headers["Vary"]} == {200, "Accept-Language, Cookie"}
    seen = {path: fuzzed(app, document.json, path) for path in document.json["paths"]}
    assert seen == {
        "/releases": {200},
        "/releases/{release}": {200, 404},
        "/releases/{release}/tables/{table}": {200, 404},
    }


def test_an_answer_that_breaks_the_document_is_noticed(app: Flask, client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    coming = document["components"]["schemas"]["Releases"]["properties"]["next_release"]
    coming["properties"]["due_on"] = {"type": "integer"}
    with pytest.raises(FailureGroup, match="schema"):
        fuzzed(app, document, "/releases")


def budget_of(app: Flask) -> Path:
    return app.extensions["jingyue"].services.settings.instance / BUDGET


def fuzzed(app: Flask, document: dict[str, Any], path: str) -> set[int]:
    """What one operation answers to the released quarter and to whatever schemathesis asks; every check is run."""
    schema = schemathesis.openapi.from_dict(document)
    schema.app = app
    operation = schema[path]["GET"]
    seen = set()

    def ask(case: schemathesis.Case) -> None:
        budget_of(app).unlink(missing_ok=True)
        seen.add(case.call_and_validate().status_code)

    known = {"release": str(QUARTER), "table": "vendor_stage"}
    ask(operation.Case(path_parameters={name: known[name] for name in known if f"{{{name}}}" in path}))
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE) if "{" in path else (GenerationMode.POSITIVE,):
        settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)(
            given(operation.as_strategy(mode))(ask)
        )()
    return seen


def test_the_document_says_what_nobody_may_read_from_the_figures(client: FlaskClient) -> None:
    said = client.get("/api/v1/openapi.json").json["info"]["description"]
    for caveat in ("不能拿来比高低", "本站不点任何单位的名", "不到 10 人的不显示"):
        assert caveat in said
