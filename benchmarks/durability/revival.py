"""The portal started on what a disk had left: does it come up, and is everything there that was acknowledged?"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from benchmarks.durability.audit import audit, journal_holds
from benchmarks.durability.sent import DISTRICT, HOSPITAL, Sent
from portal import create_app
from portal.domain.effort import is_done
from portal.services import Services
from portal.settings import from_environment
from portal.storage import hospitals
from portal.storage.database import Store
from portal.vault.keyring import KeysMissing
from portal.vault.sealing import SealBroken

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
BROKEN = (SQLAlchemyError, SealBroken, KeysMissing, ValueError)  # what a damaged folder raises
LAST = 5  # reports whose receipt is tried


@dataclass
class Found:
    """What became of the reports, and of the portal."""

    lost: list[int] = field(default_factory=list)
    half: list[int] = field(default_factory=list)
    shut: list[int] = field(default_factory=list)  # their receipt opens nothing
    unsure_but_there: int = 0
    broken: str = ""


def revive(
    folder: Path, *, acknowledged: Sequence[int], attached: Sequence[int], unsure: Sequence[int], new: int
) -> Found:
    """Start it and look: every report in the database, the last ones through their receipts as mothers do.

    `new` is the number of a report that it must be able to take in afterwards.
    """
    environment = {"JINGYUE_INSTANCE": str(folder), "DATABASE_URL": f"sqlite:///{folder}/jingyue.db"}
    services = Services(from_environment(environment))
    found = Found()
    try:
        _look(services, found, acknowledged, attached, unsure, new)
    except BROKEN as error:
        found.broken = f"{type(error).__name__}: {str(error).splitlines()[0][:200]}"
    finally:
        services.bare_store.close()
    return found


def _look(
    services: Services, found: Found, acknowledged: Sequence[int], attached: Sequence[int],
    unsure: Sequence[int], new: int,
) -> None:  # fmt: skip
    app = create_app(services.settings)
    client, own = app.test_client(), app.extensions["jingyue"].services
    try:
        if (answer := client.get("/healthz")).status_code != HTTPStatus.OK:
            found.broken = f"/healthz answers {answer.status_code}"
            return
        seen = audit(services.store, services.vault, acknowledged=acknowledged, unsure=unsure, attached=attached)
        found.lost, found.half, found.unsure_but_there = seen.lost, seen.half, seen.unsure_but_there
        found.shut = [number for number in acknowledged[-LAST:] if not _opens(client, Sent(number), services)]
        found.broken = _damage(services.store) or _takes(client, Sent(new), services.store)
    finally:
        own.store.close()


def _opens(client: FlaskClient, sent: Sent, services: Services) -> bool:
    """By the form for receipts, into her diary."""
    code = services.vault.receipt_code(sent.token)
    answer = client.post("/receipt", data={"code": code, "csrf_token": _token(client, "/receipt")})
    return answer.status_code == HTTPStatus.SEE_OTHER and client.get("/diary").status_code == HTTPStatus.OK


def _takes(client: FlaskClient, sent: Sent, store: Store) -> str:
    with store.write() as connection:  # the power may have gone before the hospital was there
        hospitals.put(connection, {HOSPITAL: DISTRICT})
    answer = client.post("/report", data=sent.form(_token(client, "/report")) | {"work": _effort(sent.token)})
    return "" if answer.status_code == HTTPStatus.SEE_OTHER else f"a new report is answered {answer.status_code}"


def _effort(token: str) -> str:
    """As her browser does it: the load before has used up what is taken without."""
    return next(nonce for nonce in map(str, itertools.count()) if is_done(token, nonce))


def _token(client: FlaskClient, path: str) -> str:
    shown = CSRF.search(client.get(path).text)
    return shown.group(1) if shown else ""


def _damage(store: Store) -> str:
    with store.read() as connection:
        said = connection.execute(text("PRAGMA integrity_check")).scalar_one()
        orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
    if said != "ok" or orphans:
        return f"the database is damaged: {said}, {len(orphans)} rows without what they belong to"
    return "" if journal_holds(store) else "the journal does not hold"
