"""A bound on what the vault opens: over real processes, and kept over a kill."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from portal.domain.allowance import OpeningsSpent
from portal.vault import keyring, offline
from portal.vault.offline import UnknownRecipient
from portal.vault.openings import DEFAULT_MOST, ID_BYTES, NUMBER_BYTES, PERIOD_SECONDS, Bounds, Openings
from portal.vault.remote import GUARDED, KEY_VERBS, VERBS, RemoteVault, VaultAway
from portal.vault.sealing import Place, WrappedKey
from portal.vault.serving import Keeper, VaultServer
from portal.vault.vault import Vault
from tests.servers.vault import VaultProcess, own_vault

MOST = 2
PLACE = Place("calls", "notes_sealed", UUID(int=1))


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    keyring.create(tmp_path / "keys.json")
    return tmp_path / "keys.json"


@pytest.fixture
def process(keys: Path) -> Iterator[VaultProcess]:
    options = ("--openings", MOST, "--sealed-to", keys.with_name("to"))
    with own_vault(keys, keys.with_name("v.sock"), *options) as process:
        yield process


@pytest.fixture
def server(keys: Path) -> Iterator[VaultServer]:
    """The same in a thread, so that benchmarks.mutation sees its lines."""
    callers, bounds = frozenset({os.getuid()}), Bounds.beside(keys, MOST)
    server = VaultServer(keys.with_name("v.sock"), Vault(keyring.load(keys)), callers, bounds, keys.with_name("to"))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["process", "server"])
def vault(request: pytest.FixtureRequest, keys: Path) -> Iterator[RemoteVault]:
    request.getfixturevalue(request.param)
    vault = RemoteVault(keys.with_name("v.sock"))
    yield vault
    vault.hang_up()


def sealed(vault: RemoteVault, complaint: UUID) -> tuple[WrappedKey, bytes]:
    key, stored = vault.new_key(complaint)
    return stored, key.seal_content(b"words", PLACE)


def opened(vault: RemoteVault, complaint: UUID, kept: tuple[WrappedKey, bytes]) -> bytes:
    return vault.unwrap(complaint, kept[0]).open_content(kept[1], PLACE)


def test_as_many_complaints_open_as_may_each_as_often_as_one_likes(vault: RemoteVault) -> None:
    kept = {complaint: sealed(vault, complaint) for complaint in (uuid4() for _ in range(MOST + 2))}
    *few, over, more = kept
    for complaint in (*few, *few):
        assert opened(vault, complaint, kept[complaint]) == b"words"
    assert vault.refused_openings() == 0
    for complaint in (over, more):
        with pytest.raises(OpeningsSpent):
            opened(vault, complaint, kept[complaint])
    assert opened(vault, few[0], kept[few[0]]) == b"words"
    assert vault.refused_openings() == 2
    assert sealed(vault, uuid4()), "reports are taken all the same"


def test_a_kill_forgets_nothing_and_the_log_says_what_was_refused(process: VaultProcess) -> None:
    vault = RemoteVault(process.socket)
    kept = {complaint: sealed(vault, complaint) for complaint in (uuid4() for _ in range(MOST + 1))}
    *few, over = kept
    for complaint in few:
        opened(vault, complaint, kept[complaint])
    process.kill()
    process.start()
    assert process.log == ""
    with pytest.raises(OpeningsSpent):
        opened(vault, over, kept[over])
    assert process.log.count('"event": "vault.spent"') == 1
    assert opened(vault, few[0], kept[few[0]]) == b"words"


def test_whoever_shows_a_receipt_reads_without_counting_and_nothing_else(vault: RemoteVault) -> None:
    codes = [vault.receipt_code(f"token{number}".ljust(32, "x")) for number in range(MOST + 2)]
    for code in codes:
        complaint = vault.complaint_for(code)
        assert opened(vault, complaint, sealed(vault, complaint)) == b"words"
    other = vault.complaint_for(codes[0])
    vault.complaint_for(codes[1])
    for complaint in (other, uuid4()):
        opened(vault, complaint, sealed(vault, complaint))
    with pytest.raises(OpeningsSpent):
        opened(vault, complaint := uuid4(), sealed(vault, complaint))


def test_another_caller_of_the_vault_profits_from_no_receipt(vault: RemoteVault, keys: Path) -> None:
    complaint = vault.complaint_for(vault.receipt_code("token".ljust(32, "x")))
    kept = sealed(vault, complaint)
    stranger = RemoteVault(keys.with_name("v.sock"))
    for one in (uuid4() for _ in range(MOST)):
        opened(stranger, one, sealed(stranger, one))
    with pytest.raises(OpeningsSpent):
        opened(stranger, complaint, kept)
    assert opened(vault, complaint, kept) == b"words"
    stranger.hang_up()


def test_notes_and_secrets_of_code_applications_count_too(vault: RemoteVault) -> None:
    note, member, other = uuid4(), uuid4(), uuid4()
    assert vault.open_case_note(vault.seal_case_note("备注", note), note) == "备注"
    assert vault.open_code_secret(member, vault.seal_code_secret(member, "SECRET")) == "SECRET"
    with pytest.raises(OpeningsSpent):
        vault.open_case_note(vault.seal_case_note("备注", other), other)
    with pytest.raises(OpeningsSpent):
        vault.open_code_secret(other, vault.seal_code_secret(other, "SECRET"))


def test_phones_are_bounded_apart(vault: RemoteVault, keys: Path) -> None:
    plain = Vault(keyring.load(keys))
    numbers = [f"+8613800138{number:03}" for number in range(MOST + 1)]
    *few, over = numbers
    for number in (*few, *few):
        assert vault.own_phone(number) == plain.own_phone(number)
    with pytest.raises(OpeningsSpent):
        vault.own_phone(over)
    complaint, place = uuid4(), Place("phone_codes", "number_sealed", uuid4())
    key, stored = vault.new_key(complaint)
    with pytest.raises(OpeningsSpent):
        vault.unwrap(complaint, stored).open_content(key.seal_content(b"number", place), place)
    assert vault.refused_openings() == 2
    assert opened(vault, complaint, (stored, key.seal_content(b"words", PLACE))) == b"words"


def test_a_copy_of_the_keys_is_sealed_to_the_keys_that_the_vault_was_told_of_alone(
    vault: RemoteVault, tmp_path: Path
) -> None:
    ours, theirs = offline.create(tmp_path / "ours"), offline.create(tmp_path / "theirs")
    for to in ([ours], [], [ours, theirs]):
        with pytest.raises((UnknownRecipient, RuntimeError)):
            vault.sealed_copy(to)
    (tmp_path / "to").write_text(f"# held by the chair\n{ours}\n")
    for to in ([], [theirs], [ours, theirs]):
        with pytest.raises(UnknownRecipient):
            vault.sealed_copy(to)
    (tmp_path / "copy").write_bytes(vault.sealed_copy([ours]))
    with (tmp_path / "copy").open("rb") as copy, (tmp_path / "plain").open("wb") as plain:
        offline.unseal(copy, plain, tmp_path / "ours")
    assert (tmp_path / "plain").read_bytes() == (tmp_path / "keys.json").read_bytes()


def test_the_next_hour_begins_anew_and_half_an_id_is_none(tmp_path: Path) -> None:
    file, now = tmp_path / "o", [PERIOD_SECONDS * 1000.0]
    ids = [uuid4() for _ in range(4)]
    first = Openings(MOST, file, lambda: now[0])
    first.count(ids[0])
    with file.open("ab") as torn:
        torn.write(b"half")
    second = Openings(MOST, file, lambda: now[0])
    second.count(ids[1])
    third = Openings(MOST, file, lambda: now[0])
    third.count(ids[1])
    now[0] += PERIOD_SECONDS - 1
    with pytest.raises(OpeningsSpent):
        third.count(ids[2])
    now[0] += 1
    third.count(ids[2])
    third.count(ids[3])
    with pytest.raises(OpeningsSpent):
        third.count(ids[0])
    assert file.read_bytes()[NUMBER_BYTES:] == ids[2].bytes + ids[3].bytes
    now[0] += PERIOD_SECONDS
    third.count(ids[0])
    again = Openings(MOST, file, lambda: now[0])
    again.count(ids[1])
    with pytest.raises(OpeningsSpent):
        again.count(ids[3])
    assert (file.stat().st_size, file.stat().st_mode & 0o777) == (NUMBER_BYTES + 2 * ID_BYTES, 0o600)


def test_the_bound_is_what_the_papers_say() -> None:
    assert (PERIOD_SECONDS, DEFAULT_MOST) == (3600, 2000)


def test_a_verb_that_is_none_is_not_answered(vault: RemoteVault) -> None:
    for verb in ("_code_app_key", "unwrap", "new_key", "no_such"):
        with pytest.raises(VaultAway):
            vault._ask(verb)
    assert vault.web_secret()


def test_a_vault_that_hangs_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.vault.remote.PATIENCE_SECONDS", 0.2)
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(str(tmp_path / "d.sock"))
        deaf.listen()
        vault, began = RemoteVault(tmp_path / "d.sock"), time.monotonic()
        with pytest.raises(VaultAway):
            vault.web_secret()
        assert time.monotonic() - began < 5


SOMEBODY = """
line = socket.socket(socket.AF_UNIX)
line.connect(sys.argv[1])
line.settimeout(1)
try:
    print(len(line.recv(1)))
except TimeoutError:
    print("waits")
"""
AS = "import os, socket, sys; os.setgroups([0]); os.setgid(int(sys.argv[3])); os.setuid(int(sys.argv[2]))"


@pytest.mark.skipif(os.getuid() != 0, reason="only root runs a process as somebody else")
@pytest.mark.parametrize(("user", "group", "said"), [("0", "4321", "waits"), ("4321", "0", "0")])
def test_callers_are_known_by_their_user_and_not_by_their_group(
    server: VaultServer, keys: Path, user: str, group: str, said: str
) -> None:
    with tempfile.TemporaryDirectory(prefix="v") as folder:
        os.chown(folder, 4321, 0)
        reachable = Path(folder) / "v.sock"
        os.link(keys.with_name("v.sock"), reachable)
        command = [sys.executable, "-c", f"{AS}{SOMEBODY}", str(reachable), user, group]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (said, "")


def test_what_could_not_be_noted_is_not_opened(tmp_path: Path) -> None:
    openings = Openings(MOST, tmp_path / "o")
    openings.count(uuid4())
    (tmp_path / "o").unlink()
    with pytest.raises(FileNotFoundError):
        openings.count(uuid4())


def test_every_verb_that_is_bounded_has_its_guard() -> None:
    assert {name for name in vars(Keeper) if not name.startswith("_")} == KEY_VERBS | GUARDED
    assert GUARDED <= VERBS
    assert not KEY_VERBS & VERBS
    opening = {name for name in VERBS if name.startswith("open_")} - {"open_state"}
    assert opening <= GUARDED, "a verb that opens what is stored counts"
