"""A dossier (卷宗): one analysis frozen into files, with a manifest that names each by its digest."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from portal.domain.disclosure import OFFICE_THRESHOLD, suppressed

FORMAT = "jingyue-dossier-1"
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
COUNTED = frozenset({"calls", "mothers", "beyond", "within", "unknown", "told"})  # keys of counts of people or calls
EXACT = 2**53  # whole numbers beyond which JSON's readers disagree
USED = {"mothers": "mothers_used", "calls": "calls_used"}


class DossierState(StrEnum):
    """How far a dossier that somebody asked for has come."""

    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"


class DossierFailure(StrEnum):
    """Why one could not be made; worded under `dossier.failure.<code>`."""

    NO_FONT = "no_font"
    NO_PANGO = "no_pango"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class DossierAsked:
    """A dossier that was asked for; `archive_bytes` is the size of the last one made."""

    analysis_id: int
    requested_by: str
    requested_at: datetime
    made_at: datetime | None
    failure: DossierFailure | None
    archive_bytes: int | None

    @property
    def state(self) -> DossierState:
        """Waiting until it was made or could not be."""
        if self.failure:
            return DossierState.FAILED
        return DossierState.MADE if self.made_at else DossierState.WAITING


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the dossier as plain cells; text only where it is text."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float | bool | None, ...], ...] = field(repr=False)


class Problem(StrEnum):
    """What may be the matter with a dossier; worded under `cli.dossier.problem.<code>`."""

    NO_MANIFEST = "no_manifest"
    BAD_MANIFEST = "bad_manifest"
    MISSING = "missing"
    CHANGED = "changed"
    UNLISTED = "unlisted"
    TWICE = "twice"
    NO_SIGNATURE = "no_signature"
    BAD_SIGNATURE = "bad_signature"
    OTHER_KEY = "other_key"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the manifest says, with the part that it is about."""

    problem: Problem
    name: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def sha256(content: bytes) -> str:
    """The digest by which a part is known."""
    return hashlib.sha256(content).hexdigest()


def canonical(document: Mapping[str, Any]) -> bytes:
    """A document as JSON in one way only: sorted keys, so that the same document is the same bytes."""
    text = json.dumps(_one_way(document), ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return text.encode() + b"\n"


def manifest(about: Mapping[str, Any], parts: Mapping[str, bytes]) -> bytes:
    """What the dossier is about, and each part with size and digest."""
    listed = [{"name": name, "bytes": len(parts[name]), "sha256": sha256(parts[name])} for name in sorted(parts)]
    return canonical({"format": FORMAT, "about": about, "parts": listed})


def differences(files: Mapping[str, bytes]) -> list[Difference]:
    """What in the files is not as their manifest says; the signature is the vault's business."""
    if MANIFEST not in files:
        return [Difference(Problem.NO_MANIFEST)]
    try:
        listed = _listed(files[MANIFEST])
    except (ValueError, KeyError, TypeError):
        return [Difference(Problem.BAD_MANIFEST)]
    found = [difference for name, said in listed.items() for difference in _compared(name, said, files.get(name))]
    extra = sorted(set(files) - set(listed) - {MANIFEST, SIGNATURE})
    return [*found, *(Difference(Problem.UNLISTED, name) for name in extra)]


def disclosed(document: Mapping[str, Any]) -> dict[str, Any]:
    """A findings document with its small counts hidden; what is left out could give one of them back."""
    shown = {key: _masked(key, value) for key, value in document.items()}
    counts = {name: _masked("calls", count) for name, count in document["counts"].items()}
    for whole, part in USED.items():
        known = document[whole], document["counts"].get(part)
        if None not in known and 0 < known[0] - known[1] < OFFICE_THRESHOLD:
            counts[part] = None
    return {**shown, "counts": counts}


def hidden_counts(document: Mapping[str, Any]) -> dict[str, Any]:
    """Any other document with its small counts hidden."""
    return {key: _masked(key, value) for key, value in document.items()}


def _masked(key: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        # A sentence made from counts would say them again.
        return {name: _masked(name, one) for name, one in value.items() if name != "exculpatory"}
    if isinstance(value, list | tuple):
        return [_masked(key, one) for one in value]
    if key in COUNTED and isinstance(value, int) and not isinstance(value, bool):
        return suppressed(value)
    return value


def _one_way(value: Any) -> Any:
    """Numbers that two databases may give back differently, made one."""
    if isinstance(value, Mapping):
        return {str(key): _one_way(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_one_way(one) for one in value]
    if isinstance(value, float):
        return value + 0.0  # no negative nought
    return float(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) > EXACT else value


def _listed(text: bytes) -> dict[str, Mapping[str, Any]]:
    said = json.loads(text)
    if said["format"] != FORMAT:
        raise ValueError(said["format"])
    return {str(part["name"]): {"bytes": int(part["bytes"]), "sha256": str(part["sha256"])} for part in said["parts"]}


def _compared(name: str, said: Mapping[str, Any], content: bytes | None) -> Iterator[Difference]:
    if content is None:
        yield Difference(Problem.MISSING, name)
    elif sha256(content) != said["sha256"] or len(content) != said["bytes"]:
        yield Difference(Problem.CHANGED, name, {"was": said["bytes"], "now": len(content)})
