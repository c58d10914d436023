"""The same SQL over Parquet files by one of two engines: DuckDB, which is in the product, or Spark, where it is installed."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import duckdb
import pyarrow as pa
from pyarrow import dataset, fs

from checklist.errors import Refused
from checklist.formats.parquet import TYPES, ColumnType

EngineName = Literal["duckdb", "spark"]
ENGINES: tuple[EngineName, ...] = ("duckdb", "spark")
WORDS: dict[EngineName, str] = {"duckdb": "DuckDB", "spark": "Spark"}
NO_SPARK = (
    "Sparkを使うには、PySparkとJava（17以上）が必要です。pip install pyspark とJavaの導入のあと、もう一度実行してください"
    "（--engine を付けなければDuckDBで計算します）。"
)
Row = tuple[Any, ...]
Question = Callable[[str, Sequence[str | int]], list[Row]]
"""Asks one statement with its parameters, in the order of its question marks."""


@dataclass(frozen=True)
class Engine:
    """Asks a statement, or keeps its answer as a relation for those that follow, so that nothing is worked out twice."""

    ask: Question
    keep: Callable[[str, str, Sequence[str | int]], None]


class CannotRead(Exception):
    """The engine could not read the files; which one, it is for the caller to find out."""


@dataclass(frozen=True)
class File:
    """A file as it was named, and as its file system knows it."""

    name: str
    system: fs.FileSystem
    path: str

    @property
    def local(self) -> bool:
        """Whether it lies on this machine."""
        return isinstance(self.system, fs.LocalFileSystem)


@dataclass(frozen=True)
class Relation:
    """Files that are one relation: their columns by name, and where they lie."""

    columns: Mapping[str, ColumnType]
    files: Sequence[File]


@contextmanager
def opened(engine: EngineName, relations: Mapping[str, Relation]) -> Iterator[Engine]:
    """An engine that knows these relations by name; raises Refused without Spark, CannotRead from every question."""
    with (_spark if engine == "spark" else _duckdb)(relations) as found:
        yield found


@contextmanager
def _duckdb(relations: Mapping[str, Relation]) -> Iterator[Engine]:
    with duckdb.connect() as connection:
        for name, relation in relations.items():
            if all(one.local for one in relation.files):
                files = [one.path for one in relation.files]
                found = connection.read_parquet(files, union_by_name=True, hive_partitioning=False)
                connection.register(name, found.project(", ".join(relation.columns)))
            else:
                # Object storage through pyarrow, which is here anyway: an extension of DuckDB would be fetched from the network.
                connection.register(name, _remote(relation))

        def ask(sql: str, parameters: Sequence[str | int] = ()) -> list[Row]:
            try:
                return connection.execute(sql, list(parameters)).fetchall()
            except (duckdb.Error, OSError) as error:
                raise CannotRead(str(error)) from error

        def keep(name: str, sql: str, parameters: Sequence[str | int] = ()) -> None:
            ask(f"CREATE TEMP TABLE {name} AS {sql}", parameters)

        yield Engine(ask, keep)


def _remote(relation: Relation) -> Any:
    schema = pa.schema([(name, TYPES[kind]) for name, kind in relation.columns.items()])
    found = [dataset.dataset(one.path, schema, "parquet", one.system) for one in relation.files]
    return dataset.dataset(found, schema)


@contextmanager
def _spark(relations: Mapping[str, Relation]) -> Iterator[Engine]:
    try:
        sql = importlib.import_module("pyspark.sql")
        session = sql.SparkSession.builder.appName("checklist nation").config(map=_SETTINGS).getOrCreate()
    # Without Java the package is there and its start fails in a way of its own.
    except Exception as error:
        raise Refused(NO_SPARK) from error
    session.sparkContext.setLogLevel("ERROR")
    for name, relation in relations.items():
        kinds = ", ".join(f"{column} {_OF_SPARK[kind]}" for column, kind in relation.columns.items())
        files = [one.path if one.local else one.name.replace("s3://", "s3a://", 1) for one in relation.files]
        session.read.schema(kinds).parquet(*files).createOrReplaceTempView(name)

    def ask(sql: str, parameters: Sequence[str | int] = ()) -> list[Row]:
        try:
            return [tuple(row) for row in session.sql(sql, args=list(parameters)).collect()]
        except Exception as error:
            raise CannotRead(str(error)) from error

    def keep(name: str, sql: str, parameters: Sequence[str | int] = ()) -> None:
        try:
            # Cut off from what it was made of: as one plan, every mention of it would be worked out anew.
            session.sql(sql, args=list(parameters)).localCheckpoint().createOrReplaceTempView(name)
        except Exception as error:
            raise CannotRead(str(error)) from error

    try:
        yield Engine(ask, keep)
    finally:
        session.stop()


_OF_SPARK: dict[ColumnType, str] = {"text": "STRING", "integer": "INT"}
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # A folder named region=01 is told as 1 otherwise.
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    # What is known of a relation that was kept names columns that it no longer has, on which a union of two fails.
    "spark.sql.constraintPropagation.enabled": "false",
}
