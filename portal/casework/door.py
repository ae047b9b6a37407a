"""The office's door: asks for a proof of who is there, and checks it. Each challenge and each code counts once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from portal.casework import passwords, waiting
from portal.domain.access import StaffMember
from portal.domain.journal import SYSTEM, Entry
from portal.domain.presence import CHALLENGE_FOR, Factor, Notice, NoticeKind, Proof, ProofRefused, Question
from portal.storage import factors, journal, sessions, staff
from portal.storage.database import Connection, Store
from portal.vault import code_app, passkeys
from portal.vault.passkeys import KeyAnswerRefused, RelyingParty
from portal.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Door:
    """Where proofs are kept and checked; without a relying party there are no security keys."""

    store: Store
    vault: Vault
    party: RelyingParty | None

    def question_for(self, member: StaffMember, digest: bytes, at: datetime) -> Question:
        """How a member may prove who is there; a security key gets a challenge for this browser alone."""
        with self.store.read() as connection:
            keys = factors.passkeys(connection, member.id)
            app = factors.code_app(connection, member.id)
        code = app is not None and app.secret_sealed is not None
        options = None
        if keys and self.party:
            options = passkeys.request_options(self.party, self.challenge(digest, at), keys)
        return Question(passphrase=not (keys or code), code=code, key_options=options)

    def challenge(self, digest: bytes, at: datetime) -> bytes:
        """A fresh challenge for one browser."""
        made = passkeys.new_challenge()
        with self.store.write() as connection:
            sessions.add_challenge(connection, made, digest, at, at - CHALLENGE_FOR)
        return made

    def take_challenge(self, challenge: bytes, digest: bytes, at: datetime) -> None:
        """Use up a challenge: right or wrong, nobody answers it a second time."""
        with self.store.write() as connection:
            taken = sessions.take_challenge(connection, challenge, digest, at - CHALLENGE_FOR)
        if not taken:
            raise ProofRefused

    def check(self, member: StaffMember, digest: bytes, proof: Proof, at: datetime) -> Factor:
        """By which factor it was proven; failures are counted, journalled and told to the member."""
        with self.store.read() as connection:
            until = waiting.free_at(connection, _counted(member), at)
            has_factor = factors.has_any(connection, member.id)
        if at < until:
            raise ProofRefused(until)
        if proof.key_answer and has_factor and self._key_answered(member, digest, proof.key_answer, at):
            return self._right(member, Factor.SECURITY_KEY)
        if proof.code and has_factor and self._code_right(member, proof.code, at):
            return self._right(member, Factor.CODE_APP)
        if proof.passphrase and not has_factor and self._passphrase_right(member, proof.passphrase):
            return self._right(member, Factor.PASSPHRASE)
        self._wrong(member, at)
        raise ProofRefused

    def _key_answered(self, member: StaffMember, digest: bytes, answer: str, at: datetime) -> bool:
        if self.party is None:
            return False
        try:
            challenge, credential_id = passkeys.challenge_in(answer)
            self.take_challenge(challenge, digest, at)
            with self.store.write() as connection:
                passkey = factors.hold_passkey(connection, member.id, credential_id)
                if passkey is None:
                    return False
                count = passkeys.answered(answer, challenge, self.party, passkey)
                factors.use_passkey(connection, passkey, count, at)
        except (KeyAnswerRefused, ProofRefused):
            return False
        return True

    def _code_right(self, member: StaffMember, code: str, at: datetime) -> bool:
        with self.store.write() as connection:
            app = factors.code_app(connection, member.id)
            if app is None or app.secret_sealed is None:
                return False
            secret = self.vault.open_code_secret(member.id, app.secret_sealed)
            step = code_app.matching_step(secret, code, at, app.last_step)
            return step is not None and factors.use_step(connection, app, step)

    def _passphrase_right(self, member: StaffMember, typed: str) -> bool:
        with self.store.read() as connection:
            account = staff.find_account(connection, member.login)
        return account is not None and passwords.matches(account.password_hash, typed)

    def _right(self, member: StaffMember, factor: Factor) -> Factor:
        with self.store.write() as connection:
            waiting.forget(connection, _counted(member))
        return factor

    def _wrong(self, member: StaffMember, at: datetime) -> None:
        with self.store.write() as connection:
            failed = waiting.remember(connection, _counted(member), at)
            _tell_once(connection, member, NoticeKind.FACTOR_FAILED, at)
            entry = Entry(at, SYSTEM, "staff.proof_failed", f"staff:{member.id}", {"failed": failed})
            journal.append(connection, entry)


def _tell_once(connection: Connection, member: StaffMember, kind: NoticeKind, at: datetime) -> None:
    if not sessions.has_notice(connection, member.id, kind):
        sessions.tell(connection, Notice(uuid4(), kind, at), member.id)


def _counted(member: StaffMember) -> bytes:
    """Apart from the login's own count: who knows no passphrase cannot make a factor wait."""
    return waiting.digest_of(f"factor|{member.id}")
