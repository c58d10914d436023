"""Rows as Parquet: typed columns, written in groups of rows so that a large region never stands in memory as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
from pyarrow import parquet

ColumnType = Literal["text", "integer"]
_TYPES: dict[str, Any] = {"text": pa.string(), "integer": pa.int32()}


def write(
    path: Path, columns: Mapping[str, ColumnType], groups: Iterable[Sequence[tuple[Any, ...]]], told: Mapping[str, str]
) -> int:
    """Write groups of rows to a file with its `told` as metadata; how many rows there were."""
    schema = pa.schema([(name, _TYPES[kind]) for name, kind in columns.items()], metadata=dict(told))
    count = 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in groups:
            count += len(rows)
            values = list(zip(*rows, strict=True)) or [()] * len(columns)
            arrays = [pa.array(one, kind.type) for one, kind in zip(values, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
    return count
