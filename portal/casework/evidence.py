"""What the kept studies add to the timing of calls: the second kinds of evidence on which the ladder is climbed."""

from dataclasses import dataclass
from datetime import datetime

from portal.domain.ladder import Beyond, study_says
from portal.domain.study import Study, StudyKind
from portal.storage import studies
from portal.storage.database import Connection, Store

LISTS = 20  # seized lists; each is evidence of its own, while a later look at the canaries replaces an earlier one


@dataclass(frozen=True, slots=True)
class Counted:
    """A study that was counted in, whether it speaks for anybody or not."""

    kind: StudyKind
    id: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class BesideTiming:
    """What the studies say, and which ones they are."""

    beyond: tuple[Beyond, ...]
    counted: tuple[Counted, ...]


def beside_timing(*, store: Store) -> BesideTiming:
    """The newest look at the canaries and every seized list."""
    with store.read() as connection:
        found = _studies(connection)
    said = tuple(one for study in found for one in study_says(study.kind, study.answer))
    return BesideTiming(said, tuple(Counted(study.kind, study.id, study.made_at) for study in found))


def _studies(connection: Connection) -> list[Study]:
    newest = studies.latest(connection, StudyKind.CANARIES)
    return [*newest, *studies.latest(connection, StudyKind.SEIZED, limit=LISTS)]
