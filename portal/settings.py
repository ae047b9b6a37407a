"""Settings: the only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values

from portal.domain.legal_term import SHIPPED as SHIPPED_LEGAL_TERMS

PROJECT = Path(__file__).resolve().parent.parent


SHORTEST_TOKEN = 24  # characters: nobody counts the attempts at it


class TokenTooShort(ValueError):
    """A token that could be guessed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may choose."""

    database_url: str
    instance: Path
    keys: Path
    public_url: str
    metrics_token: str = field(default="", repr=False)
    legal_terms: Path = SHIPPED_LEGAL_TERMS

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


def _long_enough(token: str) -> str:
    if 0 < len(token) < SHORTEST_TOKEN:
        raise TokenTooShort(f"JINGYUE_METRICS_TOKEN needs at least {SHORTEST_TOKEN} characters")
    return token


def _with_driver(url: str) -> str:
    """`postgresql://` as everybody writes it means the driver that is installed here."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return f"postgresql+psycopg://{url.removeprefix(prefix)}"
    return url
