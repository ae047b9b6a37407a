"""Faults put into the portal on purpose: a harness that does not see them sees nothing."""

import itertools
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Response, request
from sqlalchemy import update

from portal.domain.access import Permission
from portal.storage import schema

if TYPE_CHECKING:
    from benchmarks.hostile.scene import Scene

SLOW_SECONDS, SLOW_EVERY = 0.6, 50
FORBIDDEN = 403


def plant(scene: "Scene", kind: str) -> None:
    """Put the fault in."""
    if kind:
        PLANTED[kind](scene)


def _error(scene: "Scene") -> None:
    @scene.app.before_request
    def stumble() -> None:
        if any("'" in value for value in request.form.values()):
            raise KeyError("planted")


def _slow(scene: "Scene") -> None:
    asked = itertools.count(1)

    @scene.app.before_request
    def wait() -> None:
        if next(asked) % SLOW_EVERY == 0:
            time.sleep(SLOW_SECONDS)


def _refused_write(scene: "Scene") -> None:
    @scene.app.after_request
    def write(answer: Response) -> Response:
        if answer.status_code == FORBIDDEN:
            with scene.services.store.write() as connection:
                connection.execute(update(schema.hospitals).values(name=schema.hospitals.c.name + "x"))
        return answer


def _somebody_elses(scene: "Scene") -> None:
    """A statement without its WHERE: what one mother sends is written to the calls of all."""

    @scene.app.before_request
    def write() -> None:
        if request.method == "POST" and (request.endpoint or "").startswith("public."):
            with scene.services.store.write() as connection:
                connection.execute(update(schema.calls).values(fingerprint=None, message_index=os.urandom(16)))


def _told_on(scene: "Scene") -> None:
    @scene.app.after_request
    def tell(answer: Response) -> Response:
        if (request.endpoint or "").startswith("public.") and answer.mimetype == "text/html":
            answer.set_data(answer.get_data() + b"MARK-97d0-ANOTHER")
        return answer


def _let_in(scene: "Scene") -> None:
    for endpoint, view in scene.app.view_functions.items():
        if getattr(view, "guard", None) is Permission.ADMINISTER:
            scene.app.view_functions[endpoint] = _open_to_all(Permission.ADMINISTER)


def _open_to_all(guard: Permission) -> Callable[..., str]:
    def view(**_arguments: object) -> str:
        return "come in"

    view.guard = guard  # type: ignore[attr-defined]
    return view


PLANTED: dict[str, Callable[["Scene"], None]] = {
    "error": _error,
    "slow": _slow,
    "refused-write": _refused_write,
    "somebody-elses": _somebody_elses,
    "told-on": _told_on,
    "let-in": _let_in,
}
