"""What the database itself refuses, and that migrations and schema say the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import CheckConstraint, Connection, Table, insert, text
from sqlalchemy.exc import IntegrityError

from portal.domain.privacy import PrivacyClass
from portal.storage import schema
from portal.storage.database import Store
from tests.storage import delivery_rows

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
ONE, OTHER = UUID(int=1), UUID(int=3)
NO_SCOPE: dict[str, Any] = {"districts": [], "hospitals": [], "columns": []}
ROWS: dict[str, dict[str, Any]] = {
    "hospitals": {"id": 1, "name": "晨曦医院", "district": "晨曦区"},
    "registration_totals": {"hospital_id": 1, "month": "2026-02", "total": 210},
    "recipients": {"id": 1, "name": "甲局"},
    "replies": {
        "id": 1, "recipient_id": 1, "received_on": DAY, "text": "t", "added_at": NOW, "added_by": "a",
    },
    "exports": {
        "id": 1, "recipient_id": 1, "exported_at": NOW, "registered_from": DAY, "registered_until": date(2026, 4, 1),
        "fingerprint": "f", "row_count": 1, **NO_SCOPE,
    },
    "export_plans": {
        "id": 1, "recipient_id": 1, "day_of_month": 5, "valid_from": DAY, "valid_until": date(2026, 4, 1), **NO_SCOPE,
    },
    "handovers": {"id": 1, "recipient_id": 1, "onward": "乙", "columns": [], "valid_from": DAY},
    "complaints": {
        "id": ONE, "created_at": NOW, "origin": "import", "hospital_id": 1, "registered_precision": "day",
        "due_precision": "day", "tier": 2, "status": "received", "withdrawal": "none",
    },
    "complaint_keys": {"complaint_id": ONE, "master_version": 1, "wrapped": b"w"},
    "calls": {
        "complaint_id": ONE, "id": UUID(int=2), "reported_at": NOW, "called_at": NOW, "precision": "minute",
        "channel": "call", "vendor_type": "other", "knew": 3, "fingerprint": b"f",
    },
    "quiet_reports": {"complaint_id": ONE, "reported_at": NOW},
    "filings": {"complaint_id": ONE, "id": UUID(int=4), "office": "police", "added_at": NOW},
    "attachments": {
        "complaint_id": ONE, "id": UUID(int=5), "kind": "picture", "byte_count": 1, "added_at": NOW,
        "content_sealed": b"s",
    },
    "clocks": {
        "complaint_id": ONE, "term": {}, "started_on": DAY, "pauses": [], "extended_days": 5,
        "extension_reason": "complicated",
    },
    "recoveries": {"complaint_id": ONE, "recovery_index": b"i", "code_sealed": b"s", "set_at": NOW},
    "recovery_attempts": {"words_digest": b"w", "failed": 1, "failed_at": NOW},
    "phones": {"complaint_id": ONE, "phone_index": b"p", "issuer": "operator", "verified_at": NOW},
    "phone_codes": {
        "complaint_id": ONE, "id": UUID(int=14), "phone_index": b"p", "number_sealed": b"n", "asked_at": NOW,
        "send_at": NOW,
    },
    "card_slips": {"slip_index": b"s", "hospital_id": 1, "printed_at": NOW, "printed_by": "verifier"},
    "code_requests": {"id": UUID(int=14), "phone_index": b"p", "asked_at": NOW},
    "published_lines": {
        "kind": "number", "digest": b"d", "range": "0755", "mothers": 10, "last_month": DAY, "published_at": NOW,
    },
    "releases": {"quarter": "2026-Q1", "released_at": NOW},
    "release_cells": {
        "quarter": "2026-Q1", "position": 0, "table_name": "vendor_stage", "row_label": "", "column_label": "",
        "mothers": 10,
    },
    "staff": {"id": ONE, "login": "a", "name": "a", "role": "hotline_clerk", "password_hash": "x", "created_at": NOW},
    "verifier_hospitals": {"staff_id": ONE, "hospital_id": 1},
    "assignments": {"complaint_id": ONE, "staff_id": ONE, "assigned_at": NOW},
    "holds": {"complaint_id": ONE, "staff_id": ONE, "until": NOW},
    "letters": {
        "complaint_id": ONE, "id": UUID(int=6), "kind": "note", "by": "a", "written_at": NOW, "text_sealed": b"s",
    },
    "cases": {"id": 1, "title": "a", "opened_at": NOW, "opened_by": "a"},
    "case_complaints": {"complaint_id": ONE, "case_id": 1, "added_at": NOW},
    "case_notes": {"case_id": 1, "id": UUID(int=14), "by": "a", "written_at": NOW, "text_sealed": b"s"},
    "case_exclusions": {"case_id": 1, "staff_id": ONE, "reason": "own_interest", "excluded_at": NOW},
    "complaint_links": {"complaint_id": ONE, "other_id": OTHER, "kind": "related", "linked_at": NOW},
    "identity_requests": {
        "complaint_id": ONE, "id": UUID(int=7), "reason": "contact_reporter", "asked_by": "a", "asked_at": NOW,
    },
    "saved_searches": {"staff_id": ONE, "name": "a", "query": "status=received"},
    "staff_sessions": {
        "token_digest": b"t", "id": UUID(int=30), "staff_id": ONE, "created_at": NOW, "seen_at": NOW, "proven_at": NOW,
        "factor": "passphrase", "browser": "",
    },
    "staff_passkeys": {
        "credential_id": b"c", "staff_id": ONE, "name": "a", "public_key": b"p", "sign_count": 0, "added_at": NOW,
    },
    "staff_code_apps": {"staff_id": ONE, "secret_sealed": b"s", "last_step": 1, "confirmed_at": NOW},
    "staff_notices": {"id": UUID(int=31), "staff_id": ONE, "kind": "reset", "at": NOW},
    "account_requests": {
        "id": UUID(int=32), "staff_id": ONE, "step": "role", "role": "analyst", "asked_by": "a", "asked_at": NOW,
    },
    "jobs": {"id": ONE, "kind": "correlate", "state": "waiting", "requested_by": "a", "requested_at": NOW},
    "maskings": {
        "complaint_id": ONE, "id": UUID(int=12), "call_id": UUID(int=2), "field": "notes", "start": 0, "length": 2,
        "masked_by": "a", "masked_at": NOW,
    },
    "events": {"id": 1, "day": DAY, "title": "t", "added_at": NOW, "added_by": "a"},
    "studies": {"id": 1, "kind": "design", "made_at": NOW, "requested_by": "a", "question": {}, "answer": {}},
    "analyses": {"id": 1, "created_at": NOW, "requested_by": "a", "findings": {}, "pictures": {}},
    "office_visits": {"staff_id": ONE, "seen_at": NOW, "analysis_id": 1},
    "canaries": {"id": 1, "number_index": b"n", "name_index": b"m", "kind": "planted", "watched_from": NOW},
    "canary_plantings": {"canary_id": 1, "recipient_id": 1, "exported_at": NOW},
    "canary_calls": {"canary_id": 1, "called_at": NOW, "name_used": True},
    "dossiers": {"analysis_id": 1, "requested_by": "a", "requested_at": NOW},
    "legal_holds": {
        "complaint_id": ONE, "id": UUID(int=14), "reason": "police", "proposed_by": "a", "proposed_at": NOW,
        "confirmed_by": "b", "confirmed_at": NOW,
    },
    "backups": {"id": 1, "made_at": NOW, "rows": 1, "sha256": "s", "sealed_to": 1},
    "breaches": {"id": ONE, "kind": "backup", "declared_at": NOW, "since": NOW, "until": NOW},
    "breach_complaints": {"complaint_id": ONE, "breach_id": ONE},
    **delivery_rows.ROWS,
    "alarm_states": {"source": "甲局", "looked_on": DAY, "saved_at": NOW, "state": {}},
}  # fmt: skip
REMOVED = {"removed_by": "a", "removed_at": NOW, "removed_reason": "mistake"}
VIOLATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "ck_recipients_name_not_registration": ("recipients", {"id": 2, "name": "registration"}),
    "ck_recipients_name_not_group": ("recipients", {"id": 2, "name": "甲 | 乙"}),
    "ck_registration_totals_month_written": ("registration_totals", {"month": "2026-3"}),
    "ck_registration_totals_total_not_negative": ("registration_totals", {"month": "2026-03", "total": -1}),
    "ck_letters_text_or_removal": ("letters", {"id": UUID(int=8), "text_sealed": None}),
    "ck_letters_only_notes_removed": (
        "letters", {"id": UUID(int=8), "kind": "to_reporter", "text_sealed": None} | REMOVED,
    ),
    "ck_case_notes_text_or_removal": ("case_notes", {"id": UUID(int=8)} | REMOVED),
    "ck_maskings_somewhere": ("maskings", {"id": UUID(int=13), "length": 0}),
    "ck_maskings_second_person": ("maskings", {"id": UUID(int=13), "redacted_by": "a", "redacted_at": NOW}),
    "ck_maskings_redacted_whole": ("maskings", {"id": UUID(int=13), "redacted_by": "b"}),
    "ck_events_not_empty": ("events", {"id": 2, "title": ""}),
    "ck_replies_not_empty": ("replies", {"id": 2, "text": ""}),
    "ck_exports_period_forward": ("exports", {"id": 2, "fingerprint": "g", "registered_until": DAY}),
    "ck_exports_row_count_not_negative": ("exports", {"id": 2, "fingerprint": "g", "row_count": -1}),
    "ck_export_plans_day_in_every_month": ("export_plans", {"id": 2, "day_of_month": 29}),
    "ck_handovers_period_forward": ("handovers", {"id": 2, "onward": "丙", "valid_until": DAY}),
    "ck_handovers_onward_not_registration": ("handovers", {"id": 2, "onward": "registration"}),
    "ck_handovers_onward_not_group": ("handovers", {"id": 2, "onward": "甲 | 乙"}),
    "ck_export_plans_period_forward": ("export_plans", {"id": 2, "day_of_month": 6, "valid_until": DAY}),
    "ck_complaints_told_calls_counted": ("complaints", {"id": UUID(int=9), "told_calls": -1}),
    "ck_complaints_told_vendors_known": ("complaints", {"id": UUID(int=9), "told_vendors": 2048}),
    "ck_complaints_tier_known": ("complaints", {"id": UUID(int=9), "tier": 3}),
    "ck_complaints_withdrawn_is_not_published": (
        "complaints", {"id": UUID(int=9), "may_publish": True, "withdrawal": "publication"},
    ),
    "ck_complaints_withdrawn_has_no_contact": (
        "complaints", {"id": UUID(int=9), "contact_sealed": b"x", "withdrawal": "cases"},
    ),
    "ck_complaints_only_closed_has_note": ("complaints", {"id": UUID(int=9), "closing_note": "counted"}),
    "ck_complaints_other_holders_known": ("complaints", {"id": UUID(int=9), "other_holders": 128}),
    "ck_calls_range_forward": ("calls", {"id": UUID(int=9), "called_until": NOW, "fingerprint": None}),
    "ck_phone_codes_sent_has_no_number": ("phone_codes", {"id": UUID(int=15), "sent_at": NOW}),
    "ck_published_lines_enough_mothers": ("published_lines", {"digest": b"e", "mothers": 9}),
    "ck_release_cells_none_small": ("release_cells", {"position": 1, "mothers": 5}),
    "ck_release_cells_rounded": ("release_cells", {"position": 1, "mothers": 12}),
    "ck_clocks_finished_after_accepted": (
        "clocks", {"accepted_on": date(2026, 3, 3), "finished_on": DAY},
    ),
    "ck_clocks_extended_with_reason": ("clocks", {"extended_days": 0}),
    "ck_cases_closed_after_opened": ("cases", {"id": 2, "closed_at": datetime(2026, 3, 1, tzinfo=UTC)}),
    "ck_complaint_links_not_with_itself": (
        "complaint_links", {"other_id": ONE},
    ),
    "ck_identity_requests_second_person": (
        "identity_requests", {"id": UUID(int=8), "decided_by": "a", "decided_at": NOW, "granted": True},
    ),
    "ck_identity_requests_decided_whole": ("identity_requests", {"id": UUID(int=8), "decided_by": "b"}),
    "ck_identity_requests_used_once_granted": ("identity_requests", {"id": UUID(int=8), "used_at": NOW}),
    "ck_attachments_not_empty": ("attachments", {"id": UUID(int=9), "byte_count": 0}),
    "ck_calls_knew_known": ("calls", {"id": UUID(int=9), "knew": 128, "fingerprint": None}),
    "ck_canaries_planted_has_name": ("canaries", {"id": 2, "number_index": b"o", "name_index": None}),
    "ck_office_visits_before_is_whole": ("office_visits", {"staff_id": UUID(int=9), "before_at": NOW}),
    "ck_staff_code_apps_confirmed_whole": ("staff_code_apps", {"staff_id": UUID(int=9), "confirmed_at": None}),
    "ck_staff_code_apps_used_once_confirmed": ("staff_code_apps", {"staff_id": UUID(int=9), "last_step": None}),
    "ck_account_requests_second_person": (
        "account_requests", {"id": UUID(int=9), "decided_by": "a", "decided_at": NOW, "granted": True},
    ),
    "ck_account_requests_decided_whole": ("account_requests", {"id": UUID(int=9), "decided_by": "b"}),
    "ck_account_requests_role_but_for_resets": ("account_requests", {"id": UUID(int=9), "step": "reset"}),
    "ck_staff_passkeys_counted": ("staff_passkeys", {"credential_id": b"d", "sign_count": -1}),
    "ck_legal_holds_confirmed": ("legal_holds", {"id": UUID(int=15), "confirmed_by": "a"}),
    "ck_legal_holds_release_after_confirmation": (
        "legal_holds",
        {"id": UUID(int=15), "confirmed_by": None, "confirmed_at": None, "release_by": "a", "release_at": NOW},
    ),
    "ck_legal_holds_released": (
        "legal_holds",
        {"id": UUID(int=15), "release_by": "a", "release_at": NOW, "released_by": "a", "released_at": NOW},
    ),
    "ck_backups_sealed_to_not_negative": ("backups", {"id": 2, "sealed_to": -1}),
    "ck_backups_discarded_after_made": (
        "backups", {"id": 2, "discarded_at": datetime(2026, 3, 1, tzinfo=UTC)},
    ),
    "ck_breaches_forward": ("breaches", {"id": UUID(int=16), "until": datetime(2026, 3, 1, tzinfo=UTC)}),
    **delivery_rows.VIOLATIONS,
    "ck_journal_head_only_one": ("journal_head", {"id": 2, "sequence": 0, "digest": b"x", "frontier": b""}),
}  # fmt: skip
TAKEN = (
    "releases", "release_cells", "hospitals", "registration_totals", "recipients", "exports", "export_plans",
    "handovers", "calls", "quiet_reports", "staff", "canaries",
)  # fmt: skip
ORPHANS = {
    "exports": "recipient_id", "handovers": "recipient_id", "registration_totals": "hospital_id",
    "complaints": "hospital_id", "calls": "complaint_id", "canary_plantings": "recipient_id",
    "canary_calls": "canary_id", "release_cells": "quarter",
}  # fmt: skip


@contextmanager
def filled(store: Store) -> Iterator[Connection]:
    """One row in every table that has rules."""
    with store.write() as connection:
        for name, row in ROWS.items():
            rows = [row, row | {"id": OTHER}] if name == "complaints" else [row]
            connection.execute(insert(schema.metadata.tables[name]), rows)
        yield connection


def refused(connection: Connection, table: Table, row: dict[str, Any]) -> str:
    with pytest.raises(IntegrityError) as caught, connection.begin_nested():
        connection.execute(insert(table), row)
    return str(caught.value.orig)


def test_every_named_rule_is_kept_by_the_database(store: Store) -> None:
    with filled(store) as connection:
        for name, (table, changes) in VIOLATIONS.items():
            assert name in refused(connection, schema.metadata.tables[table], ROWS.get(table, {}) | changes), name


def test_every_code_list_is_kept_by_the_database(store: Store) -> None:
    with filled(store) as connection:
        for table in schema.metadata.sorted_tables:
            for rule in table.constraints:
                if isinstance(rule, CheckConstraint) and " IN (" in str(rule.sqltext) and "_known" in str(rule.name):
                    column = str(rule.sqltext).split(" IN ")[0]
                    # Plain SQL, past our own check of codes to the database's.
                    statement = text(f"UPDATE {table.name} SET {column} = 'strange'")  # noqa: S608
                    with pytest.raises(IntegrityError, match=str(rule.name)), connection.begin_nested():
                        connection.execute(statement)


def test_every_rule_has_its_violation_here() -> None:
    rules = {
        str(rule.name)
        for table in schema.metadata.sorted_tables
        for rule in table.constraints
        if isinstance(rule, CheckConstraint) and "IN (" not in str(rule.sqltext).split("'")[0]
    }
    assert rules - {"ck_complaints_withdrawn_has_no_contact"} <= set(VIOLATIONS)


def test_what_is_unique_is_so(store: Store) -> None:
    with filled(store) as connection:
        for name in TAKEN:
            assert "unique" in refused(connection, schema.metadata.tables[name], _without_number(name)).lower()


def test_nothing_hangs_in_the_air(store: Store) -> None:
    with filled(store) as connection:
        for name, column in ORPHANS.items():
            table = schema.metadata.tables[name]
            nobody = UUID(int=99) if column == "complaint_id" else 99
            row = ROWS[name] | _other_key(table) | {column: nobody, "fingerprint": "z"}
            row = {key: value for key, value in row.items() if key in table.c}
            if name == "calls":
                row["fingerprint"] = b"z"
            assert "oreign" in refused(connection, table, row).replace("FOREIGN", "foreign")


def test_every_column_names_its_privacy_class() -> None:
    classes = {privacy.value for privacy in PrivacyClass}
    for table in schema.metadata.sorted_tables:
        for column in table.columns:
            assert column.info.get("privacy") in classes, f"{table.name}.{column.name}"


def test_all_that_belongs_to_a_complaint_has_its_id_in_every_key() -> None:
    for table in (one for one in schema.metadata.sorted_tables if "complaint_id" in one.columns):
        keys = [table.primary_key, *(rule for rule in table.constraints if type(rule).__name__ == "UniqueConstraint")]
        assert all("complaint_id" in key.columns for key in keys), table.name


def _other_key(table: Table) -> dict[str, Any]:
    return {"id": UUID(int=77) if table.name in ("complaints", "calls", "staff", "jobs") else 77}


def _without_number(name: str) -> dict[str, Any]:
    row = dict(ROWS[name])
    if isinstance(row.get("id"), int):
        del row["id"]
    return row
