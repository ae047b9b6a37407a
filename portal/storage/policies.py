"""Roles, grants and row policies on PostgreSQL, from the table of grants: the second net below the portal's own checks.

Putting them in force twice changes nothing. The owner of the tables stands outside (migrations, backups and the checks
of foreign keys need every row); whoever may become the owner is not held by any of this.

The office does not say who it is: it shows the session's token, whose digest the door has written. So a statement that
got into an officer's transaction cannot name another officer.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from portal.domain.face import Face
from portal.storage.database import Store
from portal.storage.grants import FACES, TABLES, Line, Rule, columns_read

ONE_AT_A_TIME = 0x6A796772
VERBS = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE"}
AS_OWNER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp"
FUNCTIONS = {
    "jingyue_member() RETURNS uuid": """
        SELECT staff.id FROM staff_sessions JOIN staff ON staff.id = staff_sessions.staff_id AND staff.active
        WHERE token_digest = sha256(convert_to(current_setting('jingyue.token', true), 'UTF8'))""",
    "jingyue_role() RETURNS text": "SELECT role FROM staff WHERE id = jingyue_member()",
    "jingyue_login() RETURNS text": "SELECT login FROM staff WHERE id = jingyue_member()",
    "jingyue_complaint() RETURNS uuid": "SELECT nullif(current_setting('jingyue.complaint', true), '')::uuid",
    "jingyue_desk() RETURNS SETOF uuid": "SELECT complaint_id FROM assignments WHERE staff_id = jingyue_member()",
    "jingyue_kept_away() RETURNS SETOF uuid": """
        SELECT complaint_id FROM case_exclusions JOIN case_complaints USING (case_id)
        WHERE case_exclusions.staff_id = jingyue_member()""",
}
ROLE, MEMBER, HERS = "(SELECT jingyue_role())", "(SELECT jingyue_member())", "(SELECT jingyue_complaint())"
HER_CASES = f"SELECT case_id FROM case_complaints WHERE complaint_id = {HERS}"  # noqa: S608 - names of our own
# A clerk of the hotline writes what she reads back within the same transaction, as the mother's face does.
WRITTEN_DOWN = f"({ROLE} = 'hotline_clerk' AND {{key}} = {HERS})"
UNASSIGNED = "NOT EXISTS (SELECT FROM assignments AS taken WHERE taken.complaint_id = {key})"
OWN = "{key} IN (SELECT jingyue_desk())"
HANDLING, SUPERVISING, ADMINISTERING = (
    f"{ROLE} IN ('case_officer', 'supervisor')",
    f"{ROLE} = 'supervisor'",
    f"{ROLE} = 'administrator'",
)
LINE = f"{SUPERVISING} OR ({ROLE} = 'case_officer' AND ({OWN} OR {UNASSIGNED})) OR {WRITTEN_DOWN}"
DESK = (
    f"({SUPERVISING} OR ({ROLE} = 'case_officer' AND {OWN})) AND {{key}} NOT IN (SELECT jingyue_kept_away())"
    f" OR {WRITTEN_DOWN}"
)
OWN_ACCOUNT = f"staff_id = {MEMBER} OR {ADMINISTERING}"
# Which rows the office reads, and which it writes.
OFFICE_ROWS = {
    Rule.LINE: (LINE, LINE),
    Rule.DESK: (DESK, DESK),
    Rule.CASE: (HANDLING, HANDLING),
    Rule.TAKEN: (HANDLING, f"{SUPERVISING} OR ({ROLE} = 'case_officer' AND staff_id = {MEMBER})"),
    Rule.SUPERVISED: (HANDLING, SUPERVISING),
    Rule.MEMBER: (OWN_ACCOUNT, OWN_ACCOUNT),
    Rule.REGISTRY: ("true", ADMINISTERING),
    Rule.ADMIN: (ADMINISTERING, ADMINISTERING),
}
REQUESTING = f"{ROLE} = 'export_requester'"
DELIVERED = f"{REQUESTING} AND {{key}} IN (SELECT delivery_rows.complaint_id FROM delivery_rows)"  # noqa: S608 - names of our own
WATCHING_DELIVERIES = f"{ROLE} IN ('export_requester', 'export_approver', 'administrator', 'auditor')"
# Beyond the rule of a table. Calls are counted for a request before there is a delivery; keys are opened for its calls.
ALSO_READ = {
    "identity_requests": f"{ROLE} = 'auditor'",
    "complaints": REQUESTING, "calls": REQUESTING, "complaint_keys": DELIVERED, "delivery_rows": WATCHING_DELIVERIES,
}  # fmt: skip
# Who prints slips holds the row of the hospital, so that two who print at once count each other's; who fetches a
# delivery holds its complaints, so that none is withdrawn meanwhile.
ALSO_WRITTEN = {
    "hospitals": f"{ROLE} = 'hospital_verifier'", "complaints": DELIVERED, "delivery_rows": WATCHING_DELIVERIES
}  # fmt: skip
# What was done to what one may see, what one did oneself, and all of it for who watches over all. Nobody changes an
# entry or removes one: no face was given the verb.
OF_MY_DESK = "subject IN (SELECT 'complaint:' || desk FROM jingyue_desk() AS desk)"
WATCHING = f"{ROLE} IN ('auditor', 'supervisor', 'administrator')"
DIARY_ROWS = {
    Face.MOTHERS: (f"subject = 'complaint:' || {HERS}", f"actor = 'reporter' AND subject = 'complaint:' || {HERS}"),
    Face.OFFICE: (
        f"actor = (SELECT jingyue_login()) OR {WATCHING} OR subject NOT LIKE 'complaint:%' OR {OF_MY_DESK}",
        "actor = (SELECT jingyue_login())",
    ),
}


def names(roles: str) -> list[str]:
    """The role of each face."""
    return [f"{roles}_{face}" for face in FACES]


def put_in_force(store: Store, roles: str) -> None:
    """Make the roles where they are missing, and give them exactly what the table of grants says."""
    with store.write() as connection:
        for statement in statements(connection, roles):
            connection.execute(text(statement))


def lift(connection: Connection) -> None:
    """Take every policy away, for what they name cannot be changed: without one a face finds no row at all."""
    if connection.dialect.name != "postgresql":
        return
    standing = connection.execute(text("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'"))
    for table, name in standing.all():
        connection.execute(text(f"DROP POLICY {name} ON {table}"))


def statements(connection: Connection, roles: str) -> Iterator[str]:
    """Every statement, in order."""
    yield f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"  # of itself only from PostgreSQL 15 on
    for name in names(roles):
        known = connection.exec_driver_sql("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).first()
        if not known:
            yield f"CREATE ROLE {name} LOGIN NOINHERIT"
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}"
        yield f"GRANT SELECT ON alembic_version TO {name}"
        yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}"
    for head, body in FUNCTIONS.items():
        yield f"CREATE OR REPLACE FUNCTION {head} {AS_OWNER} AS $${body}$$"
    for table, line in TABLES.items():
        yield from _grants(table, line, roles)
        yield from _policies(connection, table, line, roles)


def _grants(table: str, line: Line, roles: str) -> Iterator[str]:
    for face, verbs in line.verbs.items():
        columns = columns_read(table, face)
        for verb in verbs:
            which = f" ({', '.join(columns)})" if verb == "S" and columns else ""
            yield f"GRANT {VERBS[verb]}{which} ON {table} TO {roles}_{face}"


def _policies(connection: Connection, table: str, line: Line, roles: str) -> Iterator[str]:
    standing = connection.exec_driver_sql(
        "SELECT policyname FROM pg_policies WHERE schemaname = 'public' AND tablename = %s", (table,)
    )
    for (name,) in standing.all():
        yield f"DROP POLICY {name} ON {table}"
    if line.rule is Rule.ALL:
        yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
        return
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    for face in line.verbs:
        reads, writes = _rows(table, line, face)
        for verb, which in (
            ("SELECT", f"USING ({reads})"),
            ("INSERT", f"WITH CHECK ({writes})"),
            ("UPDATE", f"USING ({writes}) WITH CHECK ({writes})"),
            ("DELETE", f"USING ({writes})"),
        ):
            yield f"CREATE POLICY {face}_{verb.lower()} ON {table} FOR {verb} TO {roles}_{face} {which}"


def _rows(table: str, line: Line, face: Face) -> tuple[str, str]:
    """Which rows a face reads, and which it writes."""
    key = f"{table}.id" if table == "complaints" else f"{table}.complaint_id"
    if line.rule is Rule.DIARY:
        return DIARY_ROWS.get(face, ("true", "true"))
    if face is Face.OFFICE:
        reads, writes = OFFICE_ROWS[line.rule]
        reads, writes = _either(reads, ALSO_READ.get(table)), _either(writes, ALSO_WRITTEN.get(table))
        return reads.format(key=key), writes.format(key=key)
    if face is Face.MOTHERS and line.rule is not Rule.REGISTRY:
        rows = _hers(table, key)
        return rows, rows
    return "true", "true"


def _either(rule: str, more: str | None) -> str:
    return f"({rule}) OR ({more})" if more else rule


def _hers(table: str, key: str) -> str:
    if table == "cases":
        return f"cases.id IN ({HER_CASES})"
    if table == "case_notes":
        return f"case_notes.case_id IN ({HER_CASES})"
    if table == "complaint_links":
        return f"{HERS} IN (complaint_id, other_id)"
    return f"{key} = {HERS}"
