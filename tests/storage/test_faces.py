"""Each face's role does what its line says and no more; in an officer's transaction stand an officer's rows only."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from portal.casework import assignments, members
from portal.domain.access import Role, StaffMember
from portal.domain.face import Face, Speaker
from portal.domain.presence import Factor
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as intake
from portal.storage import policies, sessions
from portal.storage.database import Store
from portal.storage.grants import FACES, TABLES, Rule
from portal.storage.schema import metadata
from portal.vault import keyring
from portal.vault.vault import Vault
from tests.servers.databases import ROLES, Databases

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
OF_A_COMPLAINT = (Rule.LINE, Rule.DESK)


@dataclass
class World:
    """Three complaints, of which the first is the officer's and the second a colleague's; nobody has the third."""

    url: str
    owner: Store
    complaints: tuple[UUID, ...]
    people: dict[str, StaffMember]
    tokens: dict[str, str]
    opened: list[Store] = field(default_factory=list)

    def speaks(self, face: Face, token: str = "") -> Store:
        """The database as one face."""
        self.opened.append(Store(self.url, roles=ROLES, speaker=lambda: Speaker(face, token)))
        return self.opened[-1]


@pytest.fixture(scope="module")
def world(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    vault = Vault(keyring.create(tmp_path_factory.mktemp("keys") / "keys.json"))
    with databases.fresh("postgresql") as url:
        store = Store(url)
        people = {name: _member(store, name, role) for name, role in WHO.items()}
        mine, theirs, free = (_submitted(store, vault, token) for token in ("mine", "theirs", "free"))
        for complaint, name in ((mine, "officer"), (theirs, "colleague")):
            assignments.assign([complaint], to=people[name].id, by="system", at=NOON, store=store)
        tokens = {name: _let_in(store, member) for name, member in people.items()}
        made = World(url, store, (mine, theirs, free), people, tokens)
        yield made
        for one in (store, *made.opened):
            one.close()


WHO = {
    "officer": Role.CASE_OFFICER, "colleague": Role.CASE_OFFICER, "supervisor": Role.SUPERVISOR,
    "analyst": Role.ANALYST, "administrator": Role.ADMINISTRATOR, "clerk": Role.HOTLINE_CLERK, "auditor": Role.AUDITOR,
}  # fmt: skip


def test_every_table_has_a_line_and_every_line_a_table() -> None:
    assert set(TABLES) == set(metadata.tables)


def test_each_role_has_each_verb_of_its_line_on_each_table_and_no_other(world: World) -> None:
    """56 tables, six faces, four verbs; TRUNCATE, REFERENCES and TRIGGER are nobody's."""
    asked = "SELECT has_any_column_privilege(:role, :table, :verb)"
    whole = "SELECT has_table_privilege(:role, :table, :verb)"
    with world.owner.read() as connection:
        surprises = [
            (table, face, verb)
            for table, line in TABLES.items()
            for face in FACES
            for verb in (*policies.VERBS.values(), "TRUNCATE", "REFERENCES", "TRIGGER")
            if connection.execute(
                text(asked if verb in ("SELECT", "INSERT", "UPDATE", "REFERENCES") else whole),
                {"role": f"{ROLES}_{face}", "table": table, "verb": verb},
            ).scalar_one()
            != (verb[0] in line.verbs.get(face, "") and verb in policies.VERBS.values())
        ]
    assert surprises == []


def test_no_table_with_rows_of_people_is_without_a_policy(world: World) -> None:
    with world.owner.read() as connection:
        closed = set(connection.execute(text("SELECT relname FROM pg_class WHERE relrowsecurity")).scalars())
    assert closed == {table for table, line in TABLES.items() if line.rule is not Rule.ALL}
    assert {table.name for table in metadata.tables.values() if "complaint_id" in table.columns} <= closed


NEITHER_TABLE_NOR_PAST = (
    "UPDATE journal SET actor = 'x'", "DELETE FROM journal", "TRUNCATE journal", "TRUNCATE calls", "DROP TABLE calls",
    "ALTER TABLE journal DISABLE TRIGGER ALL", "DROP TRIGGER journal_is_not_changed ON journal",
    "CREATE TABLE more (id int)", "UPDATE alembic_version SET version_num = '0001'",
)  # fmt: skip


@pytest.mark.parametrize("face", FACES)
def test_neither_a_table_nor_the_journal_can_be_changed(world: World, face: Face) -> None:
    for statement in NEITHER_TABLE_NOR_PAST:
        assert _refused(world.speaks(face, world.tokens["administrator"]), statement), statement


def test_an_officer_finds_her_own_complaint_and_the_head_of_what_nobody_has(world: World) -> None:
    mine, _theirs, free = world.complaints
    officer = world.speaks(Face.OFFICE, world.tokens["officer"])
    with officer.read() as connection:
        assert _ids(connection, "SELECT * FROM complaints") == {mine, free}
        assert _ids(connection, "SELECT complaint_id AS id FROM calls") == {mine}
        assert _ids(connection, "SELECT complaint_id AS id FROM complaint_keys") == {mine}


@pytest.mark.parametrize("name", ["analyst", "administrator", "auditor", "clerk"])
def test_who_handles_no_complaint_finds_no_row_of_one(world: World, name: str) -> None:
    with world.speaks(Face.OFFICE, world.tokens[name]).read() as connection:
        for table in _readable(OF_A_COMPLAINT, Face.OFFICE):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0  # noqa: S608


def test_a_token_that_opens_no_session_finds_nothing(world: World) -> None:
    for token in ("", "guessed"):
        with world.speaks(Face.OFFICE, token).read() as connection:
            assert _ids(connection, "SELECT * FROM complaints") == set()


def test_an_officer_can_name_no_other_officer(world: World) -> None:
    """What a planted statement can set is a token, and whoever reads the sessions reads no digest, nor makes one."""
    officer = world.speaks(Face.OFFICE, world.tokens["officer"])
    other = world.people["colleague"].id
    digest = sha256(b"mine").hexdigest()
    planted = (
        "SELECT token_digest FROM staff_sessions",
        "SELECT password_hash FROM staff",
        f"INSERT INTO staff_sessions (token_digest, id, staff_id, created_at, seen_at, proven_at, factor, browser)"  # noqa: S608
        f" VALUES ('\\x{digest}', '{uuid4()}', '{other}', now(), now(), now(), 'passphrase', '')",
        "SET ROLE jingyue_door",
        "SET SESSION AUTHORIZATION postgres",
    )
    for statement in planted:
        assert _refused(officer, statement), statement


def test_an_officer_takes_nothing_from_a_colleague_and_raises_nobody(world: World) -> None:
    officer, theirs = world.speaks(Face.OFFICE, world.tokens["officer"]), world.complaints[1]
    for statement in (
        f"DELETE FROM assignments WHERE complaint_id = '{theirs}'",  # noqa: S608
        f"UPDATE complaints SET status = 'closed' WHERE id = '{theirs}'",  # noqa: S608
        "UPDATE staff SET role = 'supervisor' WHERE login = 'officer'",
        "DELETE FROM staff_sessions WHERE staff_id <> (SELECT id FROM staff WHERE login = 'officer')",
    ):
        with officer.write() as connection:
            assert connection.execute(text(statement)).rowcount == 0, statement
    someone = world.people["colleague"].id
    free = world.complaints[2]
    for statement in (
        f"INSERT INTO assignments VALUES ('{free}', '{someone}', now())",  # noqa: S608
        f"INSERT INTO letters VALUES ('{theirs}', '{uuid4()}', 'message', 'officer', now(), 'x')",  # noqa: S608
        "INSERT INTO journal SELECT sequence + 1000, at, 'colleague', verb, subject, details, previous, digest,"
        " finished FROM journal LIMIT 1",
    ):
        assert _refused(officer, statement), statement


def test_a_mother_reaches_her_own_rows_and_nobody_elses(world: World) -> None:
    mothers = world.speaks(Face.MOTHERS)
    mine = world.complaints[0]
    with mothers.read(mine) as connection:
        for table in _readable(OF_A_COMPLAINT, Face.MOTHERS):
            key = "id" if table == "complaints" else "complaint_id"
            assert _ids(connection, f"SELECT {key} AS id FROM {table}") <= {mine}  # noqa: S608
        assert _ids(connection, "SELECT id FROM complaints") == {mine}
    with mothers.read() as connection:
        assert _ids(connection, "SELECT id FROM complaints") == set()


def test_the_analysis_reads_codes_and_days_and_writes_no_row_of_a_complaint(world: World) -> None:
    analysis = world.speaks(Face.ANALYSIS)
    with analysis.read() as connection:
        assert _ids(connection, "SELECT id FROM complaints") == set(world.complaints)
    for statement in (
        "SELECT contact_sealed FROM complaints", "SELECT notes_sealed FROM calls", "SELECT * FROM letters",
        "UPDATE complaints SET tier = 2", "DELETE FROM calls", "SELECT login FROM staff",
    ):  # fmt: skip
        assert _refused(analysis, statement), statement


def test_putting_them_in_force_again_changes_nothing(world: World) -> None:
    before = _standing(world.owner)
    policies.put_in_force(world.owner, ROLES)
    assert _standing(world.owner) == before


def test_a_grant_by_hand_is_taken_back(world: World) -> None:
    before = _standing(world.owner)
    with world.owner.write() as connection:
        connection.execute(text(f"GRANT UPDATE ON journal TO {ROLES}_office"))
        connection.execute(text(f"CREATE POLICY every ON complaints FOR SELECT TO {ROLES}_office USING (true)"))
    assert _standing(world.owner) != before
    policies.put_in_force(world.owner, ROLES)
    assert _standing(world.owner) == before


def _standing(store: Store) -> tuple[list, list]:
    with store.read() as connection:
        acls = connection.execute(
            text("SELECT relname, relacl::text, relrowsecurity FROM pg_class WHERE relkind = 'r' ORDER BY relname")
        ).all()
        rules = connection.execute(text("SELECT * FROM pg_policies ORDER BY tablename, policyname")).all()
    return acls, rules


def _readable(rules: tuple[Rule, ...], face: Face) -> list[str]:
    return [table for table, line in TABLES.items() if line.rule in rules and "S" in line.verbs.get(face, "")]


def _ids(connection: Connection, query: str) -> set[UUID]:
    return {row.id for row in connection.execute(text(query))}


def _refused(store: Store, statement: str) -> bool:
    """Whether the database refuses, for want of a right or by a policy; nothing stays."""
    try:
        with store.rehearse() as connection:
            connection.execute(text(statement))
    except ProgrammingError as error:
        return any(why in str(error) for why in ("permission denied", "must be owner", "row-level security"))
    except DBAPIError as error:
        raise AssertionError(statement) from error
    return False


def _member(store: Store, name: str, role: Role) -> StaffMember:
    return members.add(login=name, name=name, role=role, password=PASSWORD, by="system", at=NOON, store=store)


def _let_in(store: Store, member: StaffMember) -> str:
    token = f"token of {member.login}"
    new = sessions.NewSession(uuid4(), sha256(token.encode()).digest(), member.id, Factor.PASSPHRASE, "")
    with store.write() as connection:
        sessions.open_session(connection, new, NOON)
    return token


def _submitted(store: Store, vault: Vault, token: str) -> UUID:
    call = CallDraft(NOON, Precision.MINUTE, VendorType.INFANT_FORMULA, caller_number="13800138000", notes="x")
    draft = ComplaintDraft(Card(registered_on=date(2025, 11, 3)), (call,))
    return intake.submit(draft, token=token.ljust(32, "x"), store=store, vault=vault, at=NOON).complaint_id
