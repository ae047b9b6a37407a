"""What leaves for a worker: numbers and codes, the same there as here; nobody's name, number, text or key."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from portal.aggregation.classes import SourceClass
from portal.aggregation.pipeline import Analysis, analyse
from portal.cluster.packing import NotPacked, pack, unpack
from portal.extract.columns import Extract
from portal.stats.factored import Factored
from portal.vault import keyring

NAME, NUMBER, RECEIPT = "王芳", "13800138000", "K7QX-2M9D"


@dataclass
class ByLetter:
    """Answers here what came through the post, and keeps the letters."""

    letters: list[bytes] = field(default_factory=list)

    def later(self, question: Callable[..., Any], *given: object, **named: object) -> Callable[[], Any]:
        letter = pack((question, given, named))
        self.letters.append(letter)
        return partial(self._read, letter)

    def _read(self, letter: bytes) -> Any:
        question, given, named = unpack(letter)
        return question(*given, **named)


def test_every_question_of_an_analysis_goes_by_letter_and_no_letter_holds_a_name(town: Extract, here: Analysis) -> None:
    post = ByLetter()

    assert analyse(town, engine=post) == here

    asked = {unpack(letter)[0].__name__ for letter in post.letters}
    assert asked >= {"held_apart", "registration", "tier_scores", "_measured", "attribution"}
    names = [*town.hospitals, *town.districts, *town.recipients, *town.issuers]
    together = b"".join(post.letters)
    assert len(names) > 8
    assert all(name.encode() in pickle.dumps(town) for name in names), "or the search below could find none"
    assert not [name for name in names if name.encode() in together or name.encode("utf-32-le") in together]


@pytest.mark.parametrize(
    "what",
    [
        NAME,
        NUMBER,
        RECEIPT,
        NAME.encode(),
        bytearray(NAME.encode()),
        {NAME: 1},
        [[NUMBER]],
        np.array([NAME]),
        np.array([NAME], dtype=object),
        np.array([NUMBER.encode()]),
        np.datetime64("2026-03-01"),
        pd.DataFrame({"mother": [1]}),
        pd.Series([1]),
        Path("instance"),
        print,
        open,
        Path,
        lambda: None,
        ValueError("x"),
    ],
    ids=lambda what: type(what).__name__,
)
def test_what_is_no_number_code_or_question_of_ours_does_not_leave(what: object) -> None:
    for hidden in (what, (1, what), SourceClass((1,), what, np.zeros(1))):  # type: ignore[arg-type]
        with pytest.raises(NotPacked):
            pack(hidden)


def test_no_extract_and_no_key_leaves(town: Extract, tmp_path: Path) -> None:
    keyring.create(tmp_path / "keys.json")
    for secret in (keyring.load(tmp_path / "keys.json"), town):
        with pytest.raises(NotPacked):
            pack(secret)


def test_what_arrives_is_what_left_also_in_its_order_in_memory() -> None:
    floats = np.random.default_rng(1).normal(size=(5, 3))
    wide = np.arange(12).reshape(3, 4)
    for array in (floats, np.asfortranarray(floats), wide[:, 1:3], wide > 3, np.empty((0, 2)), np.float32([0.1])):
        arrived = unpack(pack(array))
        assert (arrived.dtype, arrived.shape, arrived.tolist()) == (array.dtype, array.shape, array.tolist())
        assert arrived.flags.c_contiguous == (array.flags.c_contiguous or not array.flags.f_contiguous)
        assert arrived.flags.writeable
    for number in (1, 0.1, True, None, np.int64(7), np.float64(0.1), (2, [3.0], {"days": 4})):
        arrived = unpack(pack(number))
        assert (type(arrived), arrived) == (type(number), number)


def test_floats_that_would_be_added_up_in_another_order_do_not_leave() -> None:
    with pytest.raises(NotPacked, match="another order"):
        pack(np.ones((4, 4))[:, 1:3])


def test_what_was_computed_beside_the_fields_stays_here() -> None:
    design = Factored((np.array([0, 1], dtype=np.int32),), (2,), np.ones((2, 1)))
    before = pack(design)
    assert design.gram(np.ones(2)).shape == (2, 2)
    assert len(vars(design)) > 3, "something is kept beside the fields by now"
    assert pack(design) == before


def test_nothing_but_our_own_is_looked_up_for_a_letter() -> None:
    for letter in (pickle.dumps(print), pickle.dumps(Path("x")), pickle.dumps(ValueError("x"))):
        with pytest.raises(NotPacked):
            unpack(letter)
