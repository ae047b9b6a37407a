"""Pictures and recordings to add."""

import re
from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import Form, MultipleFileField

from portal.domain.attachment import MOST_FILES_AT_ONCE, NotWanted
from portal.web.forms.fields import complain

# Named one by one, not image/*: an iPhone then hands over a JPEG instead of its own format.
ACCEPTED = "image/jpeg,image/png,image/webp,audio/*,video/mp4,video/3gpp,.amr,.m4a,.mp3,.wav,.ogg"
LONGEST_NAME = 60


class EvidenceForm(Form):
    """Files, or the digests of files that stay on her phone."""

    files = MultipleFileField(_("evidence.files.label"), render_kw={"accept": ACCEPTED})

    def __init__(self, posted: MultiDict[str, str], files: MultiDict[str, FileStorage]) -> None:
        super().__init__(files or None)
        self.digests = posted.getlist("digest")[:MOST_FILES_AT_ONCE]
        self.names: list[str] = []

    def to_contents(self) -> list[bytes]:
        """The files, as she sent them."""
        sent = [file for file in self.files.data or [] if isinstance(file, FileStorage) and file.filename]
        self.names = [re.sub(r"\s+", " ", file.filename or "")[-LONGEST_NAME:] for file in sent]
        return [file.stream.read() for file in sent]

    def refuse(self, refused: Mapping[int, NotWanted]) -> None:
        """Say of each file that was not taken why, and what to do."""
        for position, reason in sorted(refused.items()):
            # Not lazily: templates take a lazy text for markup, and a file may be called anything.
            name = self.names[position] if position < len(self.names) else ""
            complain(self.files, gettext(f"evidence.refused.{reason.value}", name=name))

    def ask_for_files(self) -> None:
        """Nothing was chosen."""
        complain(self.files, _("evidence.files.missing"))
