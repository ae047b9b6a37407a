"""An invented city that is asked on common contact days, as an extract: patterns saturate, however many mothers tell.

Registered on one of 365 days in one of eight districts, in one of three weeks of the pregnancy; about 3.45 calls each.
Twelve recipients with a schedule of 30 days: four hold everybody, eight their district. The first one leaks.
"""

import numpy as np
import pandas as pd

from portal.domain.vocabulary import DatePrecision, Precision
from portal.extract.assembly import SECONDS_A_DAY, SHANGHAI_OFFSET, local_days
from portal.extract.columns import NO_DAY, NOT_TOLD, Extract

FIRST_DAY = 20_089  # 2025-01-01
DAYS, DISTRICTS, WEEKS, RECIPIENTS = 365, 8, 3, 12
BOOKED, TERM, LEAD, FOLLOWED, CONTACT = 77, 280, 60, 200, 91  # days
CALLS = 3.45
LEAKED, DELAY = 0.4, 20.0  # part of the calls, and their mean delay in days
VENDORS = 8


def extract(mothers: int, seed: int = 20261129) -> Extract:
    """The extract of so many verified mothers."""
    rng = np.random.default_rng(seed)
    kind = np.sort(rng.integers(0, DISTRICTS * DAYS * WEEKS, mothers))
    district, turn, week = np.unravel_index(kind, (DISTRICTS, DAYS, WEEKS))
    registered = FIRST_DAY + turn
    conceived = registered - BOOKED - 7 * week
    last = (registered + FOLLOWED) // CONTACT * CONTACT + CONTACT
    whose = np.repeat(np.arange(mothers), rng.poisson(CALLS, mothers))
    day = _days(np.maximum(registered - LEAD, conceived)[whose], last[whose], _leaked_on(registered)[whose], rng)
    return Extract(
        mothers=pd.DataFrame(
            {
                "mother": np.arange(mothers), "tier": 2, "hospital": district, "issuer": district, "weight": 1.0,
                "registered_day": registered, "registered_precision": list(DatePrecision).index(DatePrecision.DAY),
                "due_day": conceived + TERM, "birth_day": NO_DAY,
            }
        ),
        calls=_calls(whose, day, last[whose], rng),
        contacts=pd.DataFrame({"mother": np.arange(mothers), "contact_day": last}),
        exports=_exports(),
        hospitals=tuple(f"hospital {one}" for one in range(DISTRICTS)),
        hospital_district=tuple(range(DISTRICTS)),
        districts=tuple(f"district {one}" for one in range(DISTRICTS)),
        recipients=tuple(f"recipient {one}" for one in range(RECIPIENTS)),
        issuers=tuple(f"hospital {one}" for one in range(DISTRICTS)),
        columns=(),
    )  # fmt: skip


def _leaked_on(registered: np.ndarray) -> np.ndarray:
    return registered + 30 - (registered - _turn(0)) % 30


def _turn(recipient: int) -> int:
    return FIRST_DAY - 90 + recipient * 7 % 30


def _days(first: np.ndarray, last: np.ndarray, leaked: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    anywhere = first + (rng.random(len(first)) * (last - first + 1)).astype(np.int64)
    after = leaked + 1 + rng.exponential(DELAY, len(first)).astype(np.int64)
    return np.where((rng.random(len(first)) < LEAKED) & (after <= last), after, anywhere)


def _calls(whose: np.ndarray, day: np.ndarray, told: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    noon, evening = 12 * 3600 - SHANGHAI_OFFSET, 20 * 3600 - SHANGHAI_OFFSET
    frame = pd.DataFrame(
        {
            "mother": whose, "called_at": day * SECONDS_A_DAY + noon, "called_day": day,
            "precision": list(Precision).index(Precision.DAY), "reported_at": told * SECONDS_A_DAY + evening,
            "reported_day": local_days(told * SECONDS_A_DAY + evening), "channel": 0,
            "vendor": rng.integers(0, VENDORS, len(day)), "caller": NOT_TOLD, "knew": 0, "caller_kind": NOT_TOLD,
            "wording": NOT_TOLD, "party": NOT_TOLD, "perhaps": NOT_TOLD,
        }
    )  # fmt: skip
    return frame.sort_values(["mother", "called_at"], kind="stable")


def _exports() -> pd.DataFrame:
    rows = []
    for recipient in range(RECIPIENTS):
        own = recipient - (RECIPIENTS - DISTRICTS)
        for day in range(_turn(recipient), FIRST_DAY + DAYS + 31, 30):
            rows.append((recipient, day, () if own < 0 else (own,)))
    recipients, days, districts = zip(*rows, strict=True)
    day = np.array(days)
    return pd.DataFrame(
        {
            "recipient": recipients, "exported_at": day * SECONDS_A_DAY, "exported_day": day,
            "registered_from": day - 30, "registered_until": day, "planned": False, "columns": 0,
            "districts": districts, "hospitals": [()] * len(day), "rows": NOT_TOLD,
        }
    )  # fmt: skip
