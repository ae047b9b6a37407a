"""The tree against the published vectors of RFC 6962, and its proofs for every size and place."""

from itertools import pairwise

import pytest

from portal.domain import merkle

# The test vectors of RFC 6962's reference implementation (certificate-transparency, merkletree/merkle_tree_test.go).
LEAVES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


class Tree:
    """A tree that keeps what each leaf finished, as the journal's rows do."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.leaves = [merkle.leaf_hash(leaf) for leaf in leaves]
        self.finished: list[list[bytes]] = []
        self.roots = [merkle.EMPTY]
        frontier: list[bytes] = []
        for size, leaf in enumerate(self.leaves):
            frontier, finished = merkle.grown(size, frontier, leaf)
            self.finished.append(finished)
            self.roots.append(merkle.root_of(frontier))

    def node(self, level: int, last: int) -> bytes:
        return self.finished[last - 1][level - 1] if level else self.leaves[last - 1]


@pytest.fixture(scope="module")
def tree() -> Tree:
    return Tree([bytes([number]) for number in range(70)])


def test_the_published_roots_come_out() -> None:
    assert [root.hex() for root in Tree(LEAVES).roots[1:]] == list(ROOTS)


def test_the_published_paths_come_out() -> None:
    node = Tree(LEAVES).node

    assert [step.hex() for step in merkle.inclusion_path(6, 8, node)] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]
    assert [step.hex() for step in merkle.consistency_path(6, 8, node)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_every_leaf_is_proved_in_every_tree_and_in_no_other_place(tree: Tree) -> None:
    for size in range(1, len(tree.leaves) + 1):
        assert merkle.root_at(size, tree.node) == tree.roots[size]
        for number in range(1, size + 1):
            path = merkle.inclusion_path(number, size, tree.node)
            leaf = tree.leaves[number - 1]
            assert merkle.included_root(number, size, leaf, path) == tree.roots[size]
            for other in {number % size + 1, 1, size} - {number}:
                assert merkle.included_root(other, size, leaf, path) != tree.roots[size]


def test_every_tree_is_shown_to_have_grown_from_every_older_one_and_from_no_other(tree: Tree) -> None:
    for size in range(1, len(tree.leaves) + 1):
        for older in range(1, size + 1):
            path = merkle.consistency_path(older, size, tree.node)
            assert merkle.is_consistent(older, tree.roots[older], size, tree.roots[size], path)
            assert not merkle.is_consistent(older, tree.roots[older - 1], size, tree.roots[size], path)
            assert not merkle.is_consistent(older, tree.roots[older], size, tree.roots[size - 1], path)


@pytest.mark.parametrize("change", [lambda path: path[:-1], lambda path: [*path, path[0]], lambda path: path[::-1]])
def test_a_path_that_was_tampered_with_proves_nothing(tree: Tree, change: object) -> None:
    included, grown = merkle.inclusion_path(11, 37, tree.node), merkle.consistency_path(11, 37, tree.node)

    assert merkle.included_root(11, 37, tree.leaves[10], change(included)) != tree.roots[37]
    assert not merkle.is_consistent(11, tree.roots[11], 37, tree.roots[37], change(grown))


def test_what_is_not_there_has_no_path(tree: Tree) -> None:
    with pytest.raises(IndexError):
        merkle.inclusion_path(8, 7, tree.node)
    with pytest.raises(IndexError):
        merkle.consistency_path(8, 7, tree.node)
    assert merkle.included_root(8, 7, tree.leaves[0], []) is None


def test_a_tree_has_a_root_of_its_own_at_every_size(tree: Tree) -> None:
    assert all(one != next_ for one, next_ in pairwise(tree.roots))


def test_the_tree_of_nothing_has_the_published_root() -> None:
    # RFC 6962, 2.1: the hash of an empty list is the hash of an empty string.
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.root_of([]).hex() == merkle.root_at(0, lambda level, last: b"").hex() == empty
