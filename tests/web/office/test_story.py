"""Lines and titles: who shares a line, who stays alone, and what may stand in a title."""

from dataclasses import replace

import pytest

from portal.domain.finding import JOINER, REGISTRATION, Finding, Findings, Interval, TierView
from portal.domain.vocabulary import Verdict
from portal.web.office import story
from tests.web.office.saved import SAID, finding

A, B = "甲区妇联", "乙区卫生局"
IMPLICATED, CLEARED, OPEN = Verdict.IMPLICATED, Verdict.NOT_IMPLICATED, Verdict.UNDETERMINED


def said(*sources: Finding, implicated: tuple[str, ...] = ()) -> Findings:
    return replace(SAID, sources=sources, implicated=implicated)


def test_who_cannot_be_told_apart_shares_a_line_with_a_page_for_each() -> None:
    (line,) = story.lines(said(finding(A, OPEN, None, B), finding(B, OPEN, None, A)))
    assert (line.members, line.places, line.as_class, line.rivals) == ((A, B), (0, 1), True, ())


def test_a_rival_that_stands_on_its_own_keeps_its_own_line() -> None:
    lines = story.lines(said(finding(A, OPEN, None, B), finding(B, CLEARED, None)))
    assert [(line.members, line.rivals) for line in lines] == [((A,), (B,)), ((B,), ())]


def test_a_class_that_passes_is_implicated_though_no_member_is() -> None:
    sources = (finding(A, OPEN, None, B), finding(B, OPEN, None, A))
    (line,) = story.lines(said(*sources, implicated=(JOINER.join(sorted((A, B))),)))
    assert line.verdict is IMPLICATED and line.finding.verdict is OPEN


@pytest.mark.parametrize(
    ("sources", "key"),
    [
        ([(A, IMPLICATED), (REGISTRATION, CLEARED)], "title.recipient_not_registration"),
        ([(A, IMPLICATED), (REGISTRATION, OPEN)], "title.recipient"),
        ([(A, IMPLICATED), (B, IMPLICATED)], "title.several"),
        ([(A, CLEARED), (REGISTRATION, IMPLICATED)], "title.registration"),
        ([(A, CLEARED), (REGISTRATION, Verdict.RULED_OUT)], "title.none"),
        ([(A, CLEARED), (REGISTRATION, OPEN)], "title.undetermined"),
        ([], "title.nothing"),
    ],
)
def test_the_title_follows_from_the_verdicts(sources: list[tuple[str, Verdict]], key: str) -> None:
    named = tuple(name for name, verdict in sources if verdict is IMPLICATED)
    made = said(*(finding(name, verdict, None) for name, verdict in sources), implicated=named)
    assert story.title(made).key == key


def test_the_most_telling_line_comes_first() -> None:
    sources = (
        finding(A, CLEARED, (1.0, 0.8, 1.2)),
        finding(B, OPEN, (2.0, 0.5, 8.0)),
        finding("丙", OPEN, (3.0, 0.5, 9.0)),
    )
    assert [line.members[0] for line in story.lines(said(*sources))] == ["丙", B, A]


def test_a_sentence_gives_numbers_only_where_there_are_any() -> None:
    plain, numbered = (story.lines(said(finding(A, OPEN, ratio)))[0].sentence for ratio in (None, (1.0, 0.8, 1.2)))
    assert (plain, numbered) == ("sentence.undetermined.recipient", "sentence.undetermined.recipient.ratio")


def told(verified: float, everybody: float) -> tuple[TierView, ...]:
    views = [((2,), verified), ((2, 1), verified), ((2, 1, 0), everybody)]
    return tuple(TierView(tiers, 900, Interval(ratio, ratio / 1.5, ratio * 1.5), 1.0) for tiers, ratio in views)


def test_where_anonymous_reports_tell_another_story_the_greatest_difference_comes_first() -> None:
    views = {A: told(1.0, 4.0), B: told(2.0, 2.1), "丙": told(1.0, 0.05), REGISTRATION: ()}
    sources = [replace(finding(name, OPEN, None), tiers=tiers) for name, tiers in views.items()]
    assert [one.line.members for one in story.divided(said(*sources))] == [("丙",), (A,)]
    assert story.divided(said(*sources[1:2])) == ()


def test_the_numbers_of_a_line_are_those_of_the_member_of_which_the_calls_say_most() -> None:
    weak = replace(finding(A, OPEN, (1.1, 0.5, 2.0), B), p_value=0.4)
    strong = replace(finding(B, OPEN, (5.0, 3.0, 8.0), A), p_value=0.0001)
    (line,) = story.lines(said(weak, strong))
    assert (line.members, line.finding) == ((A, B), strong)
