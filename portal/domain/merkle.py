"""A Merkle tree of hashes that only grows (RFC 6962): frontier, nodes, and proofs that need neither.

Leaves are counted from 1, like entries. The node over `2**level` leaves that ends with leaf `last` is finished by that
leaf and never changes again; so each leaf brings the nodes that it finishes, and a proof reads one leaf for each step.
"""

import hashlib
from collections.abc import Callable, Sequence

HASH_BYTES = 32
EMPTY = hashlib.sha256(b"").digest()  # the root of no leaves

Node = Callable[[int, int], bytes]  # level and last leaf of a finished node, to its hash


def leaf_hash(content: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two hashes; the first byte keeps it from ever passing for a leaf."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grown(size: int, frontier: Sequence[bytes], leaf: bytes) -> tuple[list[bytes], list[bytes]]:
    """The frontier after one more leaf, and the nodes that this leaf finished, smallest first.

    The frontier holds the roots of the finished trees that `size` leaves fall into, largest first.

    >>> frontier, finished = grown(1, [leaf_hash(b"a")], leaf_hash(b"b"))
    >>> frontier == finished == [node_hash(leaf_hash(b"a"), leaf_hash(b"b"))]
    True
    """
    peaks, finished = list(frontier), []
    top = leaf
    while size & 1:
        top = node_hash(peaks.pop(), top)
        finished.append(top)
        size >>= 1
    return [*peaks, top], finished


def root_of(frontier: Sequence[bytes]) -> bytes:
    """The root of the tree with this frontier."""
    if not frontier:
        return EMPTY
    top = frontier[-1]
    for peak in reversed(frontier[:-1]):
        top = node_hash(peak, top)
    return top


def root_at(size: int, node: Node) -> bytes:
    """The root of the first `size` leaves."""
    return root_of([node(level, last) for level, last in _peaks(0, size)])


def inclusion_path(number: int, size: int, node: Node) -> list[bytes]:
    """What leaf `number` needs beside itself to give the root of the first `size` leaves (RFC 6962, 2.1.1)."""
    if not 1 <= number <= size:
        raise IndexError(f"no leaf {number} among {size}")
    path: list[bytes] = []
    first, last = 0, size
    while last - first > 1:
        middle = first + _split(last - first)
        if number <= middle:
            path.append(_range_root(middle, last, node))
            last = middle
        else:
            path.append(_range_root(first, middle, node))
            first = middle
    return path[::-1]


def included_root(number: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes | None:
    """The root that a leaf and its path give; None where the path is of no such tree (RFC 9162, 2.1.3.2)."""
    if not 1 <= number <= size:
        return None
    place, last, top = number - 1, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            top = node_hash(step, top)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            top = node_hash(top, step)
        place, last = place >> 1, last >> 1
    return top if last == 0 else None


def consistency_path(older: int, size: int, node: Node) -> list[bytes]:
    """What shows that the first `size` leaves begin with the first `older` (RFC 6962, 2.1.2)."""
    if not 0 < older <= size:
        raise IndexError(f"no {older} leaves among {size}")
    path: list[bytes] = []
    first, last, whole = 0, size, True
    while older - first != last - first:
        middle = first + _split(last - first)
        if older <= middle:
            path.append(_range_root(middle, last, node))
            last = middle
        else:
            path.append(_range_root(first, middle, node))
            first, whole = middle, False
    if not whole:
        path.append(_range_root(first, last, node))
    return path[::-1]


def is_consistent(older: int, older_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether a path shows that a tree only grew from the older root (RFC 9162, 2.1.4.2)."""
    if older == size:
        return not path and older_root == root
    if not 0 < older < size or not path:
        return False
    steps = list(path)
    if older & older - 1 == 0:
        steps.insert(0, older_root)
    place, last = older - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return last == 0 and before == older_root and after == root


def _range_root(first: int, last: int, node: Node) -> bytes:
    return root_of([node(level, end) for level, end in _peaks(first, last)])


def _peaks(first: int, last: int) -> list[tuple[int, int]]:
    """The finished trees that the leaves after `first` up to `last` fall into; `first` is where a larger one begins."""
    peaks, end = [], first
    while end < last:
        level = (last - end).bit_length() - 1
        end += 1 << level
        peaks.append((level, end))
    return peaks


def _split(count: int) -> int:
    """The largest power of two smaller than a count."""
    return 1 << (count - 1).bit_length() - 1
