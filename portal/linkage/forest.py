"""Things joined two by two, and the groups that come of it."""

from collections.abc import Hashable
from typing import Generic, TypeVar

Thing = TypeVar("Thing", bound=Hashable)


class Forest(Generic[Thing]):
    """Disjoint groups with path halving (Tarjan and van Leeuwen 1984)."""

    def __init__(self) -> None:
        self._above: dict[Thing, Thing] = {}

    def root(self, thing: Thing) -> Thing:
        """The one that stands for the group."""
        above = self._above
        above.setdefault(thing, thing)
        while above[thing] != thing:
            above[thing] = above[above[thing]]
            thing = above[thing]
        return thing

    def join(self, one: Thing, other: Thing) -> None:
        """Make one group of two."""
        self._above[self.root(other)] = self.root(one)

    def roots(self) -> dict[Thing, Thing]:
        """Everything that was joined, by what stands for its group."""
        return {thing: self.root(thing) for thing in list(self._above)}
