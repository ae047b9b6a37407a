"""Where a text message begins in a line of a list: what it says is no place to look for when it came, or from whom."""

import re

SHORTEST_MESSAGE = 6  # letters: less beside number and time is a label
OF_MESSAGES = re.compile(r"短信|短訊|短讯|彩信|(?<!\d)106\d{5}", re.IGNORECASE)
MARK = re.compile(r"【|内容\s*:")
CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)")
SENDER_BEHIND = re.compile(r"\s(?=(?:106\d{5,}|9[56]\d{4,}|1[3-9]\d{9})\s[^,。!]{2,30}$)")
LETTER = re.compile(r"[^\W\d_]")


def cut_message(text: str, own_words: str) -> tuple[str, str | None]:
    """A line without the message in it, and the message in her own writing (as long as the text)."""
    mark = MARK.search(text)
    if mark is None:
        return _cut_behind_clock(text, own_words)
    start = mark.start() if mark.group() == "【" else mark.end()
    before = text[:start]
    if re.search(r"\d{3}|[昨今前]天", before):
        return before, own_words[start:].strip()
    behind = SENDER_BEHIND.search(text, start)
    if behind:
        return text[behind.end() :], own_words[start : behind.start()].strip()
    return "", own_words.strip()


def _cut_behind_clock(text: str, own_words: str) -> tuple[str, str | None]:
    if not OF_MESSAGES.search(text):
        return text, None
    clock = CLOCK.search(text)
    if clock is None or len(LETTER.findall(text[clock.end() :])) < SHORTEST_MESSAGE:
        return text, None
    return text[: clock.end()], own_words[clock.end() :].strip()
