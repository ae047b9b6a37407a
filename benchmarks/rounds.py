"""Several ways to do the same, in turns: medians, and how much the machine itself wavered."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Turns:
    """CPU seconds of each way, one entry a round."""

    seconds: Mapping[str, list[float]]

    def median(self, name: str) -> float:
        """The middle one of a way's rounds."""
        return statistics.median(self.seconds[name])

    def ratio(self, name: str, other: str) -> float:
        """How many times as long `name` takes as `other`: the median over rounds."""
        pairs = zip(self.seconds[name], self.seconds[other], strict=True)
        return statistics.median(one / two for one, two in pairs)

    def noise(self, name: str) -> str:
        """Fastest and slowest round against the median, in words."""
        middle = self.median(name)
        low, high = min(self.seconds[name]) / middle - 1, max(self.seconds[name]) / middle - 1
        return f"{name} {low:+.0%} … {high:+.0%}"


def turns(ways: Mapping[str, Callable[[], object]], rounds: int) -> Turns:
    """Each way once a round, in order and then in reverse order, so that none always follows the other."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name in list(ways)[:: 1 if number % 2 == 0 else -1]:
            begun = time.process_time()
            ways[name]()
            seconds[name].append(time.process_time() - begun)
    return Turns(seconds)
