"""The shapes in which inputs leave this package: Arrow schemas for what was read, what was not, and the files.

Only schemas belong here. The tables that they feed are described in `warehouse/schema.sql`.
"""

import pyarrow as pa

ARTICLES = pa.schema(
    [
        pa.field("source_path", pa.string(), nullable=False),
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("content_sha256", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("char_count", pa.int32(), nullable=False),
        pa.field("encoding", pa.string(), nullable=False),
        pa.field("byte_count", pa.int64(), nullable=False),
        pa.field("url", pa.string()),
        pa.field("given_title", pa.string()),
        pa.field("given_published_on", pa.date32()),
        pa.field("extracted_with", pa.string()),
    ]
)
"""One row is one input whose text was read. Two inputs with the same text are two rows."""

REJECTED = pa.schema(
    [
        pa.field("source_path", pa.string(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
        pa.field("detail", pa.string()),
        pa.field("byte_count", pa.int64()),
    ]
)
"""One row is one input that could not be read; `reason` is one of `ingest.articles.reasons.Reason`."""

FILES = pa.schema(
    [
        pa.field("file_path", pa.string(), nullable=False),
        pa.field("stamp", pa.string()),
        pa.field("is_known", pa.bool_(), nullable=False),
    ]
)
"""One row is one file of the landing folder. One that is known was not read again; without a stamp it cannot be known."""
