"""Settings: the only reader of the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from portal.domain.delivery import DEFAULT_DELAY
from portal.domain.legal_term import SHIPPED as SHIPPED_LEGAL_TERMS
from portal.domain.retention_term import SHIPPED as SHIPPED_RETENTION_TERMS

PROJECT = Path(__file__).resolve().parent.parent


REQUIRED, OFFERED = "required", "offered"
SPOOL = "file"
LONGEST_DELAY = 24 * 14  # hours
ROLE_NAME = re.compile("[a-z][a-z0-9_]{0,39}")
THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
SHORTEST_TOKEN = 24  # characters: nobody counts the attempts at it


class SecondFactorUnknown(ValueError):
    """A word for the second factor that is none of ours."""


class NoOutlet(ValueError):
    """Neither `file` nor an address to which messages could be posted: one over TLS, or one on this machine."""


class DelayUnknown(ValueError):
    """No whole number of hours, or none at all: rows would leave at once."""


class TokenTooShort(ValueError):
    """A token that could be guessed."""


class NoRoleName(ValueError):
    """What no role of a database should be called."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may choose."""

    database_url: str
    instance: Path
    keys: Path
    public_url: str
    metrics_token: str = field(default="", repr=False)
    legal_terms: Path = SHIPPED_LEGAL_TERMS
    second_factor: str = ""
    witnesses: tuple[Path, ...] = ()
    retention_terms: Path = SHIPPED_RETENTION_TERMS
    backup_keys: Path | None = None
    messages: str = ""  # where codes for phones leave: `file`, or the address of a gateway
    messages_token: str = field(default="", repr=False)
    delivery_delay: timedelta = DEFAULT_DELAY  # between approval and fetching
    vault: Path | None = None  # the socket of a vault in a process of its own
    database_roles: str = ""  # how the names of the faces' database roles begin; PostgreSQL only
    office_url: str = ""  # where staff reach it, if not where mothers do

    @property
    def second_factor_required(self) -> bool:
        """Whether nobody works in the office without a second factor; else it is offered."""
        return self.second_factor == REQUIRED or (not self.second_factor and self.https)

    @property
    def https(self) -> bool:
        """Whether the portal is reached over TLS (cookies are then bound to it)."""
        return self.public_url.startswith("https://")


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of the environment; a `.env` file beside app.py fills what it leaves open."""
    if environment is None:
        on_file = {name: value for name, value in dotenv_values(PROJECT / ".env").items() if value is not None}
        environment = on_file | dict(os.environ)
    instance = Path(environment.get("JINGYUE_INSTANCE") or PROJECT / "instance").resolve()
    return Settings(
        database_url=_with_driver(environment.get("DATABASE_URL") or f"sqlite:///{instance / 'jingyue.db'}"),
        instance=instance,
        keys=Path(environment.get("JINGYUE_KEYS") or instance / "keys.json"),
        public_url=(environment.get("JINGYUE_PUBLIC_URL") or "http://127.0.0.1:8000").rstrip("/"),
        metrics_token=_long_enough(environment.get("JINGYUE_METRICS_TOKEN") or ""),
        legal_terms=Path(environment.get("JINGYUE_LEGAL_TERMS") or SHIPPED_LEGAL_TERMS),
        second_factor=_known(environment.get("JINGYUE_SECOND_FACTOR") or ""),
        witnesses=_folders(environment.get("JINGYUE_WITNESSES") or ""),
        retention_terms=Path(environment.get("JINGYUE_RETENTION_TERMS") or SHIPPED_RETENTION_TERMS),
        backup_keys=Path(keys) if (keys := environment.get("JINGYUE_BACKUP_KEYS")) else None,
        messages=_outlet(environment.get("JINGYUE_MESSAGES") or ""),
        messages_token=environment.get("JINGYUE_MESSAGES_TOKEN") or "",
        delivery_delay=_hours(environment.get("JINGYUE_DELIVERY_DELAY") or ""),
        office_url=(environment.get("JINGYUE_OFFICE_URL") or "").rstrip("/"),
        vault=Path(place) if (place := environment.get("JINGYUE_VAULT")) else None,
        database_roles=_plain(environment.get("JINGYUE_DATABASE_ROLES") or ""),
    )


def command_line_language(environment: Mapping[str, str] | None = None) -> str:
    """The language of the operator's terminal: English or traditional Chinese where it is set so, else simplified.

    By hand, because gettext takes the plain locale `C`, which says nothing, for American English.
    """
    found = os.environ if environment is None else environment
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := found.get(name))), "")
    if named.lower().startswith(("zh_tw", "zh_hk", "zh_mo", "zh_hant")):
        return "zh_Hant"
    return "en" if named.lower().startswith("en") else "zh_Hans"


def _known(word: str) -> str:
    if word not in ("", REQUIRED, OFFERED):
        raise SecondFactorUnknown(f"JINGYUE_SECOND_FACTOR is {REQUIRED} or {OFFERED}")
    return word


def _folders(written: str) -> tuple[Path, ...]:
    return tuple(Path(folder) for folder in written.split(os.pathsep) if folder)


def _outlet(name: str) -> str:
    where = urlsplit(name)
    here = where.scheme == "http" and where.hostname in THIS_MACHINE
    if name and name != SPOOL and not (here or (where.scheme == "https" and where.hostname)):
        raise NoOutlet("JINGYUE_MESSAGES is `file` or the https address of a gateway")
    return name


def _hours(written: str) -> timedelta:
    if not written:
        return DEFAULT_DELAY
    if not (written.isascii() and written.isdigit() and 1 <= int(written) <= LONGEST_DELAY):
        raise DelayUnknown(f"JINGYUE_DELIVERY_DELAY is a number of hours from 1 to {LONGEST_DELAY}")
    return timedelta(hours=int(written))


def _plain(roles: str) -> str:
    if roles and not ROLE_NAME.fullmatch(roles):
        raise NoRoleName("JINGYUE_DATABASE_ROLES begins with a letter, then letters, digits and _, in all at most 40")
    return roles


def _long_enough(token: str) -> str:
    if 0 < len(token) < SHORTEST_TOKEN:
        raise TokenTooShort(f"JINGYUE_METRICS_TOKEN needs at least {SHORTEST_TOKEN} characters")
    return token


def _with_driver(url: str) -> str:
    """`postgresql://` as everybody writes it means the driver that is installed here."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return _vouched_for(f"postgresql+psycopg://{url.removeprefix(prefix)}")
    return url


def _vouched_for(url: str) -> str:
    """A database on another machine is spoken to over TLS only, once its certificate was checked."""
    where = urlsplit(url)
    if not where.hostname or where.hostname in THIS_MACHINE or "sslmode=" in where.query:
        return url
    return f"{url}{'&' if where.query else '?'}sslmode=verify-full"
