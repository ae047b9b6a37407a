"""As whom the database is spoken to: one role of its own for each face of the portal, and what it is told besides."""

from dataclasses import dataclass, field
from enum import StrEnum


class Face(StrEnum):
    """Who speaks to the database. The vault has no face: it never does."""

    OWNER = "owner"  # the administrator's command line: schema, backups, imports
    MOTHERS = "mothers"  # the public web
    DOOR = "door"  # the office's web as long as nobody is known: sign-in, sessions, second factors
    OFFICE = "office"  # the office's web, for the member behind a session's token
    WATCH = "watch"  # counts for health, metrics and the page of retention
    ANALYSIS = "analysis"  # the worker while it computes
    HOUSE = "house"  # the worker while it keeps house: retention, codes to phones, checkpoints


@dataclass(frozen=True, slots=True)
class Speaker:
    """A face, and on the office's the token that proves to the database for which member it speaks."""

    face: Face
    token: str = field(default="", repr=False)


OWNER = Speaker(Face.OWNER)
