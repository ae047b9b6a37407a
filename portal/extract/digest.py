"""One digest for what an extract says, whatever its pseudonyms and its row order.

Rows are hashed by value (names instead of codes), a mother's hash adds up her rows, and only the sorted hashes of all
mothers, callers and exports enter the digest; what no verdict rests on (wordings, parties, rows of files, totals of
registrations) stays out.
Two 64-bit lanes with different keys make accidental collisions (about 1e-29 for a million mothers) irrelevant.
"""

import hashlib

import numpy as np
import pandas as pd

from portal.extract.columns import Extract

_LANES = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)


def digest(extract: Extract) -> str:
    """SHA-256, in hexadecimal, of the canonical content: the `seed` of a run."""
    out = hashlib.sha256()
    for lane in _LANES:
        mothers, callers = _people(extract, np.uint64(lane))
        out.update(np.sort(mothers).tobytes())
        out.update(np.sort(callers).tobytes())
        out.update(np.sort(_exports(extract, lane)).tobytes())
    return out.hexdigest()


def _people(extract: Extract, lane: np.uint64) -> tuple[np.ndarray, np.ndarray]:
    calls = extract.calls
    call_rows = _rows(calls.drop(columns=["mother", "caller", "caller_kind", "wording", "party", "perhaps"]), lane)
    contact_rows = _rows(extract.contacts[["contact_day"]], lane ^ np.uint64(1))
    hospital_names = _names(extract.hospitals)
    mothers = extract.mothers.drop(columns=["mother", "hospital", "issuer"])
    own = _rows(mothers, lane ^ np.uint64(2))
    own = _mix(own ^ hospital_names[extract.mothers["hospital"].to_numpy()])
    own = _mix(own ^ _names(extract.issuers)[extract.mothers["issuer"].to_numpy()])
    count = len(extract.mothers)
    own = own + _sums(call_rows, calls["mother"].to_numpy(), count)
    own = _mix(own + _sums(contact_rows, extract.contacts["mother"].to_numpy(), count))
    told = (calls["caller"] >= 0).to_numpy()
    labels, callers = np.unique(calls["caller"].to_numpy()[told], return_inverse=True)
    links = _mix(call_rows[told] ^ own[calls["mother"].to_numpy()[told]])
    return own, _mix(_sums(links, callers, len(labels)))


def _exports(extract: Extract, lane: int) -> np.ndarray:
    hashes = []
    for row in extract.exports.itertuples(index=False):
        scope = (
            sorted(extract.districts[code] for code in row.districts),
            sorted(extract.hospitals[code] for code in row.hospitals),
            sorted(name for bit, name in enumerate(extract.columns) if row.columns >> bit & 1),
        )
        times = [int(value) for value in row[1:6]]
        text = repr((lane, extract.recipients[row.recipient], times, *scope))
        hashes.append(_text_hash(text))
    return np.array(hashes, dtype=np.uint64)


def _names(names: tuple[str, ...]) -> np.ndarray:
    """Hashes by position; the extra last one is reached by -1, not told."""
    return np.array([*(_text_hash(name) for name in names), 0], dtype=np.uint64)


def _text_hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")


def _rows(frame: pd.DataFrame, lane: np.uint64) -> np.ndarray:
    hashes = np.full(len(frame), lane, dtype=np.uint64)
    for column in frame.columns:
        values = frame[column].to_numpy()
        bits = values.view(np.uint64) if values.dtype == np.float64 else values.astype(np.int64).view(np.uint64)
        hashes = _mix(hashes ^ bits)
    return hashes


def _mix(values: np.ndarray) -> np.ndarray:
    """The finaliser of SplitMix64 (Steele, Lea, Flood 2014), a bijection that spreads every bit."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _sums(hashes: np.ndarray, owner: np.ndarray, count: int) -> np.ndarray:
    totals = np.zeros(count, dtype=np.uint64)
    np.add.at(totals, owner, hashes)
    return totals
