"""How kernels see a table or a card's numbers: one light struct of columns and scalars instead of a tuple of arrays.

Numba takes a tuple of 45 arrays apart at every call (7 us) and compiles each array with its owner and counters. A
struct hands over addresses only (0.7 us, a fifth of the compile time), and helpers that take it count no references.
Whoever calls a kernel holds the table, so its columns outlive the call.
"""

import hashlib
from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.datamodel.models import StructModel
from numba.core.imputils import impl_ret_borrowed
from numba.core.typing.templates import AttributeTemplate
from numba.extending import NativeValue, infer_getattr, intrinsic, lower_getattr_generic, register_model, typeof_impl, unbox
from numba.np.arrayobj import make_array, populate_array
from numba.np.numpy_support import from_dtype


class Field(NamedTuple):
    """One member: a scalar (``dims`` 0) or a contiguous array; ``width`` fixes the second dimension, 0 leaves it open."""

    dtype: str
    dims: int = 1
    width: int = 0


SCALAR = Field("f8", 0)
ROWS = "length of all columns"


class Struct:
    """Base of the made classes: members are attributes, and kernels take the object as it is."""

    _fields: ClassVar[tuple[str, ...]] = ()
    _kinds: ClassVar[dict[str, Field]] = {}
    _numba_type_: ClassVar["StructType"]

    def __init__(self, *values: Any, **named: Any) -> None:
        members = dict(zip(self._fields, values, strict=False)) | named
        if members.keys() != set(self._fields):
            raise TypeError(f"{type(self).__name__} wants {self._fields}, not {tuple(members)}")
        members = {name: held(members[name], kind, name) for name, kind in self._kinds.items()}
        self.__dict__.update(members)
        if self._numba_type_.rows:
            words = [one_length(members), *(value.ctypes.data for value in members.values())]
        else:
            words = [word for name, kind in self._kinds.items() for word in words_of(members[name], kind)]
        self._words = np.array(words, np.int64)
        self._at = self._words.ctypes.data

    def __iter__(self) -> Any:
        return (getattr(self, name) for name in self._fields)

    def __reduce__(self) -> tuple:
        return type(self), tuple(self)


def held(value: Any, kind: Field, name: str) -> Any:
    """The value as the struct keeps it; TypeError for an array of another type, shape or layout."""
    if kind.dims == 0:
        return float(value)
    fits = value.dtype == np.dtype(kind.dtype) and value.ndim == kind.dims and value.flags.c_contiguous
    if not fits or (kind.width and value.shape[1] != kind.width):
        raise TypeError(f"{name}: expected a contiguous {kind}, got {value.dtype} of shape {value.shape}")
    return value


def one_length(columns: Mapping[str, np.ndarray]) -> int:
    """The number of rows that all columns have; TypeError when they differ."""
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        raise TypeError(f"columns of one table must have as many rows: {lengths}")
    return next(iter(lengths.values()))


def words_of(value: Any, kind: Field) -> list[int]:
    """What is handed over: the bits of a scalar, or address and shape of an array."""
    if kind.dims == 0:
        return [int(np.float64(value).view(np.int64))]
    return [value.ctypes.data, *value.shape]


def struct(name: str, module: str, kinds: Mapping[str, Field], rows: bool = False) -> type[Struct]:
    """A class for structs with these members.

    With ``rows`` they are the columns of one table: their one length is handed over once, and a row number that may be
    negative (Python counts those from the end) is looked at once for all columns.
    """
    about = {"__module__": module, "__qualname__": name, "_fields": tuple(kinds), "_kinds": dict(kinds),
             "_numba_type_": StructType(name, tuple(kinds.items()), rows)}  # fmt: skip
    return type(name, (Struct,), about)


class StructType(types.Type):
    """The numba type of one made class."""

    def __init__(self, owner: str, members: tuple[tuple[str, Field], ...], rows: bool) -> None:
        self.members, self.rows = members, rows
        self.kinds = dict(members)
        digest = hashlib.sha256(repr((members, rows)).encode()).hexdigest()[:8]
        super().__init__(f"{owner}_{digest}")

    def member(self, name: str) -> types.Type:
        """The numba type of a member."""
        kind = self.kinds[name]
        item = from_dtype(np.dtype(kind.dtype))
        return types.Array(item, kind.dims, "C") if kind.dims else item

    def words(self) -> list[tuple[str, types.Type]]:
        """What is handed over, in order: numbers of 64 bits each, and how kernels see them."""
        found: list[tuple[str, types.Type]] = [(ROWS, types.intp)] if self.rows else []
        for name, field in self.members:
            kind = self.member(name)
            found.append((name, types.CPointer(kind.dtype) if field.dims else kind))
            found += [(f"{name}.{n}", types.intp) for n in range(0 if self.rows else field.dims)]
        return found


@register_model(StructType)
class _Model(StructModel):
    def __init__(self, manager: Any, kind: StructType) -> None:
        super().__init__(manager, kind, kind.words())


@infer_getattr
class _Members(AttributeTemplate):
    key = StructType

    def generic_resolve(self, kind: StructType, name: str) -> types.Type | None:
        return kind.member(name) if name in kind.kinds else None


@lower_getattr_generic(StructType)
def _member(context: Any, builder: Any, kind: StructType, value: Any, name: str) -> Any:
    """A scalar as it is; an array without owner, so that nothing counts references to it."""
    box = cgutils.create_struct_proxy(kind)(context, builder, value=value)
    field, kept = kind.kinds[name], getattr(box, name)
    if not field.dims:
        return kept
    shape = [getattr(box, ROWS if kind.rows and n == 0 else f"{name}.{n}") for n in range(1 if field.width else field.dims)]
    item = np.dtype(field.dtype).itemsize
    if field.width:
        shape.append(context.get_constant(types.intp, field.width))
    size = context.get_constant(types.intp, item)
    strides = [builder.mul(size, shape[1]), size] if field.dims == 2 else [size]
    kind_of_array = kind.member(name)
    array = make_array(kind_of_array)(context, builder)
    populate_array(array, kept, cgutils.pack_array(builder, shape), cgutils.pack_array(builder, strides), size, None)
    return impl_ret_borrowed(context, builder, kind_of_array, array._getvalue())


@typeof_impl.register(Struct)
def _type_of(value: Struct, context: Any) -> StructType:
    return value._numba_type_


@unbox(StructType)
def _unbox(kind: StructType, thing: Any, c: Any) -> NativeValue:
    """Read the words that the Python object keeps at ``_at``."""
    place = c.pyapi.object_getattr_string(thing, "_at")
    address = c.pyapi.long_as_ulonglong(place)
    c.pyapi.decref(place)
    word = ir.IntType(64)
    words = c.builder.inttoptr(address, word.as_pointer())
    box = cgutils.create_struct_proxy(kind)(c.context, c.builder)
    for n, (part, seen_as) in enumerate(kind.words()):
        read = c.builder.load(c.builder.gep(words, [ir.Constant(word, n)]))
        wanted = c.context.get_value_type(seen_as)
        if isinstance(seen_as, types.CPointer):
            read = c.builder.inttoptr(read, wanted)
        elif seen_as == types.float64:
            read = c.builder.bitcast(read, wanted)
        setattr(box, part, read)
    return NativeValue(box._getvalue(), is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred()))


@intrinsic
def copy_bytes(context: Any, target: Any, source: Any, size: Any) -> Any:
    """So many bytes from one address to another, for kernels that take every column alike, whatever its type."""

    def write(context: Any, builder: Any, signature: Any, words: Any) -> Any:
        byte = ir.IntType(8).as_pointer()
        cgutils.raw_memcpy(builder, builder.inttoptr(words[0], byte), builder.inttoptr(words[1], byte), words[2], 1)
        return context.get_dummy_value()

    return types.void(types.intp, types.intp, types.intp), write
