"""How members of staff come in: sessions, what stands half open, second factors, and what two administrators decide."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    Table,
    Uuid,
)

from portal.domain.access import Role
from portal.domain.account_request import AccountStep
from portal.domain.presence import Factor, NoticeKind
from portal.domain.privacy import PrivacyClass as P
from portal.storage.columns import NAME, metadata
from portal.storage.columns import column as _column
from portal.storage.columns import one_of as _one_of
from portal.storage.types import Code, UtcInstant

staff_sessions = Table(
    "staff_sessions",
    metadata,
    _column("token_digest", LargeBinary, primary_key=True, privacy=P.SECRET),
    _column("id", Uuid, unique=True, privacy=P.STAFF),
    _column("staff_id", Uuid, ForeignKey("staff.id"), index=True, privacy=P.STAFF),
    _column("created_at", UtcInstant, privacy=P.STAFF),
    _column("seen_at", UtcInstant, privacy=P.STAFF),
    _column("proven_at", UtcInstant, privacy=P.STAFF),
    _column("factor", Code(Factor), privacy=P.STAFF),
    _column("browser", String(60), privacy=P.STAFF),
    _one_of("factor", Code(Factor)),
)

# Between the passphrase and the second factor. A table of its own: no query for sessions can take one for a session.
half_open_sign_ins = Table(
    "half_open_sign_ins",
    metadata,
    _column("token_digest", LargeBinary, primary_key=True, privacy=P.SECRET),
    _column("staff_id", Uuid, ForeignKey("staff.id"), index=True, privacy=P.STAFF),
    _column("opened_at", UtcInstant, privacy=P.STAFF),
)

# What a security key is asked to sign: once, by the browser that it was made for.
sign_in_challenges = Table(
    "sign_in_challenges",
    metadata,
    _column("challenge", LargeBinary, primary_key=True, privacy=P.SECRET),
    _column("token_digest", LargeBinary, privacy=P.SECRET),
    _column("made_at", UtcInstant, index=True, privacy=P.STAFF),
)

staff_passkeys = Table(
    "staff_passkeys",
    metadata,
    _column("credential_id", LargeBinary, primary_key=True, privacy=P.STAFF),
    _column("staff_id", Uuid, ForeignKey("staff.id"), index=True, privacy=P.STAFF),
    _column("name", NAME, privacy=P.STAFF),
    _column("public_key", LargeBinary, privacy=P.STAFF),
    _column("sign_count", BigInteger, privacy=P.STAFF),
    _column("added_at", UtcInstant, privacy=P.STAFF),
    _column("used_at", UtcInstant, nullable=True, privacy=P.STAFF),
    CheckConstraint("sign_count >= 0", name="counted"),
)

# One for each member; `last_step` is the time step of the last code that was taken, so that none is taken twice.
staff_code_apps = Table(
    "staff_code_apps",
    metadata,
    _column("staff_id", Uuid, ForeignKey("staff.id"), primary_key=True, privacy=P.STAFF),
    _column("secret_sealed", LargeBinary, nullable=True, privacy=P.SECRET),
    _column("pending_sealed", LargeBinary, nullable=True, privacy=P.SECRET),
    _column("last_step", BigInteger, nullable=True, privacy=P.STAFF),
    _column("confirmed_at", UtcInstant, nullable=True, privacy=P.STAFF),
    CheckConstraint("(secret_sealed IS NULL) = (confirmed_at IS NULL)", name="confirmed_whole"),
    CheckConstraint("(secret_sealed IS NULL) = (last_step IS NULL)", name="used_once_confirmed"),
)

staff_notices = Table(
    "staff_notices",
    metadata,
    _column("id", Uuid, primary_key=True, privacy=P.STAFF),
    _column("staff_id", Uuid, ForeignKey("staff.id"), index=True, privacy=P.STAFF),
    _column("kind", Code(NoticeKind), privacy=P.STAFF),
    _column("at", UtcInstant, privacy=P.STAFF),
    _column("session_id", Uuid, nullable=True, privacy=P.STAFF),
    _column("browser", String(60), nullable=True, privacy=P.STAFF),
    _one_of("kind", Code(NoticeKind)),
)

account_requests = Table(
    "account_requests",
    metadata,
    _column("id", Uuid, primary_key=True, privacy=P.STAFF),
    _column("staff_id", Uuid, ForeignKey("staff.id"), index=True, privacy=P.STAFF),
    _column("step", Code(AccountStep), privacy=P.STAFF),
    _column("role", Code(Role), nullable=True, privacy=P.STAFF),
    _column("asked_by", String(60), privacy=P.STAFF),
    _column("asked_at", UtcInstant, privacy=P.STAFF),
    _column("decided_by", String(60), nullable=True, privacy=P.STAFF),
    _column("decided_at", UtcInstant, nullable=True, privacy=P.STAFF),
    _column("granted", Boolean, nullable=True, privacy=P.STAFF),
    CheckConstraint("decided_by <> asked_by OR granted = false", name="second_person"),
    CheckConstraint(
        "(decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (granted IS NULL)",
        name="decided_whole",
    ),
    CheckConstraint("(step = 'reset') = (role IS NULL)", name="role_but_for_resets"),
    _one_of("step", Code(AccountStep)),
    _one_of("role", Code(Role)),
)
