"""Static files under names that change with their content, so that browsers may keep them for ever."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass, field
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for

from portal.web.guard import public

FOR_EVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=300"
COMPRESSIBLE = frozenset({".css", ".js", ".svg", ".json", ".webmanifest", ".txt"})
DIGEST_CHARACTERS = 12

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file in memory: the whole folder is well under a megabyte."""

    digest: str
    media_type: str
    plain: bytes = field(repr=False)
    packed: bytes | None = field(repr=False)


def register(app: Flask, folder: Path) -> None:
    """Serve a folder, and give templates `asset(name)`."""
    app.extensions["assets"] = {
        path.relative_to(folder).as_posix(): _load(path) for path in sorted(folder.rglob("*")) if path.is_file()
    }
    app.register_blueprint(blueprint)
    app.add_template_global(asset_url, "asset")


def asset_url(name: str) -> str:
    """The long-lived address of a static file; an unknown name is a mistake in a template."""
    found = current_app.extensions["assets"][name]
    return url_for("assets.asset", digest=found.digest, name=name)


def asset_text(name: str) -> str:
    """The text of a script that is served under another address as well."""
    found: Asset = current_app.extensions["assets"][name]
    return found.plain.decode()


@blueprint.get("/static/<digest>/<path:name>")
@public
def asset(digest: str, name: str) -> Response:
    found: Asset | None = current_app.extensions["assets"].get(name)
    if found is None:
        abort(404)
    packed = found.packed is not None and "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(found.packed if packed else found.plain, mimetype=found.media_type)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    # After an upgrade an old page may ask for an old name: it gets the new file, but does not keep it.
    response.headers["Cache-Control"] = FOR_EVER if digest == found.digest else BRIEFLY
    return response


def _load(path: Path) -> Asset:
    plain = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    packed = gzip.compress(plain, mtime=0) if path.suffix in COMPRESSIBLE else None
    return Asset(hashlib.sha256(plain).hexdigest()[:DIGEST_CHARACTERS], media_type, plain, packed)
