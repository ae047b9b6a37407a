"""Rows of the interchange formats for what mothers told: blurred as they remember it."""

import numpy as np
import pandas as pd

from portal.domain.vocabulary import DatePrecision, Precision, Tier
from portal.extract.assembly import SHANGHAI_OFFSET
from portal.simulator.calls import BACKGROUND, Calls
from portal.simulator.plan import Plan
from portal.simulator.population import Population
from portal.simulator.reporting import Told

PRECISIONS = np.array([code.value for code in Precision], dtype=object)
OPERATORS = np.array([*["甲运营商"] * 3, "乙运营商", "丙运营商"], dtype=object)  # the largest has three in five
BLUR_DAYS = 3  # either side, of a call known to the week
KNEW_OFTEN = ("name", "due_date", "hospital")
QUIET = {"precision": None, "channel": None, "vendor": None, "caller": None, "origin": BACKGROUND}


def mothers_told(plan: Plan, people: Population, who: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """The mothers `who` (positions) as rows; some do not know their dates exactly."""
    reporting, size = plan.reporting, len(who)
    tier = np.where(rng.random(size) < reporting.confirmed, Tier.REGISTRATION_CONFIRMED, Tier.PHONE_VERIFIED)
    tier = np.where(rng.random(size) < reporting.anonymous, Tier.ANONYMOUS, tier)
    names = np.array([name for name, _ in plan.hospitals], dtype=object)
    hospital = names[people.hospital[who]]
    blurred = rng.random(size) < reporting.registered_imprecise
    registered = people.registered[who] + np.where(blurred, rng.integers(-10, 11, size), 0)
    confirmed = tier == Tier.REGISTRATION_CONFIRMED
    return pd.DataFrame(
        {
            "mother": who,
            "tier": tier.astype(int),
            "hospital": hospital,
            "issuer": np.where(confirmed, hospital, np.where(tier == Tier.PHONE_VERIFIED, OPERATORS[who % 5], None)),
            "weight": 1.0,
            "registered_day": registered,
            "registered_precision": np.where(blurred, DatePrecision.MONTH.value, DatePrecision.DAY.value),
            "due_day": _maybe(people.due[who], rng.random(size) >= reporting.due_missing),
            "birth_day": _maybe(people.born[who], rng.random(size) < reporting.birth_known),
        }
    )


def reports_told(plan: Plan, people: Population, heard: Calls, telling: Told, rng: np.random.Generator) -> pd.DataFrame:
    """One row per told call, and one per quiet report; instants in epoch seconds."""
    call, size = telling.call, len(telling.call)
    precision = rng.choice(4, size, p=np.array(plan.reporting.imprecise) / sum(plan.reporting.imprecise))
    known = rng.random(size) < 0.6
    rows = pd.DataFrame(
        {
            "mother": heard.mother[call],
            "called_at": _seconds(_blurred(heard.at[call], telling.at, precision, rng)),
            "precision": PRECISIONS[precision],
            "reported_at": _seconds(telling.at),
            "channel": np.where(rng.random(size) < 0.8, "call", "sms"),
            "vendor": np.array([vendor.kind.value for vendor in plan.vendors], dtype=object)[heard.vendor[call]],
            "caller": _numbers(heard.vendor[call], rng),
            "knew": [KNEW_OFTEN if flag else () for flag in known],
            "origin": heard.leak[call],
        }
    )
    quiet = {"mother": telling.quiet_mother, "reported_at": _seconds(telling.quiet_at)}
    silent = pd.DataFrame({**quiet, **QUIET, "knew": [()] * len(telling.quiet_at)})
    silent["called_at"] = np.nan
    joined = pd.concat([rows, silent[rows.columns].astype({"origin": "int64"})]) if len(silent) else rows
    return joined.astype({"called_at": "Int64"}) if len(silent) else joined


def _blurred(at: np.ndarray, reported: np.ndarray, precision: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Whole minutes and hours; noon of the day; a day nearby, never after she told of it."""
    minute = np.floor(at * 1440) / 1440
    hour = np.floor(at * 24) / 24
    noon = np.floor(at) + 0.5
    near = np.minimum(noon + rng.integers(-BLUR_DAYS, BLUR_DAYS + 1, len(at)), np.floor(reported) - 0.5)
    return np.select([precision == 0, precision == 1, precision == 2], [minute, hour, noon], near)


def _numbers(vendor: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A vendor calls from four blocks of ten lines; these numbers are invented."""
    line = vendor * 40 + rng.integers(0, 40, len(vendor))
    blocks, places = np.divmod(line, 10)
    return np.array(
        [f"059990{block * 7919 % 10_000:04d}{place * 7:02d}" for block, place in zip(blocks, places, strict=True)],
        dtype=object,
    )


def _maybe(days: np.ndarray, known: np.ndarray) -> pd.Series:
    return pd.Series(days).where(pd.Series(known)).astype("Int64").astype(object).where(pd.Series(known), None)


def _seconds(days: np.ndarray) -> np.ndarray:
    return np.round(np.asarray(days) * 1440).astype("int64") * 60 - SHANGHAI_OFFSET
