"""Who is at the office's door and inside it: proofs of being oneself, and how long they count."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from portal.domain.access import StaffMember

FRESH_FOR = timedelta(minutes=5)  # so long a proof counts for what must not be done with a browser left open
HALF_OPEN_FOR = timedelta(minutes=5)  # between the passphrase and the second factor
CHALLENGE_FOR = timedelta(minutes=5)
FIRST = "first|"  # before the hash of a passphrase that somebody else has seen: good for getting another one only
CODE_DIGITS = 6
CODE_SECONDS = 30


class Factor(StrEnum):
    """By what somebody proved who is there."""

    PASSPHRASE = "passphrase"
    SECURITY_KEY = "security_key"
    CODE_APP = "code_app"


class NoticeKind(StrEnum):
    """What a member is told once, on whatever page comes next."""

    NEW_SESSION = "new_session"
    RESET = "reset"
    ROLE = "role"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    FACTOR_FAILED = "factor_failed"


class ProofRefused(RuntimeError):
    """It is not, or no longer, a proof; where `until` is set, the next attempt has to wait."""

    def __init__(self, until: datetime | None = None) -> None:
        super().__init__("refused")
        self.until = until


@dataclass(frozen=True, slots=True)
class Proof:
    """What was typed or what a security key answered; one of them counts."""

    passphrase: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    key_answer: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Question:
    """How somebody may prove it: `key_options` is what the browser hands to a security key."""

    passphrase: bool
    code: bool
    key_options: str | None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about an account that its owner has not yet been told."""

    id: UUID
    kind: NoticeKind
    at: datetime
    browser: str | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """One signed-in browser."""

    member: StaffMember
    session_id: UUID
    opened_at: datetime
    proven_at: datetime
    has_factor: bool
    first_passphrase: bool = False  # somebody else has seen it: another one comes before any page
    notices: tuple[Notice, ...] = ()

    def fresh(self, at: datetime) -> bool:
        """Whether it was proven just now who is there."""
        return at - self.proven_at <= FRESH_FOR


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session as its owner's list shows it."""

    id: UUID
    opened_at: datetime
    seen_at: datetime
    factor: Factor
    browser: str


@dataclass(frozen=True, slots=True)
class Passkey:
    """A security key or a passkey of a device."""

    credential_id: bytes
    staff_id: UUID
    name: str
    public_key: bytes = field(repr=False)
    sign_count: int
    added_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CodeApp:
    """An application that shows codes; `pending` holds its secret until the first code was right."""

    staff_id: UUID
    secret_sealed: bytes | None = field(repr=False)
    pending_sealed: bytes | None = field(repr=False)
    last_step: int | None
    confirmed_at: datetime | None
