"""Small faults in a program, made in its syntax tree: one comparison, constant, condition or statement at a time.

Left alone: words of errors and of documentation, annotations, imports, and how data classes are declared.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.Break: ast.Continue, ast.Continue: ast.Break,
}  # fmt: skip
OTHER_CALLS = {"any": "all", "all": "any", "min": "max", "max": "min"}
LEFT_ALONE = (ast.Import, ast.ImportFrom, ast.Raise, ast.Assert, ast.JoinedStr)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: the how manieth of its file, on which line, what stands there instead of what."""

    number: int
    line: int
    before: str
    after: str

    @property
    def what(self) -> str:
        """To read, and to know it by."""
        return f"{self.before} → {self.after}"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a node hangs: a field of its parent, or a position in a list there."""

    parent: ast.AST
    name: str
    position: int | None

    def put(self, node: ast.AST) -> None:
        if self.position is None:
            setattr(self.parent, self.name, node)
        else:
            getattr(self.parent, self.name)[self.position] = node


def mutants(source: str) -> list[Mutant]:
    """All faults that can be made in a file, in the order of its text."""
    found = []
    for number, (_, node, other) in enumerate(_changes(ast.parse(source))):
        found.append(Mutant(number, node.lineno, _text(node), _text(other)))
    return found


def mutated(source: str, number: int) -> str:
    """The file with one fault in it."""
    tree = ast.parse(source)
    for at, (place, _, other) in enumerate(_changes(tree)):
        if at == number:
            place.put(other)
            return ast.unparse(ast.fix_missing_locations(tree))
    raise IndexError(number)


def _text(node: ast.AST) -> str:
    return " ".join(ast.unparse(ast.fix_missing_locations(node)).split())


def _changes(tree: ast.AST) -> Iterator[tuple[_Place, ast.AST, ast.AST]]:
    """Each place with what stands there and what could stand there; lines are those of the old node."""
    for place, node in _places(tree):
        for other in _others(node):
            yield place, node, ast.copy_location(other, node)


def _places(node: ast.AST) -> Iterator[tuple[_Place, ast.AST]]:
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "bases", "op", "ops", "ctx"):
            continue
        several = isinstance(value, list)
        for position, one in enumerate(value if several else [value]):
            if not isinstance(one, ast.AST) or isinstance(one, ast.expr_context):
                continue
            if isinstance(one, ast.Raise):
                yield _Place(node, name, position), one
            if isinstance(one, LEFT_ALONE) or _is_documentation(one) or _is_declaration(one):
                continue
            yield _Place(node, name, position if several else None), one
            yield from _places(one)


def _is_documentation(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_declaration(node: ast.AST) -> bool:
    """A name for a type."""
    named = isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript)
    return named and _text(node.targets[0])[0].isupper()


def _others(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare():
            for at, operator in enumerate(node.ops):
                swapped = [SWAPPED[type(one)]() if here == at else one for here, one in enumerate(node.ops)]
                if type(operator) in SWAPPED:
                    yield ast.Compare(node.left, swapped, node.comparators)
        case ast.BoolOp():
            yield ast.BoolOp(SWAPPED[type(node.op)](), node.values)
        case ast.BinOp() if type(node.op) in SWAPPED:
            yield ast.BinOp(node.left, SWAPPED[type(node.op)](), node.right)
        case ast.AugAssign() if type(node.op) in SWAPPED:
            yield ast.AugAssign(node.target, SWAPPED[type(node.op)](), node.value)
        case ast.UnaryOp():
            yield node.operand
        case ast.Constant():
            yield from _constants(node)
        case ast.Call(func=ast.Name(id=name)) if name in OTHER_CALLS:
            yield ast.Call(ast.Name(OTHER_CALLS[name], ast.Load()), node.args, node.keywords)
        case ast.If() | ast.While() | ast.IfExp() if not _turned_anyway(node.test):
            yield type(node)(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        case ast.Return(value=value) if value is not None and not isinstance(value, ast.Constant):
            yield ast.Return(ast.Constant(None))
        case ast.Raise() | ast.Delete() | ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Break() | ast.Continue():
            yield SWAPPED[type(node)]()
        case ast.Set():
            for at in range(len(node.elts)):
                yield ast.Set([one for here, one in enumerate(node.elts) if here != at] or [ast.Constant(0)])


def _turned_anyway(test: ast.expr) -> bool:
    """Whether the fault in the condition itself already turns it round."""
    whole = (ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.Is, ast.IsNot)
    return isinstance(test, ast.UnaryOp) or (isinstance(test, ast.Compare) and isinstance(test.ops[0], whole))


def _constants(node: ast.Constant) -> Iterator[ast.Constant]:
    match node.value:
        case bool():
            yield ast.Constant(not node.value)
        case int() | float():
            yield ast.Constant(node.value + 1)
        case str():
            yield ast.Constant(f"{node.value}X")
        case bytes():
            yield ast.Constant(node.value + b"X")
