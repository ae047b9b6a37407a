"""Less weight for one voice under many names; an honest wave keeps all of its own."""

from dataclasses import replace

import numpy as np
import pytest

from portal.aggregation.weighing import BURST, CAPPED, COPIED, SAME_PHONE, weighing
from portal.domain.vocabulary import Tier
from portal.extract.columns import Extract
from portal.simulator.cities import STATISTICS_OFFICE, city, city_leak
from portal.simulator.plan import Forgery, Plan
from portal.simulator.schedule import Recipient
from portal.simulator.world import simulate


def plan(mothers: int = 120, **changes: object) -> Plan:
    base = city(mothers, districts=3, each=6, leaks=(city_leak(),))
    return replace(base, recipients=(*base.recipients, Recipient(STATISTICS_OFFICE, day=19)), **changes)


def extract(**changes: object) -> Extract:
    return simulate(plan(**changes), 5).extract()


def less(found: Extract) -> dict[str, int]:
    return {name: count for name, count in weighing(found).counts.items() if count}


def with_mothers(found: Extract, **columns: object) -> Extract:
    return replace(found, mothers=found.mothers.assign(**columns))


@pytest.fixture(scope="module")
def honest() -> Extract:
    return extract()


def test_an_honest_city_weighs_all_its_mothers_alike(honest: Extract) -> None:
    assert less(honest) == {}
    assert (weighing(honest).weight == 1).all()


@pytest.mark.parametrize("seed", range(6))
def test_an_honest_wave_on_one_evening_keeps_its_weight(seed: int) -> None:
    """Everybody who read the paper tells everything on the same evening."""
    found = simulate(plan(400), seed).extract()
    evening = int(found.calls["reported_day"].max())
    wave = replace(
        found,
        calls=found.calls.assign(reported_day=evening),
        contacts=found.contacts.assign(contact_day=evening).drop_duplicates(),
    )
    assert less(with_mothers(wave, tier=int(Tier.PHONE_VERIFIED))) == {}


def test_the_same_message_in_the_same_minute_is_the_vendors_doing(honest: Extract) -> None:
    calls = honest.calls.copy()
    calls["called_at"], calls["vendor"], calls["channel"] = 1_770_000_000, 0, 1
    assert COPIED not in less(replace(honest, calls=calls))


def test_a_report_under_many_names_is_one_voice() -> None:
    forgery = Forgery(STATISTICS_OFFICE, 40, tier=1, copied=True)
    found = extract(forgeries=(forgery,))
    weighed = weighing(found)
    assert weighed.counts[COPIED] == 40
    assert weighed.weight[weighed.weight < 1].sum() == pytest.approx(1)


def test_copies_told_without_minutes_are_known_by_their_cards_and_their_evening() -> None:
    found = extract(forgeries=(Forgery(STATISTICS_OFFICE, 40, tier=1, copied=True),))
    found = replace(found, calls=found.calls.assign(precision=2))
    assert weighing(found).counts[BURST] == 40


def test_reports_of_one_phone_share_the_weight_that_the_extract_gives_them(honest: Extract) -> None:
    weight = np.ones(len(honest.mothers))
    weight[:2] = 0.5
    found = weighing(with_mothers(honest, weight=weight))
    assert found.counts[SAME_PHONE] == 2 and found.weight[:2].tolist() == [0.5, 0.5]


def test_one_hospital_carries_no_more_than_its_share(honest: Extract) -> None:
    size = len(honest.mothers)
    issuer = np.arange(size) % len(honest.issuers)
    issuer[: size // 2] = 0
    found = weighing(with_mothers(honest, tier=2, issuer=issuer))
    assert found.weight[issuer == 0].sum() <= 0.2 * found.weight.sum() + 1e-9
    assert (found.weight[issuer != 0] == 1).all()
    assert found.counts[CAPPED] == (issuer == 0).sum()


@pytest.mark.parametrize("hospitals", [1, 2])
def test_where_there_are_hardly_any_hospitals_nobody_is_capped(honest: Extract, hospitals: int) -> None:
    issuer = np.arange(len(honest.mothers)) % hospitals
    assert less(with_mothers(honest, tier=2, issuer=issuer)) == {}


def test_an_operator_vouches_for_a_phone_and_is_not_capped(honest: Extract) -> None:
    assert less(with_mothers(honest, tier=1, issuer=0)) == {}


def test_the_order_of_mothers_changes_no_weight() -> None:
    found = extract(forgeries=(Forgery(STATISTICS_OFFICE, 10, tier=1, copied=True),))
    turned = np.random.default_rng(1).permutation(len(found.mothers))
    back = np.argsort(turned)
    moved = replace(
        found,
        mothers=found.mothers.iloc[turned].assign(mother=np.arange(len(turned))),
        calls=found.calls.assign(mother=back[found.calls["mother"]]).sort_values("mother", kind="stable"),
    )
    assert np.allclose(weighing(moved).weight, weighing(found).weight[turned])
