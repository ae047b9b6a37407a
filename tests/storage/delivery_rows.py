"""Rows of deliveries, and what the database refuses of them."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LATER, LAST = datetime(2026, 3, 3, 4, 0, tzinfo=UTC), datetime(2026, 3, 6, 4, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
ONE, OTHER = UUID(int=1), UUID(int=3)
ROWS: dict[str, dict[str, Any]] = {
    "receivers": {
        "id": 1, "name": "甲院", "purpose": "prosecution", "public_key": "age1", "registered_by": "a",
        "registered_at": NOW,
    },
    "deliveries": {
        "id": ONE, "receiver_id": 1, "sealed_to": "age1", "document": "d", "told_from": DAY,
        "told_until": date(2026, 4, 1), "verified_only": True, "rows": 10, "mothers": 5, "asked_by": "a",
        "asked_unit": "u", "asked_at": NOW, "decided_by": "b", "decided_unit": "v", "decided_at": NOW, "granted": True,
        "opens_at": LATER, "closes_at": LAST,
    },
    "delivery_rows": {"complaint_id": ONE, "delivery_id": ONE, "call_id": UUID(int=2)},
}  # fmt: skip
VIOLATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "ck_receivers_retired_after_registered": (
        "receivers", {"id": 2, "retired_at": datetime(2026, 3, 1, tzinfo=UTC)},
    ),
    "ck_deliveries_period_forward": ("deliveries", {"id": OTHER, "told_until": DAY}),
    "ck_deliveries_capped": ("deliveries", {"id": OTHER, "rows": 1001}),
    "ck_deliveries_about_nobody": ("deliveries", {"id": OTHER, "mothers": 4}),
    "ck_deliveries_second_person": ("deliveries", {"id": OTHER, "decided_by": "a"}),
    "ck_deliveries_second_unit": ("deliveries", {"id": OTHER, "decided_unit": "u"}),
    "ck_deliveries_decided_whole": ("deliveries", {"id": OTHER, "decided_unit": None}),
    "ck_deliveries_delayed": ("deliveries", {"id": OTHER, "opens_at": NOW}),
    "ck_deliveries_stopped_whole": ("deliveries", {"id": OTHER, "stopped_by": "c"}),
    "ck_deliveries_taken_in_time": ("deliveries", {"id": OTHER, "taken_at": NOW}),
}  # fmt: skip
