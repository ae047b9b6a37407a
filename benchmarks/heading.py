"""When and on what a long campaign was run."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path


def heading() -> str:
    """The day and the commit, as a line."""
    commit = subprocess.check_output(["git", "describe", "--always", "--dirty"], text=True).strip()
    return f"{datetime.now(UTC):%Y-%m-%d}, commit {commit}"


def machine() -> str:
    """The machine, and how busy it is: processes waiting for a processor, over the last minute."""
    names = [line for line in _lines(Path("/proc/cpuinfo")) if line.startswith("model name")]
    model = names[0].partition(":")[2].strip() if names else platform.machine()
    return f"{os.cpu_count()} × {model}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []
