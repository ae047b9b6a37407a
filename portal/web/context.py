"""What the composition root hands to the views."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, cast

from flask import current_app

if TYPE_CHECKING:
    from portal.domain.presence import Presence, Proof, Question
    from portal.services import Services

EXTENSION = "jingyue"


class DoorKeeper(Protocol):
    """Who is behind a staff token (the office's business, unknown to the public face), and is it still that person."""

    def identify(self, token: str, at: datetime) -> "Presence | None":
        """Who is signed in."""

    def ask(self, token: str, at: datetime) -> "Question":
        """How that person may prove it again."""

    def prove(self, token: str, proof: "Proof", at: datetime) -> str:
        """Another token for the same session, whose proof is fresh."""


@dataclass(frozen=True, slots=True)
class WebContext:
    """The services, and who looks after the office's door."""

    services: "Services"
    keeper: "Callable[[], DoorKeeper]"


def web_context() -> WebContext:
    """The running application's context."""
    return cast(WebContext, current_app.extensions[EXTENSION])


def services() -> "Services":
    """The running application's services."""
    return web_context().services


def now() -> datetime:
    """The clock enters here and nowhere deeper."""
    return services().clock()
