"""What may leave the process for a worker: columns of numbers, counts, codes, and the names of our own functions.

A list of what is let through, not of what is held back: a name, a number, a key, a table with its code lists, or
whatever somebody adds to a question one day is refused before a byte of it is sent. Arrays keep their order in memory,
and what was computed on the way and kept beside the fields stays here, so that a worker begins with what we began with.
"""

import io
import pickle
import re
from dataclasses import fields, is_dataclass
from importlib import import_module
from types import FunctionType
from typing import Any, Literal, NoReturn

import numpy as np

OURS = ("portal.aggregation.", "portal.stats.")
CODE = re.compile(r"[a-z_]{1,40}|[CF]|[<|][bifu]\d", re.ASCII)  # of ours; or the order and the type of a column
NUMBERS = "biuf"


class NotPacked(TypeError):
    """Something that may not leave."""


def pack(what: object) -> bytes:
    """Bytes from which a worker makes the same again.

    Raises
    ------
    NotPacked
        Unless it is made of numbers, codes, our own functions and our own records of such.
    """
    made = io.BytesIO()
    _Packer(made, pickle.HIGHEST_PROTOCOL).dump(what)
    return made.getvalue()


def unpack(packed: bytes) -> Any:
    """What was packed; nothing but our own functions and records is looked up for it."""
    return _Unpacker(io.BytesIO(packed)).load()


class _Packer(pickle.Pickler):
    def persistent_id(self, obj: object) -> str | None:
        """Sees everything that is packed first; functions and types go by their names."""
        if isinstance(obj, FunctionType | type):
            return f"{obj.__module__}:{obj.__qualname__}" if _may_be_named(obj.__module__) else _refuse(obj)
        if isinstance(obj, bytes | bytearray) or (isinstance(obj, str) and not CODE.fullmatch(obj)):
            _refuse(obj)
        return None

    def reducer_override(self, obj: Any) -> Any:
        """Sees what is no plain number, code or collection of such."""
        if isinstance(obj, np.ndarray) and obj.dtype.kind in NUMBERS:
            return _column(obj)
        if isinstance(obj, np.generic) and obj.dtype.kind in NUMBERS:
            return _number, (obj.dtype.str, obj.item())
        if is_dataclass(obj) and _may_be_named(type(obj).__module__):
            return _record, (type(obj), *(getattr(obj, field.name) for field in fields(obj)))
        return _refuse(obj)


class _Unpacker(pickle.Unpickler):
    def persistent_load(self, pid: str) -> Any:
        module, _, name = pid.partition(":")
        return getattr(import_module(module), name) if _may_be_named(module) else _refuse(pid)

    def find_class(self, module: str, name: str) -> Any:
        _refuse(name)


def _may_be_named(module: str) -> bool:
    return module == __name__ or module.startswith(OURS)


def _column(array: np.ndarray) -> Any:
    flags = array.flags
    if not (flags.c_contiguous or flags.f_contiguous):
        if array.dtype.kind == "f":
            raise NotPacked("a view of floats: there it would be added up in another order")
        array = np.ascontiguousarray(array)
    order = "C" if array.flags.c_contiguous else "F"
    return _made_column, (pickle.PickleBuffer(array), array.dtype.str, array.shape, order)


def _made_column(values: bytes | bytearray, kind: str, shape: tuple[int, ...], order: Literal["C", "F"]) -> np.ndarray:
    return np.frombuffer(values, kind).reshape(shape, order=order)


def _number(kind: str, value: float) -> np.generic:
    made: np.generic = np.dtype(kind).type(value)
    return made


def _record(kind: type, *values: object) -> object:
    made = object.__new__(kind)
    for field, value in zip(fields(kind), values, strict=True):
        object.__setattr__(made, field.name, value)
    return made


def _refuse(obj: object) -> NoReturn:
    raise NotPacked(type(obj).__name__)
