"""Reading the journal a page at a time, in the order of the chain, so that no page shifts under its reader."""

from datetime import datetime

from sqlalchemy import Connection, Select, func, select

from portal.domain.audit import JournalFilter
from portal.domain.journal import ChainedEntry, Entry
from portal.storage.casework_tables import identity_requests
from portal.storage.schema import journal


def page(connection: Connection, wanted: JournalFilter, limit: int) -> list[ChainedEntry]:
    """The newest deeds that fit, at most `limit`."""
    query = _filtered(select(journal), wanted).order_by(journal.c.sequence.desc()).limit(limit)
    return [
        ChainedEntry(
            row.sequence, Entry(row.at, row.actor, row.verb, row.subject, row.details), row.previous, row.digest
        )
        for row in connection.execute(query)
    ]


def verbs(connection: Connection) -> list[str]:
    """Every kind of deed that stands in the journal; one look at the index for each, not one at every entry."""
    found: list[str] = []
    while True:
        beyond = select(func.min(journal.c.verb))
        following = connection.execute(beyond.where(journal.c.verb > found[-1]) if found else beyond).scalar_one()
        if following is None:
            return found
        found.append(following)


def counted(connection: Connection, chosen: tuple[str, ...], since: datetime) -> dict[str, int]:
    """How often each actor did one of some deeds since an instant."""
    query = (
        select(journal.c.actor, func.count())
        .where(journal.c.verb.in_(chosen) & (journal.c.at >= since))
        .group_by(journal.c.actor)
    )
    return {actor: count for actor, count in connection.execute(query)}


def counted_subjects(connection: Connection, chosen: tuple[str, ...], since: datetime) -> dict[str, int]:
    """How often some deeds were done to each subject since an instant."""
    query = (
        select(journal.c.subject, func.count())
        .where(journal.c.verb.in_(chosen) & (journal.c.at >= since))
        .group_by(journal.c.subject)
    )
    return {subject: count for subject, count in connection.execute(query)}


def granted(connection: Connection, since: datetime) -> dict[str, int]:
    """How many looks at contacts each member was granted since an instant."""
    table = identity_requests
    query = (
        select(table.c.asked_by, func.count())
        .where(table.c.granted & (table.c.decided_at >= since))
        .group_by(table.c.asked_by)
    )
    return {login: count for login, count in connection.execute(query)}


def _filtered(query: Select, wanted: JournalFilter) -> Select:
    if wanted.actor:
        query = query.where(journal.c.actor == wanted.actor)
    if wanted.verb:
        query = query.where(journal.c.verb == wanted.verb)
    if wanted.subject:
        query = query.where(journal.c.subject == wanted.subject)
    if wanted.since:
        query = query.where(journal.c.at >= wanted.since)
    if wanted.until:
        query = query.where(journal.c.at <= wanted.until)
    return query.where(journal.c.sequence < wanted.before) if wanted.before else query
