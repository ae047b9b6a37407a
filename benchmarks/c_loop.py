"""The reduction as a plain loop in C, compiled where it is measured: the limit that ours is held against."""

import ctypes
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.panel import Panel

SOURCE = """
#include <stdint.h>
void reduce(const uint16_t *first, const uint16_t *last, const uint16_t *registered, const uint16_t *conceived,
            const uint8_t *district, int64_t mothers, const int32_t *mother, const uint16_t *day, int64_t calls,
            int32_t *base, int32_t *counts) {
    int64_t row = 0;
    for (int64_t m = 0; m < mothers; m++) {
        if (m && (first[m] != first[m-1] || last[m] != last[m-1] || registered[m] != registered[m-1]
                  || conceived[m] != conceived[m-1] || district[m] != district[m-1]))
            row += last[m-1] - first[m-1] + 1;
        base[m] = row - first[m];
    }
    for (int64_t i = 0; i < calls; i++) counts[base[mother[i]] + day[i]]++;
}
"""


class NoCompiler(RuntimeError):
    """There is no C compiler on this machine."""


class CLoop:
    """The loop, compiled."""

    def __init__(self) -> None:
        compiler = shutil.which("cc")
        if compiler is None:
            raise NoCompiler("no cc on this machine: the plain C loop cannot be measured")
        with tempfile.TemporaryDirectory() as name:
            source, library = Path(name) / "loop.c", Path(name) / "loop.so"
            source.write_text(SOURCE)
            subprocess.check_call([compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(source)])
            self._loop = ctypes.CDLL(str(library))

    def counts(self, told: Panel, rows: int) -> np.ndarray:
        """Calls by pattern and day, of mothers sorted by pattern; `rows` is what there is of these."""
        base, counts = np.empty(len(told.first), dtype=np.int32), np.zeros(rows, dtype=np.int32)
        self._loop.reduce(
            *map(_pointer, (told.first, told.last, told.registered, told.conceived, told.district)),
            ctypes.c_int64(len(told.first)),
            *map(_pointer, (told.mother, told.day)),
            ctypes.c_int64(len(told.mother)),
            *map(_pointer, (base, counts)),
        )
        return counts


def _pointer(values: np.ndarray) -> ctypes.c_void_p:
    return values.ctypes.data_as(ctypes.c_void_p)
