"""Drills of those who rule: administrators, whoever speaks SQL with a face's role, whoever owns the database."""

import re
import shutil
import subprocess
import time
from pathlib import Path
from uuid import uuid4

from psycopg import connect
from sqlalchemy import make_url

from benchmarks.insiders.drill import Told
from benchmarks.insiders.scene import ROLES, START_SECONDS, Scene, seen_within
from portal.cli.checkpointing import LOOK_SECONDS, SCHEDULE_EVERY
from portal.domain.access import Role
from portal.domain.face import Face
from portal.files import witness
from portal.intake import plans
from portal.storage import journal, staff

FORBIDDEN, CONFLICT = 403, 409
WITH_ROWS = ("calls", "complaint_keys")
WATCHED_EVERY = LOOK_SECONDS * (SCHEDULE_EVERY + 1)
JOURNAL_ALARMS = ("entries of the journal were changed", "the journal is not what a witness saw")
PLANS_ALARM = "exports or plans were changed"
OFFICE_PLANTED = (
    "SELECT password_hash FROM staff",
    "SELECT token_digest FROM staff_sessions",
    "DELETE FROM journal",
    "UPDATE journal SET actor = 'x'",
    "TRUNCATE complaints CASCADE",
    "COPY complaints TO PROGRAM 'cat'",
    "ALTER TABLE complaints DISABLE ROW LEVEL SECURITY",
    f"SET ROLE {ROLES}_door",
    "DROP POLICY office_select ON complaints",
    "CREATE TABLE public.mine (x integer)",
)
MOTHERS_PLANTED = (
    "SELECT name FROM staff",
    "SELECT * FROM saved_searches",
    "SELECT * FROM canaries",
    "SELECT * FROM analyses",
    "SELECT * FROM staff_sessions",
    "DELETE FROM journal",
    f"SET ROLE {ROLES}_office",
)


def a_role_for_oneself(scene: Scene) -> Told:
    """An administrator asks for a role on the own account."""
    login = scene.hire(Role.ADMINISTRATOR)
    page = f"/office/admin/members/{scene.people[login].id}/role"
    browser = scene.browser(login)
    answer = browser.post(page, data={"role": "case_officer"}).status_code
    return Told(answer in (FORBIDDEN, CONFLICT) and _role(scene, login) == "administrator", None, f"answers {answer}")


def an_account_that_one_confirms_oneself(scene: Scene) -> Told:
    """An administrator asks for a puppet's account and confirms it."""
    browser, login = scene.browser("admin"), f"puppet-{uuid4().hex[:8]}"
    browser.post("/office/admin/members", data={"login": login, "name": "x", "role": "case_officer"})
    page = scene.browser("second").get("/office/admin/members").text
    asked = re.findall(r'name="request" value="([0-9a-f-]{36})"', page)
    answers = {
        browser.post("/office/admin/members/requests", data={"request": one, "answer": "confirm"}).status_code
        for one in asked
    }
    for one in asked:
        browser.post("/office/admin/members/requests", data={"request": one, "answer": "refuse"})
    return Told(answers == {CONFLICT}, None, f"confirming answers {sorted(answers)}")


def statements_with_the_offices_role(scene: Scene) -> Told:
    """Planted into an officer's transaction: all complaints, sessions, the journal, other roles."""
    one, another, officer = scene.report(scene.hire()), scene.report(), scene.hire()
    scene.report(officer)
    token = scene.sign_in(officer)
    found = {table: scene.rows(Face.OFFICE, f"SELECT 1 FROM {table}", token) for table in WITH_ROWS}  # noqa: S608
    passed = [planted for planted in OFFICE_PLANTED if not scene.sql(Face.OFFICE, planted, token=token)]
    asked = f"SELECT id FROM complaints WHERE id IN ('{one}', '{another}')"  # noqa: S608
    others = scene.rows(Face.OFFICE, asked, token)
    return Told(
        not passed and not others and set(found.values()) == {1},
        None, f"{len(OFFICE_PLANTED) - len(passed)} of {len(OFFICE_PLANTED)} refused, {others} rows of others",
    )  # fmt: skip


def statements_with_the_mothers_role(scene: Scene) -> Told:
    """Planted into a page of the public web: every report, every account, every list."""
    scene.report()
    tables = ("complaints", "calls", "complaint_keys", "letters", "attachments", "recoveries", "phones", "cases")
    found = {table: scene.rows(Face.MOTHERS, f"SELECT 1 FROM {table}") for table in tables}  # noqa: S608
    passed = [one for one in MOTHERS_PLANTED if not scene.sql(Face.MOTHERS, one)]
    return Told(
        not passed and not any(found.values()), None,
        f"{len(MOTHERS_PLANTED) - len(passed)} of {len(MOTHERS_PLANTED)} refused, {sum(found.values())} rows",
    )  # fmt: skip


def an_entry_changed(scene: Scene) -> Told:
    """Who owns the database changes who did what in the journal."""
    began = time.monotonic()
    as_owner(scene, "UPDATE journal SET actor = 'somebody else' WHERE sequence = 2")
    return _journal_alarm(scene, began)


def entries_cut_off(scene: Scene) -> Told:
    """Who owns the database removes the newest entries, makes the head fit, and the server forget."""
    began = time.monotonic()
    as_owner(
        scene,
        "DELETE FROM journal WHERE sequence > (SELECT sequence FROM journal_head) - 3",
        "UPDATE journal_head SET sequence = last.sequence, digest = last.digest"
        " FROM (SELECT sequence, digest FROM journal ORDER BY sequence DESC LIMIT 1) AS last",
        "SELECT pg_stat_reset()",
    )
    return _journal_alarm(scene, began)


def an_older_database_put_back(scene: Scene) -> Told:
    """Who owns the database dumps it, waits for deeds to be done, and puts the dump back."""
    file = scene.folder / "older.dump"
    _postgres(scene, "pg_dump", "--format=custom", f"--file={file}")
    for _ in range(3):
        scene.report()
    if seen_within(lambda: _witnessed(scene) >= _entries(scene), START_SECONDS) is None:
        raise RuntimeError("no checkpoint of what is to be undone")
    began = time.monotonic()
    _postgres(scene, "pg_restore", "--clean", "--if-exists", "--single-transaction", str(file))
    return _journal_alarm(scene, began)


def a_plan_changed_after_the_fact(scene: Scene) -> Told:
    """Who owns the database moves a recipient's export to the day on which the calls begin."""
    day = scene.now().date()
    start, until = day.replace(day=1), day.replace(year=day.year + 1, day=1)
    plans.add(
        recipient=f"接收方{uuid4().hex[:6]}", day_of_month=5, start=start, until=until,
        store=scene.services.store, at=scene.now(), by="admin",
    )  # fmt: skip
    time.sleep(WATCHED_EVERY)
    began = time.monotonic()
    as_owner(scene, "UPDATE export_plans SET day_of_month = 12")
    said = seen_within(lambda: scene.worker_says(PLANS_ALARM) and scene.metric('rewritten_day{what="plan"}'))
    return Told(False, None if said is None else time.monotonic() - began, "the worker's log and metrics")


def _journal_alarm(scene: Scene, began: float) -> Told:
    """The worker's log is where a server's alarms are read; a witness's doubt is an alarm too."""
    said = seen_within(lambda: any(scene.worker_says(words) for words in JOURNAL_ALARMS))
    if said is None:
        return Told(False, None, "nobody says anything")
    measured = any(scene.metric(f'rewritten_day{{what="{what}"}}') for what in ("journal",))
    return Told(False, time.monotonic() - began, "the worker's log" + (" and metrics" if measured else ""))


def _role(scene: Scene, login: str) -> str:
    with scene.services.store.read() as connection:
        return str(staff.role_of(connection, login))


def _entries(scene: Scene) -> int:
    with scene.services.store.read() as connection:
        return journal.head(connection).sequence


def _witnessed(scene: Scene) -> int:
    """Up to which entry the first witness has seen the journal."""
    path, _note = witness.newest(scene.services.settings.witnesses[0]) or (None, None)
    return int(path.stem) if path else 0


def as_owner(scene: Scene, *statements: str) -> None:
    """As whoever is superuser of the server: no trigger fires."""
    with connect(_conninfo(scene), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in statements:
            connection.execute(statement.encode())


def _postgres(scene: Scene, program: str, *arguments: str) -> None:
    place = shutil.which(program) or str(max(Path("/usr/lib/postgresql").glob(f"*/bin/{program}")))
    command = [place, f"--dbname={_conninfo(scene)}", *arguments]
    subprocess.run(command, check=True, capture_output=True)


def _conninfo(scene: Scene) -> str:
    return make_url(scene.services.settings.database_url).set(drivername="postgresql").render_as_string(False)
