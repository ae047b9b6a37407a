"""The work of a browser: found by trying, checked at once, good for one token."""

from itertools import count

import pytest

from portal.domain.effort import is_done

TOKEN = "t" * 32


def found(token: str) -> str:
    return next(str(nonce) for nonce in count() if is_done(token, str(nonce)))


def test_work_is_found_by_trying_and_is_good_for_its_token_only() -> None:
    nonce = found(TOKEN)
    assert int(nonce) > 1_000  # nobody gets it for nothing
    assert not is_done("u" * 32, nonce)
    assert not is_done(TOKEN, str(int(nonce) - 1))


@pytest.mark.parametrize("nonce", ["", "x" * 21, "１２", "\x00", "-1"])
def test_anything_else_is_no_work(nonce: str) -> None:
    assert not is_done(TOKEN, nonce)
