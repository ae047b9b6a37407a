"""What runs on a worker: the same function on the same columns, provided that everything else is the same too."""

import platform
from functools import cache
from typing import Any

import numpy
import pandas
import scipy.linalg
from threadpoolctl import threadpool_info, threadpool_limits

from portal.cluster.packing import unpack
from portal.files.code_version import code_version


class Otherwise(RuntimeError):
    """This worker would end in other digits; says what it runs."""


@cache
def runs() -> str:
    """What the digits of an answer depend on: our code, the libraries, and the kernels that the processor chose."""
    kernels = sorted({str(one.get("architecture")) for one in threadpool_info() if one["user_api"] == "blas"})
    versions = (f"{library.__name__} {library.__version__}" for library in (numpy, scipy, pandas))
    return ", ".join([code_version(), f"Python {platform.python_version()}", *versions, *kernels])


def answer(expected: str, question: bytes, named: tuple[str, ...], *given: bytes) -> Any:
    """Answer one question.

    Parameters
    ----------
    expected : what the process that asks runs
    question : the packed function
    named : the names of the last values given
    given : its packed arguments
    """
    if runs() != expected:
        raise Otherwise(runs())
    _one_thread()
    values = [unpack(one) for one in given]
    first = len(values) - len(named)
    return unpack(question)(*values[:first], **dict(zip(named, values[first:], strict=True)))


@cache
def _one_thread() -> None:
    """For the life of the worker, as in the process that asks; SciPy's own library of sums must be loaded by now."""
    threadpool_limits(1, "blas")
