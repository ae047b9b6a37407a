"""What the caller knew is kept as a mask: not told and nothing are two answers."""

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.report import from_mask, mask_of
from portal.domain.vocabulary import Knew


def test_not_told_is_not_nothing() -> None:
    assert mask_of(None, Knew) is None
    assert mask_of(frozenset(), Knew) == 0
    assert from_mask(None, Knew) is None
    assert from_mask(0, Knew) == frozenset()


@given(st.frozensets(st.sampled_from(list(Knew))))
def test_every_set_comes_back(knew: frozenset[Knew]) -> None:
    assert from_mask(mask_of(knew, Knew), Knew) == knew
