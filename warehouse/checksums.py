"""The checksums of a release: `SHA256SUMS`, which `sha256sum -c SHA256SUMS` reads, too.

There is one way to write it for a set of files, to the byte: whatever else stands there is damage.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKSUMS_FILE = "SHA256SUMS"

# What coreutils writes: a name with a line break or a backslash in it is escaped, and its line marked by a backslash.
_LINE = re.compile(r"(\\?)([0-9a-f]{64})  (.+)")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_ESCAPED = {escaped: character for character, escaped in _ESCAPES.items()}


@dataclass(frozen=True)
class FileDigest:
    """What a file holds, in short: its size in bytes, and its SHA-256 as 64 hex digits."""

    byte_count: int
    sha256: str


def digest_file(path: Path) -> FileDigest:
    """Read a file to its end, a part at a time.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileDigest(file.tell(), digest)


def write_checksums(digests: Mapping[str, str]) -> bytes:
    """Write the lines of `SHA256SUMS`, in the order of the names.

    Args:
        digests: SHA-256 by the path inside the release, with forward slashes.
    """
    lines = []
    for name in sorted(digests):
        escaped = "".join(_ESCAPES.get(character, character) for character in name)
        lines.append(f"{'' if escaped == name else chr(92)}{digests[name]}  {escaped}\n")
    return "".join(lines).encode("utf-8", "surrogateescape")


def read_checksums(content: bytes) -> dict[str, str]:
    """Read SHA-256 by name from all lines that can be read; the others say nothing."""
    digests = {}
    for line in content.decode("utf-8", "surrogateescape").split("\n"):
        if match := _LINE.fullmatch(line):
            is_escaped, digest, name = match.groups()
            digests[_unescape(name) if is_escaped else name] = digest
    return digests


def _unescape(name: str) -> str:
    return re.sub(r"\\.", lambda found: _ESCAPED.get(found[0], found[0]), name)
