"""Landing folders that lie elsewhere: object stores and web servers, through fsspec.

Needs the extra `remote` (`potline[remote]`). Credentials are those that the libraries of each store find by
themselves, in the environment or in their own files; none is ever part of a path or of a message.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from ingest.articles.kinds import may_be_folder, tell_kind
from ingest.articles.reasons import Reason
from ingest.articles.remote_files import RemoteFile, as_os_error, describe_error
from ingest.articles.scan import FileEntry

PROTOCOLS = ("s3", "gs", "https", "http")

_DECIDED_BY_SERVERS = frozenset({"https", "http"})


class RemoteError(OSError):
    """A place that cannot be read; the message is one sentence for a person."""


class UnreachableError(RemoteError):
    """A place that cannot be reached or listed now, and perhaps can a little later."""


def is_remote(place: object) -> bool:
    """Tell whether a landing folder is given as a URL."""
    return isinstance(place, str) and "://" in place


def tell_protocol(url: str) -> str:
    """Give the protocol of a URL, in lower case."""
    return url.partition("://")[0].lower()


def name_url(url: str) -> str:
    """Give a URL without user, password, query and closing slash: how the ledger names the folder."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme.lower()}://{host}{parts.path.rstrip('/')}"


def scan_url(url: str) -> Iterator[FileEntry]:
    """Find everything below a URL that is an input; a URL of a single input is a folder of one.

    Args:
        url: of one of `PROTOCOLS`. A web server must list its folders as pages of links, those to folders with a
            slash at their end.

    Returns:
        The inputs one by one, in the order of `scan_folder`. Memory is bounded by the largest single folder.

    Raises:
        RemoteError: the protocol is not supported, its libraries are not installed, there is nothing at the URL, or
            it is forbidden.
        UnreachableError: it cannot be reached.
    """
    system, root = _connect(url)
    with _as_remote_error(url):
        system.invalidate_cache()
        if tell_kind(root) is not None and system.isfile(root):
            name = root.rpartition("/")[2]
            return iter([_make_entry(system, name, system.info(root))])
        listed = _list_folder(system, root)
    if not listed and tell_protocol(url) not in _DECIDED_BY_SERVERS:
        raise RemoteError(f"There is nothing at {name_url(url)}.")
    return _scan_listed(system, root, listed)


def _connect(url: str) -> tuple[Any, str]:
    protocol = tell_protocol(url)
    if protocol not in PROTOCOLS:
        told = ", ".join(f"{name}://" for name in PROTOCOLS)
        raise RemoteError(f"Landing folders elsewhere are {told}; {protocol}:// is none of them.")
    try:
        from fsspec.core import url_to_fs

        system, root = url_to_fs(url, use_listings_cache=False)
    except ImportError:
        raise RemoteError(
            f"Reading {protocol}:// needs the extra remote: uv sync --inexact --extra remote."
        ) from None
    except Exception as error:
        raise UnreachableError(f"{name_url(url)} cannot be reached: {type(error).__name__}.") from None
    return system, root if protocol in _DECIDED_BY_SERVERS else root.rstrip("/")


def _scan_listed(system: Any, root: str, listed: list[dict[str, Any]]) -> Iterator[FileEntry]:
    keyed: list[tuple[str, dict[str, Any], bool]] = []
    for info in listed:
        name = _name_entry(system, info)
        if not name or name.startswith("."):
            continue
        is_folder = info["type"] == "directory"
        if is_folder:
            keyed.append((name + "/", info, True))
        if tell_kind(name) is not None and not (is_folder and may_be_folder(name)):
            keyed.append((name, info, False))
    for name, info, is_descent in sorted(keyed, key=lambda item: item[0]):
        if not is_descent:
            yield _make_entry(system, name, info)
            continue
        try:
            with as_os_error():
                deeper = _list_folder(system, info["name"])
        except OSError:
            detail = "The folder could not be listed."
            yield FileEntry(
                name.rstrip("/"), RemoteFile(system, info["name"]), None, None, Reason.UNREADABLE, detail
            )
            continue
        for entry in _scan_listed(system, info["name"], deeper):
            yield FileEntry(name + entry.source_path, *_rest_of(entry))


def _rest_of(entry: FileEntry) -> tuple[Any, ...]:
    return entry.path, entry.byte_count, entry.modified_ns, entry.reason, entry.detail


def _list_folder(system: Any, folder: str) -> list[dict[str, Any]]:
    below = folder.rstrip("/") + "/"
    # A store without folders gives an object that is named as one, and a web page may link to anywhere.
    return [
        info
        for info in system.ls(folder, detail=True)
        if info["name"].startswith(below) and "/" not in info["name"][len(below) :].rstrip("/")
    ]


def _name_entry(system: Any, info: dict[str, Any]) -> str:
    name: str = info["name"].rstrip("/").rpartition("/")[2]
    if not _is_web(system):
        return name
    # As the same file here is called. A slash that was written as %2F would make it a name of another folder.
    escaped = unquote_to_bytes(name).replace(b"\\", b"\\\\").replace(b"/", b"\\x2f")
    return escaped.decode("utf-8", "backslashreplace")


def _is_web(system: Any) -> bool:
    protocols = system.protocol if isinstance(system.protocol, tuple) else (system.protocol,)
    return not _DECIDED_BY_SERVERS.isdisjoint(protocols)


def _make_entry(system: Any, name: str, info: dict[str, Any]) -> FileEntry:
    path = RemoteFile(system, info["name"])
    if info["type"] == "directory":
        return FileEntry(name, path, reason=Reason.NOT_A_REGULAR_FILE, detail="It is a folder.")
    size = info.get("size")
    return FileEntry(name, path, None if size is None else int(size), _tell_time(info))


def _tell_time(info: dict[str, Any]) -> int | None:
    for key in ("LastModified", "mtime", "updated"):
        moment = info.get(key)
        if isinstance(moment, str):
            try:
                moment = datetime.fromisoformat(moment)
            except ValueError:
                continue
        if isinstance(moment, datetime):
            return int(moment.timestamp() * 1_000_000_000)
    return None


@contextmanager
def _as_remote_error(url: str) -> Iterator[None]:
    """Turn an error of any library into a sentence about the URL."""
    try:
        yield
    except FileNotFoundError:
        raise RemoteError(f"There is nothing at {name_url(url)}.") from None
    except Exception as error:
        kind = RemoteError if isinstance(error, PermissionError) else UnreachableError
        raise kind(f"{name_url(url)} cannot be listed: {describe_error(error)}.") from None
