"""Who works out the large questions of an analysis: this process, or others that are asked the same.

A question is a function of arrays and codes, and its answer follows from what it is given and from nothing else. So it
is the same whoever is asked; the answers are put together in the order of the pipeline, never in that of their arrival.
"""

from collections.abc import Callable
from functools import cache, partial
from typing import Protocol, TypeVar

Answer = TypeVar("Answer")
Later = Callable[[], Answer]  # waits for an answer, however often it is called


class Engine(Protocol):
    """Is asked as soon as there is something to ask, and answers when it is needed."""

    def later(self, question: Callable[..., Answer], *given: object, **named: object) -> Later[Answer]:
        """Ask `question(*given, **named)`: a function of a module of this package, of what holds no name."""
        ...


class ThisProcess:
    """Works out each answer when it is needed first."""

    def later(self, question: Callable[..., Answer], *given: object, **named: object) -> Later[Answer]:
        """Keep the question until then."""
        return cache(partial(question, *given, **named))


THIS_PROCESS = ThisProcess()
