"""What an analysis says otherwise than the one before it."""

from dataclasses import replace

from portal.domain.change import Change, changes
from portal.domain.vocabulary import Verdict
from tests.web.office.saved import CITY, FIRM, SAID


def test_the_same_analysis_changes_nothing() -> None:
    assert changes(SAID, SAID) == ()


def test_a_changed_a_new_and_a_gone_source_are_told() -> None:
    city = next(one for one in SAID.sources if one.source == CITY)
    new = replace(city, source="新局", verdict=Verdict.UNDETERMINED)
    kept = [one for one in SAID.sources if one.source not in (CITY, FIRM)]
    after = replace(SAID, sources=(replace(city, verdict=Verdict.UNDETERMINED), *kept, new))
    assert changes(SAID, after) == (
        Change(CITY, Verdict.IMPLICATED, Verdict.UNDETERMINED),
        Change("新局", None, Verdict.UNDETERMINED),
        Change(FIRM, Verdict.RULED_OUT, None),
    )
