"""Names that outlive a loss of power: a file that was synced may still be gone if its folder was not."""

import os
from pathlib import Path


def sync_names(folder: Path) -> None:
    """Return when the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
