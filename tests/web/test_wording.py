"""Which language a browser gets."""

import pytest

from portal.web.wording import negotiated


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ([], "zh_Hans"),
        (["zh-CN", "zh", "en"], "zh_Hans"),
        (["zh-TW", "zh", "en"], "zh_Hant"),
        (["zh-Hant-HK", "en"], "zh_Hant"),
        (["zh-Hans-HK", "en"], "zh_Hans"),
        (["en-GB", "zh-HK"], "en"),
        (["de", "zh_HK"], "zh_Hant"),
        (["de"], "zh_Hans"),
    ],
)
def test_a_browser_gets_the_first_of_its_languages_that_we_have(accepted: list[str], language: str) -> None:
    assert negotiated(accepted) == language
