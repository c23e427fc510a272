"""What tells whether two extractions are the same: a digest over every row of every extracted table."""

from __future__ import annotations

import hashlib
from contextlib import closing
from pathlib import Path

import duckdb

from ingest.extraction import SCHEMAS


def digest_extraction(warehouse: Path) -> str:
    """Return the SHA-256 over the sorted rows of all tables of schema `extracted`, as 64 hex digits."""
    digest = hashlib.sha256()
    with closing(duckdb.connect(warehouse, read_only=True)) as connection:
        for name in sorted(SCHEMAS):
            digest.update(f"{name}\n".encode())
            rows = connection.execute(
                f"select to_json(kept)::varchar as row_json from extracted.{name} as kept order by row_json"
            )
            while some := rows.fetchmany(10_000):
                digest.update("".join(f"{row}\n" for (row,) in some).encode())
    return digest.hexdigest()
