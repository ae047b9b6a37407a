"""Which lines and wordings belong to one party; told from digests alone.

Two signs, each only among lines that sell the same: the same wording came from both; or both lie in one block of a
hundred numbers that are given to firms. A line told by one mother that differs from one told by many in one digit, or
in the order of two, looks like a typing error: that is unsure, so it is said beside the party and joins nothing.
A number is opened inside the vault and only digests come out; nothing is kept.
"""

from collections import defaultdict
from collections.abc import Iterable

from portal.domain.linked import Linked
from portal.domain.phone import CallerClass
from portal.domain.vocabulary import VendorType
from portal.linkage.forest import Forest
from portal.storage import caller_lines
from portal.storage.caller_lines import CallerLine
from portal.storage.database import Store
from portal.vault.comparing import NumberKeys
from portal.vault.sealing import Place
from portal.vault.vault import Vault

# A number that cannot exist is shown by a machine that makes up its numbers, and machines count upwards.
GIVEN_IN_BLOCKS = frozenset(
    {
        CallerClass.LANDLINE,
        CallerClass.SHARED_COST,
        CallerClass.SERVICE,
        CallerClass.SMS_GATEWAY,
        CallerClass.UNREADABLE,
    }
)
COMPARED = GIVEN_IN_BLOCKS | {CallerClass.MOBILE}
WELL_KNOWN = 3  # mothers from which a number is surely written as it is

Compared = tuple[CallerLine, NumberKeys]


def parties(*, store: Store, vault: Vault) -> Linked:
    """Compare every line and wording that was told."""
    with store.read() as connection:
        told = [(line, keys) for line in caller_lines.lines(connection) if (keys := _keys(line, vault))]
        wordings = caller_lines.wordings(connection)
    joined: Forest[bytes] = Forest()
    _join_blocks(told, joined)
    _join_wordings(wordings, joined)
    return Linked(joined.roots(), _misspelt(told))


def _keys(line: CallerLine, vault: Vault) -> NumberKeys | None:
    if line.kind not in COMPARED:
        return None
    return vault.number_keys(line.complaint_id, line.key, line.sealed, Place("calls", "caller_sealed", line.call_id))


def _join_blocks(told: Iterable[Compared], joined: Forest[bytes]) -> None:
    first: dict[tuple[bytes, VendorType], bytes] = {}
    for line, keys in told:
        if line.kind in GIVEN_IN_BLOCKS:
            joined.join(first.setdefault((keys.block, line.trade), line.index), line.index)


def _misspelt(told: Iterable[Compared]) -> dict[bytes, bytes]:
    """Lines that look like a typing error in exactly one well-known line."""
    near: dict[tuple[bytes, VendorType], list[CallerLine]] = defaultdict(list)
    for line, keys in told:
        for key in keys.near:
            near[key, line.trade].append(line)
    meant: dict[bytes, set[bytes]] = defaultdict(set)
    for lines in near.values():
        known = {line.index for line in lines if line.mothers >= WELL_KNOWN}
        for line in lines:
            if line.mothers == 1:
                meant[line.index] |= known
    return {index: known.pop() for index, known in meant.items() if len(known) == 1}


def _join_wordings(wordings: Iterable[tuple[bytes, bytes | None, VendorType]], joined: Forest[bytes]) -> None:
    first: dict[tuple[bytes, VendorType], bytes] = {}
    for wording, caller, trade in wordings:
        joined.join(first.setdefault((wording, trade), caller or wording), caller or wording)
