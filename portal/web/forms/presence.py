"""A proof of who is there: a security key's answer, a code, or the passphrase."""

import unicodedata
from datetime import datetime

from flask_babel import lazy_gettext as _
from wtforms import Field, Form, HiddenField, PasswordField, StringField

from portal.domain.presence import Proof
from portal.web.forms.fields import complain
from portal.web.forms.office import LONGEST_TYPED, whole

LONGEST_ANSWER = 16_384
FIELDS = ("proof_code", "proof_passphrase", "proof_key")


class ProofForm(Form):
    """Fields whose names no other form has: they travel beside those of the page that was sent."""

    proof_code = StringField(_("prove.code"))
    proof_passphrase = PasswordField(_("sign_in.password"))
    proof_key = HiddenField()

    def to_proof(self) -> Proof | None:
        """What was typed or answered; None where nothing was."""
        code = unicodedata.normalize("NFKC", self.proof_code.data or "")[:LONGEST_TYPED]
        proof = Proof(
            passphrase=whole(self.proof_passphrase.data),
            code="".join(code.split()),
            key_answer=(self.proof_key.data or "")[: LONGEST_ANSWER + 1],
        )
        return proof if proof != Proof() else None

    def refuse(self, until: datetime | None, at: datetime) -> None:
        """It was wrong, or too often so."""
        tried = self.proof_passphrase if self.proof_passphrase.data else self.proof_code
        _refuse(tried, until, at)
        self.proof_key.data = self.proof_code.data = ""


class PassphraseForm(Form):
    """The passphrase that is to be replaced."""

    current = PasswordField(_("passphrase.current"))

    def to_passphrase(self) -> str:
        """What was typed."""
        return whole(self.current.data)

    def refuse(self, until: datetime | None, at: datetime) -> None:
        """It was wrong, or too often so."""
        _refuse(self.current, until, at)


class PasskeyForm(Form):
    """A new security key: what its owner calls it, and what it answered."""

    name = StringField(_("factors.key_name"))
    answer = HiddenField()

    def to_key(self) -> tuple[str, str]:
        """Name and answer."""
        return (self.name.data or "").strip()[:60], (self.answer.data or "")[: LONGEST_ANSWER + 1]


class CodeForm(Form):
    """The first code of an application."""

    code = StringField(_("prove.code"))

    def to_code(self) -> str:
        """What was typed, without spaces and full-width digits."""
        return "".join(unicodedata.normalize("NFKC", self.code.data or "")[:LONGEST_TYPED].split())

    def refuse(self, why: str) -> None:
        """It was wrong."""
        complain(self.code, why)


def _refuse(field: Field, until: datetime | None, at: datetime) -> None:
    seconds = int((until - at).total_seconds()) if until else 0
    if until is None:
        complain(field, _("prove.refused"))
    elif seconds < 60:
        complain(field, _("sign_in.wait_seconds", seconds=max(1, seconds)))
    else:
        complain(field, _("sign_in.wait_minutes", minutes=-(-seconds // 60)))
