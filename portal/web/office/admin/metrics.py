"""The same as the page of health, in the text form of Prometheus (exposition format 0.0.4).

A blueprint of its own: a scraper signs in nowhere, and the address is the one that scrapers expect.
"""

from collections.abc import Iterator
from datetime import datetime

from flask import Blueprint, Response

from portal.casework import vitals
from portal.casework.vitals import Vitals
from portal.web.context import now, services
from portal.web.guard import scraper

blueprint = Blueprint("metrics", __name__)

TEXT = "text/plain; version=0.0.4; charset=utf-8"
NEEDED = ("database", "schema", "keys", "vault")
Sample = tuple[str, str, list[tuple[str, float]]]  # name, what it means, (labels, value)


@blueprint.get("/metrics")
@scraper
def metrics() -> Response:
    at, missing = now(), services().missing()
    samples = [*_readiness(missing)]
    if not {"database", "schema"} & set(missing):
        samples += _work(vitals.read(store=services().store, at=at), at)
    return Response("".join(_written(sample) for sample in samples), content_type=TEXT)


def _readiness(missing: list[str]) -> Iterator[Sample]:
    yield "ready", "Whether the portal can do its work.", [("", float(not missing))]
    yield (
        "present",
        "Whether what the portal needs is there.",
        [(f'{{what="{what}"}}', float(what not in missing)) for what in NEEDED],
    )


def _work(found: Vitals, at: datetime) -> Iterator[Sample]:
    yield "schema_info", "The revision of the schema.", [(f'{{revision="{found.revision}"}}', 1.0)]
    states = [(f'{{state="{state.value}"}}', float(count)) for state, count in found.jobs.items()]
    yield "jobs", "Jobs by state.", states
    if found.analysed_at:
        yield "analysis_age_seconds", "Age of the newest analysis.", [("", (at - found.analysed_at).total_seconds())]
    yield "journal_entries", "Entries of the journal.", [("", float(found.entries))]
    if found.verified_at:
        age = (at - found.verified_at).total_seconds()
        yield "journal_verified_age_seconds", "Since the journal was last followed and held.", [("", age)]
    if found.complaints_yesterday is not None:
        rounded = [("", float(found.complaints_yesterday))]
        yield "complaints_yesterday", "Complaints of yesterday, to the nearest 5; absent from 1 to 9.", rounded
    yield (
        "quotas_reached_day",
        "Times within a day that somebody opened all that one may.",
        [("", float(found.quotas_reached))],
    )
    rewritten = [(f'{{what="{what}"}}', float(count)) for what, count in found.rewritten.items()]
    yield "rewritten_day", "Alarms within a day: journal or plans changed by nobody of the portal.", rewritten
    spent = [("", float(found.openings_spent))]
    yield "openings_spent_day", "Alarms within a day: the vault opened as much as it opens in an hour.", spent
    yield "staff_sessions", "Sessions of staff in use.", [("", float(found.sessions))]


def _written(sample: Sample) -> str:
    name, meaning, values = sample
    lines = [f"# HELP jingyue_{name} {meaning}", f"# TYPE jingyue_{name} gauge"]
    lines += [f"jingyue_{name}{labels} {value:.15g}" for labels, value in values]
    return "\n".join(lines) + "\n"
