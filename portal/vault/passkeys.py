"""Security keys and passkeys (WebAuthn): py_webauthn checks, with user verification and without attestation."""

import ipaddress
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal.domain.access import StaffMember
from portal.domain.presence import CHALLENGE_FOR, Passkey

CHALLENGE_BYTES = 32
LONGEST_ANSWER = 16_384  # characters; a key answers a few hundred
PATIENCE_MS = int(CHALLENGE_FOR.total_seconds() * 1000)
# What the library raises for answers that are no answers, besides its own.
BROKEN = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, RecursionError)


class KeyAnswerRefused(ValueError):
    """What came back is not this key's answer to this challenge."""


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Whom a key answers: a domain, and the origin of its pages."""

    id: str
    origin: str


@dataclass(frozen=True, slots=True)
class NewKey:
    """What a key said when it was registered."""

    credential_id: bytes
    public_key: bytes = field(repr=False)
    sign_count: int


def party_of(public_url: str) -> RelyingParty | None:
    """The relying party of an address; None for a bare IP address, which browsers give no keys to."""
    parts = urlsplit(public_url)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return RelyingParty(host, f"{parts.scheme}://{parts.netloc}") if host else None
    return None


def new_challenge() -> bytes:
    """What a key is to sign."""
    return secrets.token_bytes(CHALLENGE_BYTES)


def creation_options(party: RelyingParty, member: StaffMember, challenge: bytes, known: list[Passkey]) -> str:
    """What a browser hands to a key that is to be registered."""
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=party.id,
        user_name=member.login,
        user_id=member.id.bytes,
        user_display_name=member.name,
        challenge=challenge,
        timeout=PATIENCE_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_described(known),
    )
    return options_to_json(options)


def request_options(party: RelyingParty, challenge: bytes, known: list[Passkey]) -> str:
    """What a browser hands to a key that is to prove who is there."""
    options = generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=PATIENCE_MS,
        allow_credentials=_described(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def registered(answer: str, challenge: bytes, party: RelyingParty) -> NewKey:
    """The key behind an answer to creation options."""
    try:
        checked = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except BROKEN as error:
        raise KeyAnswerRefused from error
    return NewKey(checked.credential_id, checked.credential_public_key, checked.sign_count)


def answered(answer: str, challenge: bytes, party: RelyingParty, passkey: Passkey) -> int:
    """Check an answer of a registered key; what its counter says now (a copied key's falls behind)."""
    try:
        checked = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except BROKEN as error:
        raise KeyAnswerRefused from error
    return checked.new_sign_count


def challenge_in(answer: str, *, registering: bool = False) -> tuple[bytes, bytes]:
    """Which challenge an answer says it answers, and as which credential; to look both up, not to believe it."""
    parse = parse_registration_credential_json if registering else parse_authentication_credential_json
    if len(answer) > LONGEST_ANSWER:
        raise KeyAnswerRefused
    try:
        credential = parse(answer)
        return parse_client_data_json(credential.response.client_data_json).challenge, credential.raw_id
    except BROKEN as error:
        raise KeyAnswerRefused from error


def _described(known: list[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=one.credential_id) for one in known]
