"""What stood in an address and names nothing, as a page may say it again."""

LONGEST = 40
UNSEEN = "�"  # for what no eye sees, or what turns the words after it around

Misread = tuple[tuple[str, str], ...]  # a field, or its label, and what stood there


def told(typed: str) -> str:
    """The beginning of it, with nothing invisible in it."""
    return "".join(one if one.isprintable() else UNSEEN for one in typed[:LONGEST])
