"""All tables as a file that any of the databases can take back: JSON lines in a zip, with counts and digests.

Sealed values stay sealed, and no key is inside. The file is written and read as a stream.
"""

import base64
import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from sqlalchemy import Column, Connection, Date, LargeBinary, Table, Uuid, delete, func, insert, select, text
from sqlalchemy.exc import DataError, IntegrityError, StatementError

from portal.storage import upgrade
from portal.storage.database import Store
from portal.storage.schema import attachments, journal_head, metadata
from portal.storage.types import UtcInstant

FORMAT = "jingyue-backup-1"
MANIFEST = "manifest.json"
ROWS_A_STATEMENT = 2_000
ROWS_WITH_FILES = 20  # pictures are large
LONGEST_LINE = 64 * 1024**2

DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, TypeError, ValueError, AttributeError,
    IntegrityError, DataError, StatementError,
)  # fmt: skip

Progress = Callable[[int, int], None]


class BackupDamaged(ValueError):
    """The file is no backup, or not the one that was written."""


class OtherSchema(ValueError):
    """The backup was made by another revision of the schema."""


class DatabaseNotEmpty(RuntimeError):
    """The database already holds something; a restore never mixes two."""


def write(store: Store, path: Path | IO[bytes], *, at: datetime, progress: Progress = lambda done, total: None) -> int:
    """Write every table, as of one instant; how many rows. A pipe will do: nothing is written twice."""
    tables: dict[str, dict[str, Any]] = {}
    done = 0
    with store.read() as connection, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        total = sum(_count(connection, table) for table in metadata.sorted_tables)
        for table in metadata.sorted_tables:
            rows, digest = 0, hashlib.sha256()
            with packed.open(f"{table.name}.jsonl", "w", force_zip64=True) as out:
                for line in _lines(connection, table):
                    out.write(line)
                    digest.update(line)
                    rows += 1
                    if rows % ROWS_A_STATEMENT == 0:
                        progress(done + rows, total)
            done += rows
            tables[table.name] = {"rows": rows, "sha256": digest.hexdigest()}
        manifest = {"format": FORMAT, "revision": upgrade.current(store), "at": at.isoformat(), "tables": tables}
        packed.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return done


def restore(store: Store, path: Path | IO[bytes], *, progress: Progress = lambda done, total: None) -> int:
    """Check the whole file, then bring it into an empty database in one transaction; how many rows."""
    try:
        with zipfile.ZipFile(path) as packed:
            manifest = _checked(packed)
            with store.write() as connection:
                return _bring_in(connection, packed, manifest, progress)
    except DAMAGE as error:
        if isinstance(error, BackupDamaged | OtherSchema):
            raise
        raise BackupDamaged(type(error).__name__) from error


def _checked(packed: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest, once every table's digest has been found right."""
    manifest: dict[str, Any] = json.loads(packed.read(MANIFEST))
    if manifest["format"] != FORMAT or set(manifest["tables"]) != set(metadata.tables):
        raise BackupDamaged("format")
    if manifest["revision"] != upgrade.newest():
        raise OtherSchema(str(manifest["revision"]))
    for name, said in manifest["tables"].items():
        rows, digest = 0, hashlib.sha256()
        with packed.open(f"{name}.jsonl") as file:
            for line in _bounded(file):
                digest.update(line)
                rows += 1
        if rows != said["rows"] or digest.hexdigest() != said["sha256"]:
            raise BackupDamaged(name)
    return manifest


def _bring_in(connection: Connection, packed: zipfile.ZipFile, manifest: dict[str, Any], progress: Progress) -> int:
    _refuse_full(connection)
    connection.execute(delete(journal_head))
    total, done = sum(said["rows"] for said in manifest["tables"].values()), 0
    for table in metadata.sorted_tables:
        decoders = {column.name: _decoder(column) for column in table.columns}
        with packed.open(f"{table.name}.jsonl") as file:
            batch: list[dict[str, Any]] = []
            for line in _bounded(file):
                values = json.loads(line)
                batch.append({name: decode(values[name]) for name, decode in decoders.items()})
                if len(batch) == _rows_at_once(table):
                    connection.execute(insert(table), batch)
                    done += len(batch)
                    batch = []
                    progress(done, total)
            if batch:
                connection.execute(insert(table), batch)
                done += len(batch)
        _continue_numbers(connection, table)
    return done


def _refuse_full(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        if table is not journal_head and _count(connection, table):
            raise DatabaseNotEmpty(table.name)


def _continue_numbers(connection: Connection, table: Table) -> None:
    """PostgreSQL counts on from where its own inserts left off, which is nowhere yet."""
    counted = table.autoincrement_column
    if connection.dialect.name == "postgresql" and counted is not None and _count(connection, table):
        query = text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)")
        highest = connection.execute(select(func.max(counted))).scalar_one()
        connection.execute(query, {"table": table.name, "column": counted.name, "highest": highest})


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_rows_at_once(table))
    names = [column.name for column in table.columns]
    for row in connection.execute(query):
        values = dict(zip(names, row, strict=True))
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=_plain).encode() + b"\n"


def _rows_at_once(table: Table) -> int:
    return ROWS_WITH_FILES if table is attachments else ROWS_A_STATEMENT


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"no place in a backup for {type(value).__name__}")


def _decoder(column: Column[Any]) -> Callable[[Any], Any]:
    kind: Callable[[Any], Any]
    if isinstance(column.type, LargeBinary):
        kind = lambda value: base64.b64decode(value, validate=True)  # noqa: E731 - one of five small functions
    elif isinstance(column.type, UtcInstant):
        kind = datetime.fromisoformat
    elif isinstance(column.type, Date):
        kind = date.fromisoformat
    elif isinstance(column.type, Uuid):
        kind = UUID
    else:
        return lambda value: value
    return lambda value: None if value is None else kind(value)


def _bounded(file: Any) -> Iterator[bytes]:
    while line := file.readline(LONGEST_LINE):
        yield line


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()
