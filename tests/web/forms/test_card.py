"""Every part of the card may be unknown, but she is asked for each once."""

from datetime import date

import pytest

from portal.domain.report import Card
from portal.domain.vocabulary import DatePrecision
from portal.web.forms.card import CardForm
from portal.web.forms.contact import ContactForm
from portal.web.forms.receipt import LastFourForm, ReceiptForm, WithdrawalForm
from tests.web.forms.told import CARD, HOSPITALS, NOW, posted


def form(**changes: str) -> CardForm:
    told = {**CARD, **{f"card-{name}": value for name, value in changes.items()}}
    return CardForm(posted(told), hospitals=HOSPITALS, at=NOW, prefix="card")


def card(**changes: str) -> Card:
    filled = form(**changes)
    assert filled.validate(), filled.errors
    return filled.to_card()


def test_a_card_in_the_words_of_the_domain() -> None:
    assert card() == Card("宁川市妇幼保健院", date(2025, 12, 1), due_on=date(2026, 6, 30))


def test_the_list_of_hospitals_is_written_as_text_and_shows_what_she_chose() -> None:
    strange = '一" onfocus="x<b>院'
    told = posted({**CARD, "card-hospital": strange})
    list_of = CardForm(told, hospitals={**HOSPITALS, "湖区": [strange]}, at=NOW, prefix="card").hospital()
    assert (
        '<option selected value="一&#34; onfocus=&#34;x&lt;b&gt;院">一&#34; onfocus=&#34;x&lt;b&gt;院</option>'
        in list_of
    )
    assert list_of.count(" selected") == 1
    assert '<optgroup label="江岸区"><option value="宁川市妇幼保健院">宁川市妇幼保健院</option></optgroup>' in list_of


def test_dates_may_be_approximate() -> None:
    vague = card(registered_precision="month", due_precision="week")
    assert (vague.registered_precision, vague.due_precision) == (DatePrecision.MONTH, DatePrecision.WEEK)


def test_all_of_it_may_be_unknown() -> None:
    nothing = {"hospital": "unsaid", "registered_precision": "unknown", "registered_on": "", "baby": "unsaid"}
    assert card(**nothing, due_on="") == Card()


def test_all_that_is_missing_is_said_at_once_and_each_thing_once() -> None:
    told = form(hospital="", registered_on="the other day", due_on="")
    assert not told.validate()
    said = {name: [str(one) for one in errors] for name, errors in told.errors.items()}
    assert said == {
        "hospital": ["card.hospital.missing"],
        "registered_on": ["problem.day_unreadable"],
        "due_on": ["card.due.missing"],
    }


def test_an_unknown_date_is_not_kept_even_if_one_was_picked() -> None:
    assert card(registered_precision="unknown").registered_on is None


def test_a_birth_takes_the_place_of_the_due_date() -> None:
    born = card(baby="born", born_on="2026-03-01")
    assert (born.born_on, born.due_on) == (date(2026, 3, 1), None)


def test_who_would_rather_not_say_leaves_no_date() -> None:
    assert card(baby="unsaid", born_on="2026-03-01") == Card("宁川市妇幼保健院", date(2025, 12, 1))


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"hospital": ""}, "hospital", "card.hospital.missing"),
        ({"registered_on": ""}, "registered_on", "card.registered.missing"),
        ({"baby": ""}, "baby", "card.baby.missing"),
        ({"due_on": ""}, "due_on", "card.due.missing"),
        ({"baby": "born"}, "born_on", "card.born.missing"),
        ({"registered_on": "2026-03-06"}, "registered_on", "problem.in_future"),
        ({"due_on": "2027-06-30"}, "due_on", "problem.due_too_far_from_card"),
        ({"due_on": "2025-06-30"}, "due_on", "problem.due_before_card"),
        ({"registered_precision": "century"}, "registered_precision", "card.how_exact.missing"),
    ],
)
def test_a_slip_is_named_at_its_field(changes: dict[str, str], field: str, message: str) -> None:
    filled = form(**changes)
    assert not filled.validate()
    assert {name: [str(one) for one in said] for name, said in filled.errors.items()} == {field: [message]}


def test_a_hospital_that_is_not_in_the_list_is_refused() -> None:
    assert not form(hospital="别处的医院").validate()


def test_contact_and_publication_are_off_until_she_turns_them_on() -> None:
    quiet = ContactForm(posted({"contact-contact": "写了又没勾"}), prefix="contact")
    assert quiet.validate()
    assert (quiet.to_contact(), quiet.may_publish.data) == (None, False)


def test_a_wanted_contact_has_to_be_given() -> None:
    empty = ContactForm(posted({"contact-wants_contact": "y", "contact-contact": " "}), prefix="contact")
    assert not empty.validate()
    assert [str(one) for one in empty.contact.errors] == ["contact.contact.missing"]
    told = ContactForm(posted({"contact-wants_contact": "y", "contact-contact": " a@b.cn "}), prefix="contact")
    assert told.validate()
    assert told.to_contact() == "a@b.cn"


def test_a_contact_is_no_novel() -> None:
    long = ContactForm(posted({"contact-wants_contact": "y", "contact-contact": "x" * 121}), prefix="contact")
    assert not long.validate()


def test_a_refused_receipt_keeps_what_was_typed() -> None:
    form = ReceiptForm(posted({"code": "abcd"}))
    form.refuse()
    assert form.to_code() == "abcd"
    assert [str(one) for one in form.code.errors] == ["receipt.code.unknown"]
    last = LastFourForm(posted({"last_four": "zz"}))
    last.refuse()
    assert (last.to_characters(), len(last.last_four.errors)) == ("zz", 1)


@pytest.mark.parametrize("how", ["", "none", "everything"])
def test_only_the_three_ways_of_leaving_are_known(how: str) -> None:
    assert not WithdrawalForm(posted({"how": how})).validate()
