"""The vault as the rest of the portal meets it: one object that holds the keys and lends none."""

import json
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from portal.domain.checkpoint import Checkpoint
from portal.domain.phone import Caller, classify
from portal.vault import (
    blind_index,
    card_slips,
    case_notes,
    checkpoints,
    comparing,
    dossiers,
    keyring,
    offline,
    phone_codes,
    proofs,
    receipts,
    recovery,
    sealing,
)
from portal.vault.blind_index import Purpose
from portal.vault.comparing import NumberKeys
from portal.vault.keyring import Keyring
from portal.vault.sealing import ComplaintKey, Place, WrappedKey


class Vault:
    """Seals, opens and recognises; in-process for the embedded default."""

    def __init__(self, keys: Keyring, newest: Callable[[], Keyring] | None = None) -> None:
        self._newest = newest or (lambda: keys)

    @property
    def _keyring(self) -> Keyring:
        return self._newest()

    def master_versions(self) -> tuple[int, tuple[int, ...]]:
        """The version of the master key that wraps, and of every one that is kept."""
        keys = self._keyring
        return keys.current, tuple(sorted(keys.masters))

    def sealed_copy(self, to: Sequence[str]) -> bytes:
        """The key file as it is now, sealed to offline keys: a backup that no server opens."""
        return offline.seal(keyring.text_of(self._keyring).encode(), to)

    def refused_openings(self) -> int:
        """How often a vault in its own process refused to open another complaint; here nobody counts."""
        return 0

    def rewrap(self, complaint: UUID, stored: WrappedKey) -> WrappedKey:
        """A stored key, wrapped by the master key of today."""
        return sealing.rewrap(self._keyring, complaint, stored)

    def new_key(self, complaint: UUID) -> tuple[ComplaintKey, WrappedKey]:
        """A fresh key for one complaint, open and wrapped."""
        return sealing.new_complaint_key(self._keyring, complaint)

    def unwrap(self, complaint: UUID, stored: WrappedKey) -> ComplaintKey:
        """Open a stored key."""
        return sealing.unwrap(self._keyring, complaint, stored)

    def caller_index(self, caller: Caller) -> bytes | None:
        """The digest under which calls from the same line meet; none where there is nothing to compare."""
        if caller.normal is None:
            return None
        return blind_index.blind(self._keyring, Purpose.CALLER_NUMBER, caller.normal)

    def message_index(self, fingerprint: str) -> bytes | None:
        """The digest under which messages of the same wording meet; none where nothing was left to compare."""
        return blind_index.blind(self._keyring, Purpose.MESSAGE, fingerprint) if fingerprint else None

    def number_keys(self, complaint: UUID, stored: WrappedKey, sealed: bytes, place: Place) -> NumberKeys | None:
        """What a sealed caller's number may be compared by; the number itself stays here."""
        normal = classify(self.unwrap(complaint, stored).open(sealed, place) or "").normal
        return comparing.number_keys(self._keyring, normal) if normal else None

    def own_phone(self, normal: str) -> bytes:
        """The digest under which a mother's own phone meets itself again, and nothing else."""
        return blind_index.blind(self._keyring, Purpose.OWN_PHONE, normal)

    def phone_code(self, code_id: UUID) -> str:
        """The code to be sent."""
        return phone_codes.code_of(self._keyring, code_id)

    def is_phone_code(self, code_id: UUID, typed: str) -> bool:
        """Whether the code that was sent is the one that was typed."""
        return phone_codes.is_code(self._keyring, code_id, typed)

    def slip_index(self, code: str) -> bytes:
        """The digest under which a hospital's slip is found again; InvalidSlip for what cannot be one."""
        return blind_index.blind(self._keyring, Purpose.CARD_SLIP, card_slips.normalised(code))

    def imported_complaint(self, mother: str) -> UUID:
        """The complaint id that an imported mother's opaque id stands for."""
        return UUID(bytes=blind_index.blind(self._keyring, Purpose.IMPORTED_MOTHER, mother)[:16])

    def fingerprint(self, row: tuple[str, ...]) -> bytes:
        """The digest by which an imported row is known again; unit separators keep cells apart."""
        return blind_index.blind(self._keyring, Purpose.IMPORTED_CALL, "\x1f".join(row))

    def listed_number(self, normal: str) -> bytes:
        """The digest under which a canary and a line of a seized list meet; callers' digests never do."""
        return blind_index.blind(self._keyring, Purpose.LISTED_NUMBER, normal)

    def invented_name(self, name: str) -> bytes:
        """The digest by which a canary's name is known again."""
        return blind_index.blind(self._keyring, Purpose.INVENTED_NAME, name)

    def file_name(self, sha256: str) -> str:
        """What the journal calls a file of numbers: a bare digest of a short one could be tried out."""
        return blind_index.blind(self._keyring, Purpose.FILE_DIGEST, sha256).hex()

    def receipt_code(self, submission_token: str) -> str:
        """The receipt that belongs to a submission token."""
        return receipts.code_for(self._keyring, submission_token)

    def complaint_for(self, code: str) -> UUID:
        """The complaint that a receipt code opens."""
        return receipts.complaint_id(self._keyring, code)

    def seal_state(self, state: dict[str, Any], purpose: str) -> bytes:
        """Seal a small state that a browser will carry (it can read none of it)."""
        plain = json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()
        return sealing.seal_bytes(self._keyring.session, plain, f"state|{purpose}".encode())

    def open_state(self, sealed: bytes, purpose: str) -> dict[str, Any]:
        """Open a state that a browser brought back."""
        state: dict[str, Any] = json.loads(
            sealing.open_bytes(self._keyring.session, sealed, f"state|{purpose}".encode())
        )
        return state

    def seal_code_secret(self, staff_id: UUID, secret: str) -> bytes:
        """Seal the secret of a member's code application, under a key of its own purpose."""
        return sealing.seal_bytes(self._code_app_key(), secret.encode(), f"staff_code_apps|{staff_id}".encode())

    def open_code_secret(self, staff_id: UUID, sealed: bytes) -> str:
        """Open it."""
        return sealing.open_bytes(self._code_app_key(), sealed, f"staff_code_apps|{staff_id}".encode()).decode()

    def recovery_words(self, words: str) -> bytes:
        """The digest under which attempts with these words are counted."""
        return recovery.words_digest(self._keyring, words)

    def recovery_secret(self, words: str, pin: str) -> recovery.Secret:
        """What her words and her PIN open; slow on purpose."""
        return recovery.secret_of(self._keyring, words, pin)

    def phrase_numbers(self, complaint: UUID, length: int) -> tuple[int, ...]:
        """Numbers that only this portal can derive from a complaint, for the phrase that its staff say."""
        return receipts.phrase_numbers(self._keyring, complaint, length)

    def proof_content(self, parts: tuple[str, ...]) -> str:
        """The digest of what a complaint says, for a proof: without the key it can be neither made nor tried out."""
        return blind_index.blind(self._keyring, Purpose.PROOF, "\x1f".join(parts)).hex()

    def sign_proof(self, text: str) -> bytes:
        """Our signature under a proof."""
        return proofs.sign(self._keyring, text.encode())

    def signed_proof(self, text: str, signature: bytes) -> bool:
        """Whether we signed exactly this proof."""
        return proofs.is_ours(self._keyring, text.encode(), signature)

    def proof_key(self) -> bytes:
        """The public key for checking proofs."""
        return proofs.public_key(self._keyring)

    def sign_dossier(self, manifest: bytes) -> bytes:
        """Our signature under a dossier's manifest."""
        return dossiers.sign(self._keyring, manifest)

    def dossier_key(self) -> bytes:
        """The public key for checking dossiers."""
        return dossiers.public_key(self._keyring)

    def seal_case_note(self, text: str, note: UUID) -> bytes:
        """A note on a case as it is stored."""
        return case_notes.seal(self._keyring, text, note)

    def open_case_note(self, sealed: bytes, note: UUID) -> str:
        """The text of a note on a case."""
        return case_notes.unseal(self._keyring, sealed, note)

    def sign_checkpoint(self, checkpoint: Checkpoint) -> str:
        """A checkpoint of the journal as a signed note."""
        return checkpoints.signed(self._keyring, checkpoint)

    def opened_checkpoint(self, note: str) -> Checkpoint:
        """The checkpoint of a note that we signed; NotACheckpoint if it is none."""
        return checkpoints.opened(note, self.checkpoint_key())

    def checkpoint_key(self) -> bytes:
        """The public key for checking checkpoints."""
        return checkpoints.public_key(self._keyring)

    def delivery_marks(self, delivery: UUID, calls: list[UUID]) -> list[bytes]:
        """The digests of calls in one delivery; in no other delivery a call has the same."""
        return [blind_index.blind(self._keyring, Purpose.DELIVERED_CALL, f"{delivery}|{call}") for call in calls]

    def delivery_mothers(self, delivery: UUID, complaints: list[UUID]) -> list[bytes]:
        """The digests of mothers in one delivery: those of two deliveries cannot be joined."""
        return [blind_index.blind(self._keyring, Purpose.DELIVERED_MOTHER, f"{delivery}|{one}") for one in complaints]

    def web_secret(self) -> bytes:
        """What Flask signs its cookies with."""
        return blind_index.blind(self._keyring, Purpose.WEB_SECRET, "flask")

    def _code_app_key(self) -> bytes:
        return blind_index.blind(self._keyring, Purpose.CODE_APP, "seal")
