"""Documents as JSON files."""

import json
import os
from pathlib import Path
from typing import Any


def write_json(document: dict[str, Any], file: Path) -> None:
    """Write a document whole, or leave the file as it was."""
    aside = file.with_name(f".{file.name}.{os.getpid()}.part")
    aside.write_text(as_text(document))
    aside.replace(file)


def as_text(document: dict[str, Any]) -> str:
    """A document as such a file holds it."""
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
