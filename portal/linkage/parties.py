"""Which lines and wordings belong to one party; told from digests alone.

Three signs, each only among lines that sell the same: the same wording came from both; both lie in one block of a
hundred numbers that are given to firms; or they differ in one digit, one told by many mothers and the other by one,
which is what a typing error looks like. A number is opened inside the vault and only digests come out; nothing is kept.
"""

from collections import defaultdict
from collections.abc import Iterable

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


def parties(*, store: Store, vault: Vault) -> dict[bytes, bytes]:
    """For the digest of every line and wording that is joined to another: the digest that stands for its party."""
    with store.read() as connection:
        told = [(line, keys) for line in caller_lines.lines(connection) if (keys := _keys(line, vault))]
        wordings = caller_lines.wordings(connection)
    joined: Forest[bytes] = Forest()
    _join_blocks(told, joined)
    _join_misspelt(told, joined)
    _join_wordings(wordings, joined)
    return joined.roots()


def _keys(line: CallerLine, vault: Vault) -> NumberKeys | None:
    if line.kind not in COMPARED:
        return None
    return vault.number_keys(line.complaint_id, line.key, line.sealed, Place("calls", "caller_sealed", line.call_id))


def _join_blocks(told: Iterable[Compared], joined: Forest[bytes]) -> None:
    first: dict[tuple[bytes, VendorType], bytes] = {}
    for line, keys in told:
        if line.kind in GIVEN_IN_BLOCKS:
            joined.join(first.setdefault((keys.block, line.trade), line.index), line.index)


def _join_misspelt(told: Iterable[Compared], joined: Forest[bytes]) -> None:
    near: dict[tuple[bytes, VendorType], list[CallerLine]] = defaultdict(list)
    for line, keys in told:
        for key in keys.near:
            near[key, line.trade].append(line)
    for lines in near.values():
        known = [line for line in lines if line.mothers >= WELL_KNOWN]
        if len(known) == 1:
            for line in lines:
                if line.mothers == 1:
                    joined.join(known[0].index, line.index)


def _join_wordings(wordings: Iterable[tuple[bytes, bytes | None, VendorType]], joined: Forest[bytes]) -> None:
    first: dict[tuple[bytes, VendorType], bytes] = {}
    for wording, caller, trade in wordings:
        joined.join(first.setdefault((wording, trade), caller or wording), caller or wording)
