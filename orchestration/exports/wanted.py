"""What can be exported, as the command line takes it; nothing heavy is imported here."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class ExportFormat(StrEnum):
    """What tables are exported as."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    JSONL = "jsonl"
    ANNOTATIONS = "annotations"


@dataclass(frozen=True)
class Wanted:
    """What somebody wants exported.

    Attributes:
        output_format: as what.
        tables: which tables; none for all that the format is for.
        condition: SQL that is true for the rows wanted, on one table; None for all rows.
        output: a folder, a file, or "-" for standard output; None for a name of the release's in the current folder.
        force: whether files that are there may be replaced.
    """

    output_format: ExportFormat
    tables: Sequence[str] = ()
    condition: str | None = None
    output: str | None = None
    force: bool = False
