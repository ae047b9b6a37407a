"""What was computed and kept: analyses and their dossiers, studies, the state of the alarm, and who looked when."""

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, LargeBinary, String, Table

from portal.domain.dossier import DossierFailure
from portal.domain.privacy import PrivacyClass as P
from portal.domain.study import StudyKind
from portal.storage.columns import column as _column
from portal.storage.columns import metadata
from portal.storage.columns import one_of as _one_of
from portal.storage.types import DOCUMENT, Code, UtcInstant

analyses = Table(
    "analyses",
    metadata,
    _column("id", Integer, primary_key=True, privacy=P.OPERATIONAL),
    _column("created_at", UtcInstant, privacy=P.OPERATIONAL),
    _column("requested_by", String(60), privacy=P.STAFF),
    _column("findings", DOCUMENT, privacy=P.OPERATIONAL),
    _column("pictures", DOCUMENT, privacy=P.OPERATIONAL),
    # The journal's entry that held the plan before a row was read; older analyses have none.
    _column("planned_in", Integer, nullable=True, privacy=P.OPERATIONAL),
)

# Answers of the studies beside the correlation; a leaked list's may hold small counts.
studies = Table(
    "studies",
    metadata,
    _column("id", Integer, primary_key=True, privacy=P.OPERATIONAL),
    _column("kind", Code(StudyKind), index=True, privacy=P.OPERATIONAL),
    _column("made_at", UtcInstant, privacy=P.OPERATIONAL),
    _column("requested_by", String(60), privacy=P.STAFF),
    _column("question", DOCUMENT, privacy=P.OPERATIONAL),
    _column("answer", DOCUMENT, privacy=P.QUASI_IDENTIFYING),
    _one_of("kind", Code(StudyKind)),
)

# Counts around each day of export may be small: more than the pages may show.
alarm_states = Table(
    "alarm_states",
    metadata,
    _column("source", String(2000), primary_key=True, privacy=P.OPERATIONAL),
    _column("looked_on", Date, privacy=P.OPERATIONAL),
    _column("saved_at", UtcInstant, privacy=P.OPERATIONAL),
    _column("state", DOCUMENT, privacy=P.QUASI_IDENTIFYING),
)

dossiers = Table(
    "dossiers",
    metadata,
    _column(
        "analysis_id", Integer, ForeignKey("analyses.id"), primary_key=True, autoincrement=False, privacy=P.OPERATIONAL
    ),
    _column("requested_by", String(60), privacy=P.STAFF),
    _column("requested_at", UtcInstant, privacy=P.OPERATIONAL),
    _column("made_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    _column("failure", Code(DossierFailure), nullable=True, privacy=P.OPERATIONAL),
    _column("archive", LargeBinary, nullable=True, privacy=P.OPERATIONAL),
    _one_of("failure", Code(DossierFailure)),
)

# What was in the news: reports come in waves after it, and a reader of the dates must know.
events = Table(
    "events",
    metadata,
    _column("id", Integer, primary_key=True, privacy=P.OPERATIONAL),
    _column("day", Date, index=True, privacy=P.OPERATIONAL),
    _column("title", String(120), privacy=P.OPERATIONAL),
    _column("added_at", UtcInstant, privacy=P.OPERATIONAL),
    _column("added_by", String(60), privacy=P.STAFF),
    CheckConstraint("title <> ''", name="not_empty"),
)

# When each member of staff last looked at the overview, so that it can say what is new.
office_visits = Table(
    "office_visits",
    metadata,
    _column("staff_id", ForeignKey("staff.id"), primary_key=True, privacy=P.STAFF),
    _column("seen_at", UtcInstant, privacy=P.STAFF),
    _column("analysis_id", ForeignKey("analyses.id"), privacy=P.OPERATIONAL),
    _column("before_at", UtcInstant, nullable=True, privacy=P.STAFF),
    _column("before_analysis_id", ForeignKey("analyses.id"), nullable=True, privacy=P.OPERATIONAL),
    CheckConstraint("(before_at IS NULL) = (before_analysis_id IS NULL)", name="before_is_whole"),
)
