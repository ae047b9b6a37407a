"""The journal before its witnesses, and single entries proved without it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from benchmarks.unguarded import unguarded
from portal.casework import witnessing
from portal.casework.witnessing import EntryMissing, JournalUnlike, Unlike, Verdict
from portal.domain.checkpoint import Checkpoint, NotACheckpoint, note, origin_of
from portal.domain.inclusion import NoInclusion, from_json
from portal.domain.journal import Entry, Standing
from portal.files import witness
from portal.storage import journal as entries
from portal.storage.database import Store
from portal.storage.schema import journal, journal_head
from portal.vault import checkpoints, keyring
from portal.vault.vault import Vault

BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(keyring.create(tmp_path / "keys.json"))


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    return [tmp_path / "commission", tmp_path / "complaints office"]


def write_entries(store: Store, count: int, verb: str = "deed") -> None:
    for number in range(count):
        with store.write() as connection:
            entries.append(connection, Entry(NOON + timedelta(seconds=number), "a", verb, f"thing:{number}", {"数": 1}))


def put(store: Store, vault: Vault, folders: list[Path]) -> int:
    return witnessing.put(folders, store=store, vault=vault, at=NOON)


def verified(store: Store, vault: Vault, folders: list[Path]) -> Verdict:
    with store.read() as connection:
        return witnessing.verified(connection, folders=folders, vault=vault)


def keep_only(store: Store, count: int) -> None:
    """What somebody does who cuts the tail, and is careful with the head."""
    with store.write() as connection:
        unguarded(connection)
        kept = list(entries.read_chain(connection))[:count]
        connection.execute(delete(journal))
        connection.execute(update(journal_head).values(sequence=0, digest=Standing().digest, frontier=b""))
        for link in kept:
            entries.append(connection, link.entry)


def test_each_witness_gets_a_note_that_anybody_can_check(store: Store, vault: Vault, folders: list[Path]) -> None:
    write_entries(store, 3)
    assert put(store, vault, folders) == 3
    with store.read() as connection:
        root = entries.head(connection).root

    for folder in folders:
        ((path, text),) = witness.notes(folder)
        assert path.name == "00000000000000000003.checkpoint"
        said = checkpoints.opened(text, vault.checkpoint_key())
        assert (said.size, said.root, said.at) == (3, root, NOON)
        assert text.split("\n")[:2] == [origin_of(vault.checkpoint_key()), "3"]


def test_a_witness_is_never_handed_two_notes_of_one_size(store: Store, vault: Vault, folders: list[Path]) -> None:
    write_entries(store, 2)
    put(store, vault, folders)
    before = list(witness.notes(folders[0]))

    witnessing.put(folders, store=store, vault=vault, at=NOON + timedelta(hours=1))

    assert list(witness.notes(folders[0])) == before


def test_a_journal_that_grew_agrees_with_every_checkpoint(store: Store, vault: Vault, folders: list[Path]) -> None:
    for count in (1, 4, 2):
        write_entries(store, count)
        put(store, vault, folders)
    write_entries(store, 3)

    assert verified(store, vault, folders) == Verdict(10, None, None, 6)


def test_a_cut_tail_is_told_by_the_witness_alone(store: Store, vault: Vault, folders: list[Path]) -> None:
    write_entries(store, 5)
    put(store, vault, folders)
    keep_only(store, 4)

    assert verified(store, vault, []).holds
    path = folders[0] / "00000000000000000005.checkpoint"
    assert verified(store, vault, folders).unlike == Unlike(path, 5)


def test_an_older_copy_that_lived_on_is_told_and_gets_no_checkpoint(
    store: Store, vault: Vault, folders: list[Path]
) -> None:
    write_entries(store, 5)
    put(store, vault, folders)
    keep_only(store, 3)
    write_entries(store, 9, verb="other")

    assert verified(store, vault, []).holds
    assert not verified(store, vault, folders).holds
    with pytest.raises(JournalUnlike) as refused:
        put(store, vault, folders)
    assert refused.value.unlike.size == 5
    assert len(list(witness.notes(folders[0]))) == 1


def test_a_cut_tail_gets_no_checkpoint_either(store: Store, vault: Vault, folders: list[Path]) -> None:
    write_entries(store, 5)
    put(store, vault, folders)
    keep_only(store, 4)

    with pytest.raises(JournalUnlike):
        put(store, vault, folders)


def test_one_witness_who_was_changed_does_not_hide_what_the_other_saw(
    store: Store, vault: Vault, folders: list[Path]
) -> None:
    write_entries(store, 5)
    put(store, vault, folders)
    keep_only(store, 4)
    for path, _ in witness.notes(folders[0]):
        path.unlink()

    assert verified(store, vault, folders).unlike == Unlike(folders[1] / "00000000000000000005.checkpoint", 5)


def test_a_note_of_another_key_is_none_of_ours(store: Store, vault: Vault, folders: list[Path], tmp_path: Path) -> None:
    write_entries(store, 2)
    other = Vault(keyring.create(tmp_path / "other.json"))
    put(store, other, folders)

    assert verified(store, vault, folders).unlike == Unlike(folders[0] / "00000000000000000002.checkpoint", None)
    with pytest.raises(JournalUnlike):
        put(store, vault, folders)


@pytest.mark.parametrize("change", ["size", "root", "time", "signature", "cut", "nothing", "padding"])
def test_a_changed_note_does_not_open(vault: Vault, change: str) -> None:
    key = vault.checkpoint_key()
    text = vault.sign_checkpoint(Checkpoint(origin_of(key), 7, bytes(32), NOON))
    checkpoint = checkpoints.opened(text, key)
    other = {
        "size": text.replace("\n7\n", "\n8\n"),
        "root": text.replace("AAAA", "AAAB", 1),
        "time": text.replace("2026", "2027"),
        "signature": note(checkpoint, key, bytes(64)),
        "cut": text[:60],
        "nothing": "",
        "padding": text[:-3] + BASE64[BASE64.index(text[-3]) + 1] + "=\n",  # bits that no decoder reads
    }[change]

    assert other != text
    with pytest.raises(NotACheckpoint):
        checkpoints.opened(other, key)


def test_every_entry_is_proved_without_the_journal(store: Store, vault: Vault) -> None:
    write_entries(store, 11)
    for sequence in range(1, 12):
        proof = witnessing.inclusion(sequence, store=store, vault=vault, at=NOON)
        said = checkpoints.opened(proof.note, vault.checkpoint_key())

        assert proof.is_under(said)
        assert f'"thing:{sequence - 1}"' in proof.content
        assert not replace(proof, content=proof.content.replace('"a"', '"b"')).is_under(said)
        assert not replace(proof, number=sequence % 11 + 1).is_under(said)


def test_what_is_not_there_is_not_proved(store: Store, vault: Vault) -> None:
    write_entries(store, 2)
    with pytest.raises(EntryMissing):
        witnessing.inclusion(3, store=store, vault=vault, at=NOON)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"format": "other"}', '{"format": "jingyue-inclusion-1", "path": 1}']
)
def test_what_is_no_proof_is_refused(text: str) -> None:
    with pytest.raises(NoInclusion):
        from_json(text)


@pytest.mark.parametrize("size", [1, 2])
def test_however_little_a_witness_saw_another_history_gets_no_checkpoint(
    store: Store, vault: Vault, folders: list[Path], size: int
) -> None:
    write_entries(store, size)
    put(store, vault, folders)
    keep_only(store, 0)
    write_entries(store, 4, verb="other")

    with pytest.raises(JournalUnlike) as refused:
        put(store, vault, folders)
    assert refused.value.unlike.size == size


def test_a_witness_of_an_empty_journal_takes_whatever_comes(store: Store, vault: Vault, folders: list[Path]) -> None:
    assert put(store, vault, folders) == 0
    write_entries(store, 3)
    assert put(store, vault, folders) == 3
    assert verified(store, vault, folders) == Verdict(3, None, None, 4)
