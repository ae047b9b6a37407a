"""What each face of the portal may do with each table: one line a table, and a table without a line is a failing test.

S: read, I: add, U: change, D: remove. The owner may do everything and stands in no column. Which *rows* a face may
reach beyond that, `storage.policies` says by the rule named last.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Column

from portal.domain.face import Face
from portal.domain.privacy import PrivacyClass
from portal.storage.schema import metadata

FACES = (Face.MOTHERS, Face.DOOR, Face.OFFICE, Face.WATCH, Face.ANALYSIS, Face.HOUSE)


class Rule(StrEnum):
    """Which rows of a table belong to whom."""

    ALL = "all"  # no policy: what a face may do, it may do with every row
    LINE = "line"  # of a complaint: hers; an officer's own and those that nobody has; all for supervisors
    DESK = "desk"  # of a complaint: hers; an officer's own; a supervisor's but where an interest keeps away
    CASE = "case"  # of a case: for officers and supervisors
    TAKEN = "taken"  # who has which complaint: an officer takes and gives back only for himself
    SUPERVISED = "supervised"  # officers read, supervisors write
    MEMBER = "member"  # of one member of staff, and of administrators
    REGISTRY = "registry"  # the whole office reads, administrators write
    ADMIN = "admin"  # of administrators alone
    DIARY = "diary"  # of the journal


@dataclass(frozen=True, slots=True)
class Line:
    """One table: the verbs of each face, and the rule for its rows."""

    verbs: dict[Face, str]
    rule: Rule


def _line(mothers: str, door: str, office: str, watch: str, analysis: str, house: str, rule: Rule = Rule.ALL) -> Line:
    given = zip(FACES, (mothers, door, office, watch, analysis, house), strict=True)
    return Line({face: verbs for face, verbs in given if verbs}, rule)


# fmt: off
TABLES = {
    #                          mothers door    office  watch analysis house
    "complaints":        _line("SIU",  "",     "SIU",  "S",  "S",    "SU",   Rule.LINE),
    "clocks":            _line("SD",   "",     "SIUD", "S",  "S",    "SD",   Rule.LINE),
    "complaint_keys":    _line("SID",  "",     "SI",   "S",  "S",    "SUD",  Rule.DESK),
    "calls":             _line("SIUD", "",     "SIU",  "S",  "S",    "SUD",  Rule.DESK),
    "quiet_reports":     _line("SID",  "",     "SI",   "S",  "S",    "SD",   Rule.DESK),
    "filings":           _line("SIUD", "",     "S",    "",   "",     "SD",   Rule.DESK),
    "attachments":       _line("SIUD", "",     "S",    "",   "",     "SD",   Rule.DESK),
    "letters":           _line("SID",  "",     "SIU",  "",   "",     "SD",   Rule.DESK),
    "maskings":          _line("SD",   "",     "SIUD", "",   "",     "SD",   Rule.DESK),
    "holds":             _line("SD",   "",     "SID",  "",   "",     "SD",   Rule.DESK),
    "identity_requests": _line("S",    "",     "SIU",  "",   "",     "S",    Rule.DESK),
    "legal_holds":       _line("SD",   "",     "SIU",  "S",  "",     "SD",   Rule.DESK),
    "phones":            _line("SID",  "",     "S",    "",   "S",    "SD",   Rule.DESK),
    "phone_codes":       _line("SIUD", "",     "",     "",   "",     "SUD",  Rule.DESK),
    "recoveries":        _line("SID",  "",     "",     "",   "",     "SD",   Rule.DESK),
    "breach_complaints": _line("SD",   "",     "",     "",   "",     "SD",   Rule.DESK),
    "assignments":       _line("SD",   "",     "SID",  "",   "",     "SD", Rule.TAKEN),
    "complaint_links":   _line("SD",   "",     "SID",  "",   "",     "SD",   Rule.CASE),
    "case_complaints":   _line("SD",   "",     "SID",  "S",  "",     "SD",   Rule.CASE),
    "cases":             _line("S",    "",     "SIU",  "S",  "",     "S",    Rule.CASE),
    "case_notes":        _line("SD",   "",     "SIUD", "",   "",     "SD",   Rule.CASE),
    "case_exclusions":   _line("",     "",     "SID",  "",   "",     "", Rule.SUPERVISED),
    "journal":           _line("SI",   "SI",   "SI",   "S",  "SI",   "SI",   Rule.DIARY),
    "journal_head":      _line("SU",   "SU",   "SU",   "S",  "SU",   "SU"),
    "staff":             _line("S",    "SU",   "SIU",  "S",  "",     "", Rule.REGISTRY),
    "staff_sessions":    _line("",     "SIUD", "SD",   "S",  "",     "",     Rule.MEMBER),
    "half_open_sign_ins": _line("",    "SID",  "SD",   "",   "",     "",     Rule.MEMBER),
    "sign_in_challenges": _line("",    "SID",  "",     "",   "",     ""),
    "sign_in_attempts":  _line("",     "SIUD", "SD",   "",   "",     ""),
    "staff_passkeys":    _line("",     "SIUD", "SD",   "",   "",     "",     Rule.MEMBER),
    "staff_code_apps":   _line("",     "SIUD", "SD",   "",   "",     "",     Rule.MEMBER),
    "staff_notices":     _line("",     "SID",  "SID",  "",   "",     "",     Rule.MEMBER),
    "saved_searches":    _line("",     "",     "SID",  "",   "",     "",     Rule.MEMBER),
    "account_requests":  _line("",     "",     "SIU",  "",   "",     "", Rule.ADMIN),
    "card_slips":        _line("SU",   "",     "SI",   "",   "",     "SD"),
    "verifier_hospitals": _line("",    "",     "SID",  "",   "",     "",     Rule.MEMBER),
    "code_requests":     _line("SI",   "",     "",     "",   "",     "SD"),
    "recovery_attempts": _line("SIUD", "",     "",     "",   "",     ""),
    "hospitals":         _line("S",    "",     "SIU",  "S",  "S",    "", Rule.REGISTRY),
    "registration_totals": _line("",   "",     "S",    "",   "S",    ""),
    "recipients":        _line("",     "",     "SIU",  "S",  "S",    "S", Rule.REGISTRY),
    "exports":           _line("",     "",     "S",    "",   "S",    "S"),
    "export_plans":      _line("",     "",     "SIUD", "",   "S",    "S", Rule.REGISTRY),
    "handovers":         _line("",     "",     "SIU",  "",   "S",    "", Rule.REGISTRY),
    "receivers":         _line("",     "",     "SIU",  "",   "",     "", Rule.REGISTRY),
    "deliveries":        _line("",     "",     "SIU",  "",   "",     ""),
    "delivery_rows":     _line("SD",   "",     "SID",  "",   "",     "SD",   Rule.DESK),
    "replies":           _line("",     "",     "SI",   "",   "S",    ""),
    "events":            _line("",     "",     "SID",  "",   "S",    ""),
    "canaries":          _line("",     "",     "S",    "",   "S",    ""),
    "canary_plantings":  _line("",     "",     "S",    "",   "S",    ""),
    "canary_calls":      _line("",     "",     "S",    "",   "S",    ""),
    "jobs":              _line("",     "",     "SI",   "S",  "SU",   "SU"),
    "analyses":          _line("",     "",     "S",    "S",  "SI",   "S"),
    "studies":           _line("",     "",     "S",    "",   "SI",   "S"),
    "alarm_states":      _line("",     "",     "",     "",   "SIU",  ""),
    "dossiers":          _line("",     "",     "SIUD",  "",   "SU",   "SU"),
    "office_visits":     _line("",     "",     "SIUD", "",   "",     ""),
    "backups":           _line("",     "",     "",     "S",  "",     "S"),
    "breaches":          _line("S",    "",     "",     "",   "",     ""),
    "published_lines":   _line("S",    "",     "",     "",   "",     ""),
    "releases":          _line("S",    "",     "S",    "",   "",     ""),
    "release_cells":     _line("S",    "",     "S",    "",   "",     ""),
}
# fmt: on

# Columns that a face does not see of a table that it may read; each is named by what it holds.
SEALED = (PrivacyClass.IDENTIFYING, PrivacyClass.SECRET)
SEEN_BY_MOTHERS = {"staff": ["login", "role"]}  # as what somebody looked at her words, not who
# Linkage opens the numbers of callers, through the vault, and no word of hers.
OPENED_BY_ANALYSIS = frozenset({"calls.caller_sealed", "complaint_keys.wrapped"})


def columns_read(table: str, face: Face) -> list[str] | None:
    """The columns of a table that a face reads; None: all of them."""
    if face is Face.MOTHERS and table in SEEN_BY_MOTHERS:
        return SEEN_BY_MOTHERS[table]
    hidden = [column.name for column in metadata.tables[table].columns if _is_hidden(table, column, face)]
    if not hidden:
        return None
    return [column.name for column in metadata.tables[table].columns if column.name not in hidden]


def _is_hidden(table: str, column: Column, face: Face) -> bool:
    kind, place = PrivacyClass(column.info["privacy"]), f"{table}.{column.name}"
    if face is Face.WATCH:
        return kind in SEALED
    if face is Face.ANALYSIS:
        return kind in SEALED and place not in OPENED_BY_ANALYSIS
    # Nobody but the door may learn what lets somebody in.
    return face is not Face.DOOR and table.startswith("staff") and kind is PrivacyClass.SECRET
