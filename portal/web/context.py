"""What the composition root hands to the views."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from flask import current_app

if TYPE_CHECKING:
    from portal.domain.access import StaffMember
    from portal.services import Services

EXTENSION = "jingyue"


@dataclass(frozen=True, slots=True)
class WebContext:
    """The services, and who is behind a staff token (the office's business, unknown to the public face)."""

    services: "Services"
    identify: "Callable[[str, datetime], StaffMember | None]"


def web_context() -> WebContext:
    """The running application's context."""
    return cast(WebContext, current_app.extensions[EXTENSION])


def services() -> "Services":
    """The running application's services."""
    return web_context().services


def now() -> datetime:
    """The clock enters here and nowhere deeper."""
    return services().clock()
