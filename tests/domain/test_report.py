"""What the caller knew is kept as a mask: not told and nothing are two answers."""

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.report import knew_from_mask, knew_mask
from portal.domain.vocabulary import Knew


def test_not_told_is_not_nothing() -> None:
    assert knew_mask(None) is None
    assert knew_mask(frozenset()) == 0
    assert knew_from_mask(None) is None
    assert knew_from_mask(0) == frozenset()


@given(st.frozensets(st.sampled_from(list(Knew))))
def test_every_set_comes_back(knew: frozenset[Knew]) -> None:
    assert knew_from_mask(knew_mask(knew)) == knew
