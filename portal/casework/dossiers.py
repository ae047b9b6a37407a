"""Asking for the dossier of an analysis, taking it, and checking one that came back."""

import binascii
import json
from collections.abc import Mapping
from datetime import datetime

from portal.domain.dossier import MANIFEST, SIGNATURE, Difference, DossierAsked, DossierState, Problem, canonical
from portal.domain.dossier import differences as told_apart
from portal.domain.journal import Entry
from portal.files.dossier_archive import Unpacked
from portal.storage import dossiers, findings, journal
from portal.storage.database import Connection, Store
from portal.vault.dossiers import is_signed
from portal.vault.vault import Vault

ALGORITHM = "Ed25519"
SAVED = "analysis.save"


class NoSuchAnalysis(LookupError):
    """There is no analysis of this number."""


class NotMade(LookupError):
    """No dossier has been made of it."""


def ask(analysis_id: int, *, by: str, at: datetime, store: Store) -> None:
    """Ask for a dossier; where one is waiting already, that one is the answer."""
    with store.write() as connection:
        if findings.find(connection, analysis_id) is None:
            raise NoSuchAnalysis(str(analysis_id))
        known = dossiers.find(connection, analysis_id)
        if known and known.state is DossierState.WAITING:
            return
        dossiers.ask(connection, analysis_id, by=by, at=at)
        journal.append(connection, Entry(at, by, "dossier.ask", _subject(analysis_id), {}))


def find(analysis_id: int, *, store: Store) -> DossierAsked | None:
    """How far it has come; None where nobody asked."""
    with store.read() as connection:
        return dossiers.find(connection, analysis_id)


def take(analysis_id: int, *, by: str, at: datetime, store: Store) -> bytes:
    """The archive; that it was taken is in the journal first."""
    with store.write() as connection:
        archive = dossiers.archive(connection, analysis_id)
        if archive is None:
            raise NotMade(str(analysis_id))
        journal.append(connection, Entry(at, by, "dossier.take", _subject(analysis_id), {}))
    return archive


def code_of(connection: Connection, analysis_id: int) -> str | None:
    """Which code computed an analysis, as the journal has it; analyses from before it was recorded have none."""
    entries = journal.about(connection, f"analysis:{analysis_id}")
    return next((entry.details["code"] for entry in entries if entry.verb == SAVED and "code" in entry.details), None)


def signature(manifest: bytes, *, vault: Vault) -> bytes:
    """The file that holds our signature under a manifest."""
    signed = {"algorithm": ALGORITHM, "public_key": vault.dossier_key().hex()}
    return canonical({**signed, "signature": vault.sign_dossier(manifest).hex()})


def differences(unpacked: Unpacked, *, public_key: bytes) -> list[Difference]:
    """Everything about a dossier that is not as the holder of the key signed it; nothing if it is."""
    twice = [Difference(Problem.TWICE, name) for name in unpacked.twice]
    return [*twice, *told_apart(unpacked.files), *_unsigned(unpacked.files, public_key)]


def _unsigned(files: Mapping[str, bytes], public_key: bytes) -> list[Difference]:
    if MANIFEST not in files:
        return []
    if SIGNATURE not in files:
        return [Difference(Problem.NO_SIGNATURE)]
    try:
        said = json.loads(files[SIGNATURE])
        named, signed = binascii.unhexlify(said["public_key"]), binascii.unhexlify(said["signature"])
    except (ValueError, KeyError, TypeError):
        return [Difference(Problem.BAD_SIGNATURE)]
    if is_signed(public_key, files[MANIFEST], signed):
        return []
    by_another = named != public_key and is_signed(named, files[MANIFEST], signed)
    return [Difference(Problem.OTHER_KEY if by_another else Problem.BAD_SIGNATURE)]


def _subject(analysis_id: int) -> str:
    return f"analysis:{analysis_id}"
