"""Rows as Parquet: typed columns, written in groups of rows so that a large region never stands in memory as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
from pyarrow import fs, parquet

ColumnType = Literal["text", "integer"]
TYPES: dict[str, Any] = {"text": pa.string(), "integer": pa.int32()}


def write(
    path: Path, columns: Mapping[str, ColumnType], groups: Iterable[Sequence[tuple[Any, ...]]], told: Mapping[str, str]
) -> int:
    """Write groups of rows to a file with its `told` as metadata; how many rows there were.

    Texts stand as numbers of a dictionary, each group with its own: a code that is in every row takes next to no room.
    """
    schema = pa.schema([(name, TYPES[kind]) for name, kind in columns.items()], metadata=dict(told))
    texts = [name for name, kind in columns.items() if kind == "text"]
    count = 0
    with parquet.ParquetWriter(path, schema, compression="zstd", use_dictionary=texts) as writer:
        for rows in groups:
            count += len(rows)
            values = list(zip(*rows, strict=True)) or [()] * len(columns)
            arrays = [pa.array(one, kind.type) for one, kind in zip(values, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
    return count


def head(system: fs.FileSystem, path: str) -> tuple[dict[str, str], dict[str, Any]]:
    """What is told of a file, and its columns with their types; raises OSError or ValueError for what is no Parquet."""
    with system.open_input_file(path) as file:
        schema = parquet.read_schema(file)
    told = {
        name.decode("utf-8", "replace"): text.decode("utf-8", "replace")
        for name, text in (schema.metadata or {}).items()
    }
    return told, {one.name: one.type for one in schema}


def is_whole(system: fs.FileSystem, path: str) -> bool:
    """Whether every value of a file can be read."""
    try:
        with system.open_input_file(path) as file:
            parquet.read_table(file)
    except (OSError, ValueError):
        return False
    return True
