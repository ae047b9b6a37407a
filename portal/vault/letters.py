"""Letters sealed into their place under the complaint's key, and opened."""

from uuid import UUID

from portal.domain.letter import Letter, OpenLetter
from portal.vault.sealing import ComplaintKey, Place


def sealed(text: str, letter_id: UUID, key: ComplaintKey) -> bytes:
    """The text as it is stored."""
    return key.seal_content(text.encode(), _place(letter_id))


def opened(letter: Letter, key: ComplaintKey) -> OpenLetter:
    """The letter with its text."""
    return OpenLetter(letter, key.open_content(letter.text_sealed, _place(letter.id)).decode())


def _place(letter_id: UUID) -> Place:
    return Place("letters", "text_sealed", letter_id)
