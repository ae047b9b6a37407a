"""Digests of what is fixed before it is used: schedules of exports, so that none can be fitted to calls afterwards."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from portal.domain.period import as_utc
from portal.domain.recipient import ExportPlan, ExportRun


def schedule_digest(runs: Iterable[ExportRun], plans: Iterable[ExportPlan]) -> str:
    """The digest of everything that left or is to leave: in whatever order it became known, it is the same."""
    return _digest([sorted(_one_way(run) for run in runs), sorted(_one_way(plan) for plan in plans)])


def plan_digest(plan: ExportPlan) -> str:
    """The digest of one recurring plan, word for word."""
    return _digest(_one_way(plan))


def _one_way(one: ExportRun | ExportPlan) -> str:
    return json.dumps(asdict(one), ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return as_utc(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return sorted(value)  # what else a schedule holds is sets of names


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()
