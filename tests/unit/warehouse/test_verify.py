"""Holding a release against its checksums."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from warehouse.checksums import read_checksums, write_checksums
from warehouse.errors import PublishError
from warehouse.publish import publish
from warehouse.releases import current_release
from warehouse.verify import Finding, State, verify_published, verify_release

BuildMarts = Callable[..., None]


@pytest.fixture
def release(store: Path, published: Path, build_marts: BuildMarts) -> Path:
    """Publish a release and give its folder."""
    build_marts("r1")
    return publish(store, published).folder


def find(folder: Path) -> list[tuple[str, str]]:
    return [(finding.state.value, finding.name) for finding in verify_release(folder).findings]


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def test_a_release_is_whole(release: Path) -> None:
    verdict = verify_release(release)
    assert verdict.findings == ()
    assert verdict.has_checksums
    on_disk = [path for path in release.rglob("*") if path.is_file()]
    assert verdict.file_count == len(on_disk) == 6
    assert verdict.byte_count == sum(path.stat().st_size for path in on_disk)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_sha256sum_reads_the_checksums(release: Path) -> None:
    command = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    checked = subprocess.run(command, cwd=release, capture_output=True, text=True, check=False)
    assert (checked.returncode, len(checked.stdout.splitlines())) == (0, 5), checked.stderr
    flip(release / "manifest.json", 0)
    assert subprocess.run(command, cwd=release, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize(
    "name", ["potline.duckdb", "manifest.json", "SHA256SUMS", "parquet/dim_firms.parquet"]
)
def test_a_file_that_is_gone_is_missing(release: Path, name: str) -> None:
    (release / name).unlink()
    assert find(release) == [("missing", name)]


@pytest.mark.parametrize("name", ["potline.duckdb", "manifest.json", "parquet/dim_firms.parquet"])
def test_a_file_with_another_bit_is_damaged(release: Path, name: str) -> None:
    for place in (0, -1):
        flip(release / name, place)
        assert find(release) == [("damaged", name)]
        flip(release / name, place)
    assert find(release) == []


def test_of_two_documents_the_one_that_is_wrong_is_told(release: Path) -> None:
    checksums = release / "SHA256SUMS"
    lines = checksums.read_text().splitlines()
    for first, line in enumerate(lines):
        start = sum(len(before) + 1 for before in lines[:first])
        # A digit of the digest, a space, a letter of the name, the end of the line.
        for place in (start, start + 64, start + 70, start + len(line)):
            if line.endswith("manifest.json") and place == start:
                continue
            flip(checksums, place)
            assert find(release) == [("damaged", "SHA256SUMS")], (line, place - start)
            flip(checksums, place)
    assert find(release) == []


def test_the_manifest_and_its_line_cannot_both_be_right(release: Path) -> None:
    content = (release / "SHA256SUMS").read_text()
    digest = next(line for line in content.splitlines() if line.endswith("manifest.json"))[:64]
    other = ("0" if digest[0] != "0" else "1") + digest[1:]
    (release / "SHA256SUMS").write_text(content.replace(digest, other))
    assert find(release) == [("damaged", "manifest.json")]


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.upper(),
        lambda content: content.replace("\n", "\r\n"),
        lambda content: content.replace("  ", " *"),
        lambda content: content.rstrip("\n"),
        lambda content: "\n".join(reversed(content.splitlines())) + "\n",
        lambda content: content + content.splitlines()[0] + "\n",
        lambda content: content + "# a remark\n",
    ],
    ids=["capitals", "line-ends", "binary", "no-end", "order", "twice", "remark"],
)
def test_checksums_are_exact_to_the_byte(release: Path, change: Callable[[str], str]) -> None:
    path = release / "SHA256SUMS"
    path.write_bytes(change(path.read_text()).encode())
    assert ("damaged", "SHA256SUMS") in find(release)


def test_what_nobody_named_is_too_many(release: Path) -> None:
    (release / "parquet" / "\x1b[31m\n.parquet").write_text("")
    (release / "potline.duckdb.wal").write_text("")
    (release / "empty" / "deeper").mkdir(parents=True)
    (release / "link").symlink_to("/etc/hostname")
    os.mkfifo(release / "pipe")
    assert find(release) == [
        ("too many", "empty/deeper/"),
        ("too many", "link"),
        ("too many", "parquet/\x1b[31m\n.parquet"),
        ("too many", "pipe"),
        ("too many", "potline.duckdb.wal"),
    ]


def test_what_a_running_query_puts_beside_its_file_is_no_finding(release: Path) -> None:
    spill = release / "potline.duckdb.tmp"
    spill.mkdir()
    (spill / "duckdb_temp_storage.tmp").write_text("")
    assert find(release) == []
    shutil.rmtree(spill)
    spill.write_text("")
    assert find(release) == [("too many", "potline.duckdb.tmp")]


def test_a_link_in_place_of_a_file_is_not_followed(release: Path) -> None:
    file = release / "parquet" / "dim_firms.parquet"
    file.rename(release.parent / "elsewhere")
    file.symlink_to(release.parent / "elsewhere")
    finding = Finding("parquet/dim_firms.parquet", State.DAMAGED, "It is a link.")
    assert verify_release(release).findings == (finding,)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable for the superuser")
def test_a_file_that_cannot_be_read_is_told(release: Path) -> None:
    (release / "potline.duckdb").chmod(0)
    assert find(release) == [("damaged", "potline.duckdb")]


def test_a_release_of_an_earlier_version_is_checked_as_far_as_it_goes(release: Path) -> None:
    manifest = json.loads((release / "manifest.json").read_text())
    del manifest["checksums"]
    (release / "manifest.json").write_text(json.dumps(manifest))
    (release / "SHA256SUMS").unlink()
    verdict = verify_release(release)
    assert (verdict.findings, verdict.has_checksums) == ((), False)
    flip(release / "potline.duckdb", 100)
    (release / "more").write_text("")
    (release / "parquet" / "dim_firms.parquet").unlink()
    assert find(release) == [
        ("too many", "more"),
        ("missing", "parquet/dim_firms.parquet"),
        ("damaged", "potline.duckdb"),
    ]
    current = current_release(release.parents[1])
    assert current is not None and current.release_id == "r1"


def test_two_damages_at_once_are_found(release: Path) -> None:
    (release / "SHA256SUMS").unlink()
    (release / "manifest.json").write_text("[]")
    assert ("damaged", "manifest.json") in find(release)
    (release / "manifest.json").unlink()
    assert ("missing", "manifest.json") in find(release)


def test_the_current_release_comes_first_and_the_others_when_asked(
    store: Path, published: Path, build_marts: BuildMarts
) -> None:
    assert verify_published(published, every=True) == []
    for number in (1, 2, 3):
        build_marts(f"r{number}", f"insert into marts.dim_firms values ('n{number}', '')", day=number)
        publish(store, published)
    (published / "releases" / ".building-r9").mkdir()
    assert [verdict.folder.name for verdict in verify_published(published)] == ["r3"]
    every = verify_published(published, every=True)
    assert [verdict.folder.name for verdict in every] == ["r3", "r1", "r2"]
    assert not any(verdict.findings for verdict in every)


def test_a_damaged_release_that_is_taken_away_is_made_anew(
    release: Path, store: Path, published: Path
) -> None:
    shutil.rmtree(release)
    with pytest.raises(PublishError, match="leads to no release"):
        verify_published(published)
    assert publish(store, published).release_id == "r1"
    assert [verdict.findings for verdict in verify_published(published)] == [()]


@pytest.mark.parametrize(
    "damage",
    [
        ('"release_id"', '"rdlease_id"'),
        ('"content_fingerprint"', '"content_fingerprins"'),
        ('"tables": {', '"tables": 1, "x": {'),
        ('"row_count": 3', '"row_count": "x"'),
        ('"row_count": 3', '"row_counu": 3'),
    ],
)
def test_a_manifest_that_tells_nothing_is_no_reason_to_stop_publishing(
    release: Path, store: Path, published: Path, build_marts: BuildMarts, damage: tuple[str, str]
) -> None:
    path = release / "manifest.json"
    content = path.read_text()
    assert damage[0] in content
    path.write_text(content.replace(*damage))
    with pytest.raises(PublishError, match="no readable manifest"):
        current_release(published)
    build_marts("r2", day=2)
    assert not publish(store, published).is_unchanged


def test_names_are_written_as_coreutils_write_them() -> None:
    digests = {"a\\b": "0" * 64, "c\nd\re": "1" * 64, "plain \\n": "2" * 64, "\udcff": "3" * 64}
    content = write_checksums(digests)
    assert content.splitlines(keepends=True)[0] == b"\\" + b"0" * 64 + b"  a\\\\b\n"
    assert read_checksums(content) == digests
