"""Making a dossier: from a saved analysis to one signed archive. What `flask dossier make` and the worker share."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from flask import Flask
from flask_babel import force_locale
from sqlalchemy.exc import DBAPIError

from portal.casework.dossiers import NoSuchAnalysis, code_of, signature
from portal.casework.evidence import BesideTiming, beside_timing
from portal.casework.replies import of_recipients
from portal.cli.failures import say_where
from portal.domain.dossier import MANIFEST, SIGNATURE, DossierFailure, manifest, sha256
from portal.domain.finding import Findings
from portal.domain.journal import SYSTEM, Entry
from portal.domain.picture import Pictures
from portal.files.code_version import code_version
from portal.files.dossier_archive import pack
from portal.files.dossier_book import workbook
from portal.files.dossier_pdf import ChineseFontMissing, PangoMissing, printed
from portal.services import Services
from portal.storage import dossiers, findings, journal
from portal.web.dossier import contents
from portal.web.dossier.frozen import freeze, thawed
from portal.web.wording import CHINESE


def make(
    analysis_id: int, *, app: Flask, found: Services, language: str = CHINESE, with_studies: bool = False
) -> bytes:
    """The archive of one analysis: the same analysis, replies, code and fonts give the same bytes.

    Studies are counted only where an operator asks for it: not everybody who reads findings may know of them.
    """
    with found.store.read() as connection:
        saved = findings.find(connection, analysis_id)
        if saved is None:
            raise NoSuchAnalysis(str(analysis_id))
        computed_by = code_of(connection, analysis_id)
    beside = beside_timing(store=found.store) if with_studies else None
    frozen = freeze(
        saved.id,
        saved.created_at.astimezone(UTC),
        Findings.from_json(saved.findings),
        Pictures.from_json(saved.pictures),
        code=code_version(),
        code_of_analysis=computed_by,
        language=language,
        replies=of_recipients(tuple(one["source"] for one in saved.findings["sources"]), store=found.store),
        beyond=beside.beyond if beside else (),
        studies=_named(beside) if beside else None,
        planned_in=saved.planned_in,
    )
    # Templates are laid out as for a request, but for one that nobody made.
    with app.test_request_context(), force_locale(language):
        parts = contents.data(frozen)
        parts[contents.BOOK] = workbook(contents.sheets(frozen), created=frozen.created_at)
        page = contents.pages(frozen, parts)
    pdf = printed(page, identifier=frozen.findings.seed.encode()[:16])
    parts[contents.PAGES] = pdf.content
    listed = manifest({**frozen.about, "made_with": pdf.made_with}, parts)
    return pack({**parts, MANIFEST: listed, SIGNATURE: signature(listed, vault=found.vault)})


@dataclass(frozen=True, slots=True)
class Remade:
    """Whether the pages came out the same, and what else is different here: the code, or what draws."""

    same: bool
    code: bool
    made_with: tuple[str, ...]


def remake(files: Mapping[str, bytes], *, app: Flask) -> Remade:
    """Lay out the pages of a dossier again from its own data, without the database, and compare them byte for byte."""
    frozen = thawed(files.get(contents.DATA, b""))
    others = {name: content for name, content in files.items() if name not in (contents.PAGES, MANIFEST, SIGNATURE)}
    with app.test_request_context(), force_locale(frozen.about["language"]):
        page = contents.pages(frozen, others)
    pdf = printed(page, identifier=frozen.findings.seed.encode()[:16])
    drawn = json.loads(files[MANIFEST])["about"]["made_with"]
    differ = tuple(name for name, here in sorted(pdf.made_with.items()) if drawn.get(name) != here)
    return Remade(pdf.content == files[contents.PAGES], code_version() == frozen.about["code"], differ)


def _named(beside: BesideTiming) -> list[dict[str, Any]]:
    return [
        {"kind": one.kind.value, "id": one.id, "made_at": one.made_at.astimezone(UTC).isoformat()}
        for one in beside.counted
    ]


def make_waiting(app: Flask, found: Services) -> bool:
    """Make the one that has waited longest; whether there was any. Killed half-way it still waits, and nothing is lost.

    Nothing is claimed: one worker works at a time, and the same dossier made twice is the same.
    """
    with found.store.read() as connection:
        asked = dossiers.waiting(connection)
    if asked is None:
        return False
    failure, archive = None, b""
    try:
        archive = make(asked.analysis_id, app=app, found=found)
    except ChineseFontMissing:
        failure = DossierFailure.NO_FONT
    except PangoMissing:
        failure = DossierFailure.NO_PANGO
    except DBAPIError:
        raise
    except Exception as error:
        say_where(error)
        failure = DossierFailure.BROKEN
    _close(asked.analysis_id, archive, failure, found)
    return True


def _close(analysis_id: int, archive: bytes, failure: DossierFailure | None, found: Services) -> None:
    at = found.clock()
    with found.store.write() as connection:
        if failure:
            dossiers.fail(connection, analysis_id, failure)
        else:
            dossiers.keep(connection, analysis_id, archive, at=at)
        details = {"failure": failure.value} if failure else {"sha256": sha256(archive)}
        journal.append(connection, Entry(at, SYSTEM, "dossier.make", f"analysis:{analysis_id}", details))
