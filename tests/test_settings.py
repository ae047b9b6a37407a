"""What an operator may choose: what is required from outside, TLS for what leaves, and what may not be switched off."""

from datetime import timedelta

import pytest

from portal.settings import DelayUnknown, NoOutlet, SecondFactorUnknown, from_environment


@pytest.mark.parametrize(
    ("address", "word", "required"),
    [
        ("https://jingyue.example", "", True),
        ("http://127.0.0.1:8000", "", False),
        ("http://127.0.0.1:8000", "required", True),
        ("https://jingyue.example", "offered", False),
    ],
)
def test_production_requires_a_second_factor_and_the_demonstration_offers_one(
    address: str, word: str, required: bool
) -> None:
    found = from_environment({"JINGYUE_PUBLIC_URL": address, "JINGYUE_SECOND_FACTOR": word})
    assert found.second_factor_required is required


def test_a_word_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(SecondFactorUnknown):
        from_environment({"JINGYUE_SECOND_FACTOR": "yes"})


def test_rows_never_leave_at_once() -> None:
    assert from_environment({}).delivery_delay == timedelta(hours=24)
    assert from_environment({"JINGYUE_DELIVERY_DELAY": "48"}).delivery_delay == timedelta(hours=48)
    for word in ("0", "-1", "soon", "1.5", "337", "²"):
        with pytest.raises(DelayUnknown):
            from_environment({"JINGYUE_DELIVERY_DELAY": word})


@pytest.mark.parametrize("address", ["http://gateway.example/send", "https://", "ftp://gateway.example", "files"])
def test_numbers_and_codes_leave_over_tls_only(address: str) -> None:
    with pytest.raises(NoOutlet):
        from_environment({"JINGYUE_MESSAGES": address})


@pytest.mark.parametrize("address", ["", "file", "https://gateway.example/send", "http://127.0.0.1:9000/send"])
def test_a_gateway_is_behind_tls_or_on_this_machine(address: str) -> None:
    assert from_environment({"JINGYUE_MESSAGES": address}).messages == address


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("postgresql://jingyue@db.example/jingyue", "?sslmode=verify-full"),
        ("postgres://u:p@db.example/jingyue?connect_timeout=5", "?connect_timeout=5&sslmode=verify-full"),
        ("postgresql://u@db.example/j?sslmode=verify-ca", "?sslmode=verify-ca"),
        ("postgresql://jingyue@/jingyue?host=/run/postgresql", "?host=/run/postgresql"),
        ("postgresql://u@127.0.0.1:5432/j", ""),
    ],
)
def test_a_database_elsewhere_is_asked_for_its_certificate(written: str, asked: str) -> None:
    found = from_environment({"DATABASE_URL": written}).database_url
    assert found.startswith("postgresql+psycopg://") and found.partition("?")[2] == asked[1:]
