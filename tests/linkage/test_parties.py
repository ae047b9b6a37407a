"""Lines and wordings become one party by two signs, and by nothing else; what looks mistyped is said and not joined."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from portal.domain.phone import classify
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Channel, Precision, VendorType
from portal.extract.build import build
from portal.intake import complaints
from portal.linkage.parties import parties
from portal.storage.database import Store
from portal.vault import keyring
from portal.vault.vault import Vault

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
FORMULA, PHOTOS = VendorType.INFANT_FORMULA, VendorType.BABY_PHOTOGRAPHY
WORDING = "恭喜您喜得贵子，本店奶粉第二罐半价，欢迎到店咨询领取"


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(keyring.create(tmp_path / "keys.json"))


def tell(
    store: Store, vault: Vault, number: str | None, trade: VendorType = FORMULA, wording: str | None = None
) -> None:
    """One more mother tells of one call or message."""
    tell.mothers += 1
    call = CallDraft(
        NOON - timedelta(days=1), Precision.MINUTE, trade, channel=Channel.SMS if wording else Channel.CALL,
        caller_number=number, message=wording,
    )  # fmt: skip
    draft = ComplaintDraft(Card(registered_on=date(2025, 11, 3)), (call,))
    token = f"mother-{tell.mothers}".ljust(32, "x")
    complaints.submit(draft, token=token, store=store, vault=vault, at=NOON)


tell.mothers = 0


def together(store: Store, vault: Vault, one: str, other: str) -> bool:
    found = parties(store=store, vault=vault)
    first, second = (vault.caller_index(classify(number)) for number in (one, other))
    return found.party(first) == found.party(second)


def looks_like(store: Store, vault: Vault, one: str, other: str) -> bool:
    """Whether one number is said to be perhaps the other."""
    first, second = (vault.caller_index(classify(number)) for number in (one, other))
    return parties(store=store, vault=vault).perhaps(first) == second


def test_lines_of_one_block_that_sell_the_same_are_one_party(store: Store, vault: Vault) -> None:
    tell(store, vault, "4006001234")
    tell(store, vault, "4006001256")
    tell(store, vault, "4006001278", PHOTOS)
    assert together(store, vault, "4006001234", "4006001256")
    assert not together(store, vault, "4006001234", "4006001278")


def test_mobiles_are_given_to_people_and_a_block_of_them_is_no_party(store: Store, vault: Vault) -> None:
    tell(store, vault, "13800138000")
    tell(store, vault, "13800138047")
    assert not together(store, vault, "13800138000", "13800138047")


@pytest.mark.parametrize("typed", ["13800738000", "13801038000"])
def test_a_typing_error_of_one_mother_is_said_beside_the_number_that_many_told(
    store: Store, vault: Vault, typed: str
) -> None:
    for _ in range(3):
        tell(store, vault, "13800138000")
    tell(store, vault, typed)
    tell(store, vault, "13811138000")
    assert looks_like(store, vault, typed, "13800138000")
    assert not looks_like(store, vault, "13811138000", "13800138000")
    assert not together(store, vault, "13800138000", typed)


def test_what_looks_mistyped_counts_for_nobody_but_itself(store: Store, vault: Vault) -> None:
    for number in ("13800138000",) * 3 + ("13800738000",):
        tell(store, vault, number)
    calls = build(store, parties(store=store, vault=vault)).calls
    assert calls["party"].value_counts().to_list() == [3, 1]
    [alone] = calls.loc[calls["perhaps"] != -1].itertuples()
    assert (alone.party == alone.perhaps, alone.perhaps) == (False, calls["party"].mode()[0])


def test_what_may_be_either_of_two_well_known_numbers_is_said_of_neither(store: Store, vault: Vault) -> None:
    for _ in range(3):
        tell(store, vault, "13800138000")
        tell(store, vault, "13800138011")
    tell(store, vault, "13800138010")
    assert not parties(store=store, vault=vault).unsure


def test_two_numbers_that_many_told_are_two_though_one_digit_apart(store: Store, vault: Vault) -> None:
    for _ in range(3):
        tell(store, vault, "13800138000")
        tell(store, vault, "13800738000")
    assert not together(store, vault, "13800138000", "13800738000")
    assert not looks_like(store, vault, "13800138000", "13800738000")


def test_one_wording_joins_the_lines_that_it_came_from(store: Store, vault: Vault) -> None:
    tell(store, vault, "13800138000", wording=WORDING)
    tell(store, vault, "13966668888", wording=WORDING)
    tell(store, vault, None, wording=WORDING)
    assert together(store, vault, "13800138000", "13966668888")
    extract = build(store, parties(store=store, vault=vault))
    assert set(extract.calls["party"]) == {0}
    assert extract.calls["caller"].nunique() == 3


def test_without_linkage_every_line_is_its_own_party(store: Store, vault: Vault) -> None:
    tell(store, vault, "4006001234")
    tell(store, vault, "4006001256")
    tell(store, vault, None)
    assert sorted(build(store).calls["party"]) == [-1, 0, 1]
