"""Finding the inputs of a landing folder."""

import os
import socket
from pathlib import Path

import pytest

from ingest.articles.reasons import Reason
from ingest.articles.scan import FileEntry, scan_folder


def write(path: Path, content: bytes = b"text") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def scan(folder: Path) -> dict[str, FileEntry]:
    return {entry.source_path: entry for entry in scan_folder(folder)}


def test_files_come_in_the_order_of_their_whole_paths(tmp_path: Path) -> None:
    names = ["b.txt", "a/z.txt", "a.txt", "a-b.txt", "a/b/c.txt", "a!/x.txt", "B.txt", "é.txt", "c.TXT"]
    for name in names:
        write(tmp_path / name)
    assert [entry.source_path for entry in scan_folder(tmp_path)] == sorted(names)


def test_other_suffixes_and_hidden_names_are_no_inputs(tmp_path: Path) -> None:
    for name in ["a.md", "txt", ".hidden.txt", ".git/a.txt", "b.txt.bak", "good.txt"]:
        write(tmp_path / name)
    assert list(scan(tmp_path)) == ["good.txt"]


def test_size_and_time_are_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"12345")
    os.utime(path, ns=(1, 2_000_000_000))
    entry = scan(tmp_path)["a.txt"]
    assert (entry.byte_count, entry.modified_ns, entry.reason) == (5, 2_000_000_000, None)


def test_a_folder_with_the_name_of_an_article_is_rejected_and_its_files_found(tmp_path: Path) -> None:
    write(tmp_path / "x.txt" / "inside.txt")
    found = scan(tmp_path)
    assert list(found) == ["x.txt", "x.txt/inside.txt"]
    assert found["x.txt"].reason == Reason.NOT_A_REGULAR_FILE
    assert found["x.txt/inside.txt"].reason is None


def test_pipes_and_sockets_are_rejected_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket.txt"))
        found = scan(tmp_path)
    assert found["pipe.txt"].detail == "It is a pipe."
    assert found["socket.txt"].detail == "It is a socket."
    assert {entry.reason for entry in found.values()} == {Reason.NOT_A_REGULAR_FILE}


def test_links_are_followed_inside_the_folder_only(tmp_path: Path) -> None:
    folder = tmp_path / "landing"
    write(folder / "a.txt")
    write(tmp_path / "secret.txt")
    write(tmp_path / "elsewhere" / "b.txt")
    (folder / "again.txt").symlink_to("a.txt")
    (folder / "secret.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "broken.txt").symlink_to("nowhere")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "archive").symlink_to(tmp_path / "elsewhere")
    (folder / "self").symlink_to(folder)
    reasons = {name: entry.reason for name, entry in scan(folder).items()}
    assert reasons == {
        "a.txt": None,
        "again.txt": None,
        "archive": Reason.OUTSIDE_FOLDER,
        "broken.txt": Reason.UNREADABLE,
        "loop.txt": Reason.UNREADABLE,
        "secret.txt": Reason.OUTSIDE_FOLDER,
    }


def test_the_landing_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    write(tmp_path / "real" / "a.txt")
    (tmp_path / "link").symlink_to("real")
    assert scan(tmp_path / "link")["a.txt"].reason is None


def test_a_folder_that_cannot_be_listed_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "closed" / "a.txt")
    write(tmp_path / "open.txt")
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = scan(tmp_path)
    assert found["closed"].reason == Reason.UNREADABLE
    assert found["open.txt"].reason is None


def test_names_that_are_not_utf8_stay_apart(tmp_path: Path) -> None:
    try:
        write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")))
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    write(tmp_path / "\\xff.txt")
    assert list(scan(tmp_path)) == ["\\\\xff.txt", "\\xff.txt"]


def test_a_missing_folder_and_a_file_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        scan_folder(tmp_path / "nowhere")
    with pytest.raises(NotADirectoryError):
        scan_folder(write(tmp_path / "a.txt"))


def test_an_empty_folder_has_no_inputs(tmp_path: Path) -> None:
    assert list(scan_folder(tmp_path)) == []
