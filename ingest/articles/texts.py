"""Reading a file that is one article."""

from ingest.articles.contents import open_content, read_content
from ingest.articles.decode import decode_text
from ingest.articles.kinds import Kind
from ingest.articles.records import Limits, Record, make_record
from ingest.articles.scan import FileEntry
from ingest.articles.unpack import UnpackedStream


def read_text(entry: FileEntry, kind: Kind, limits: Limits) -> Record:
    """Read and decode one file.

    Raises:
        RejectedInputError: it cannot be loaded.
    """
    content = read_whole(entry, kind, limits)
    return make_record(entry.source_path, decode_text(content), len(content))


def read_whole(entry: FileEntry, kind: Kind, limits: Limits) -> bytes:
    """Read a file that is one article or page, unpacked.

    Raises:
        RejectedInputError: it is larger than the limit, packed or unpacked, damaged, or cannot be read.
    """
    if kind.compression is None:
        return read_content(entry, limits.max_file_bytes)
    with open_content(entry, max_bytes=limits.max_file_bytes) as stream:
        unpacked = UnpackedStream(stream, kind.compression, limits.max_file_bytes)
        return b"".join(iter(unpacked.read, b""))
