"""The vault as the rest of the portal meets it: one object that holds the keys and lends none."""

import json
from typing import Any
from uuid import UUID

from portal.domain.phone import Caller, classify
from portal.vault import blind_index, comparing, dossiers, proofs, receipts, recovery, sealing
from portal.vault.blind_index import Purpose
from portal.vault.comparing import NumberKeys
from portal.vault.keyring import Keyring
from portal.vault.sealing import ComplaintKey, Place, WrappedKey


class Vault:
    """Seals, opens and recognises; in-process for the embedded default."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

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

    def web_secret(self) -> bytes:
        """What Flask signs its cookies with."""
        return blind_index.blind(self._keyring, Purpose.WEB_SECRET, "flask")
