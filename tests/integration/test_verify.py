"""`potline verify`, on the release of the samples and on damaged ones."""

import shutil
from pathlib import Path

from tests.integration.commands import call_potline
from tests.integration.conftest import Built
from tests.integration.small_releases import make_release
from tests.torture.bit_flips import describe, flip_bits

FLIPS = 70


def test_a_release_that_was_built_is_whole(built: Built) -> None:
    for arguments in ([], ["--all"]):
        called = call_potline("verify", *arguments, "--data", built.settings.data)
        assert (called.exit_code, called.complaint) == (0, "")
        (line,) = called.output.splitlines()
        assert line.startswith(f"Release {built.first_release} is whole: ")


def test_every_bit_that_turns_over_is_found(built: Built, tmp_path: Path) -> None:
    # The long form is in `make torture`.
    release = tmp_path / "release"
    shutil.copytree(built.settings.published / "releases" / built.first_release, release)
    row = describe("the release", flip_bits(release, FLIPS, seed=1))
    assert row.is_held, row.seen
    assert row.seen == f"{FLIPS} found"


def test_what_is_wrong_is_one_line_each_and_cannot_harm_the_terminal(tmp_path: Path) -> None:
    folder = make_release(tmp_path, "r1").folder
    (folder / "parquet" / "dim_firms.parquet").unlink()
    (folder / "\x1b[31m\nred").write_text("")
    with (folder / "potline.duckdb").open("r+b") as file:
        file.write(b"\0\0\0\0\0\0\0\0")
    called = call_potline("verify", "--data", tmp_path / "r1")
    assert called.output.splitlines() == [
        "too many: r1/\\x1b[31m\\nred: The release does not name it.",
        "missing: r1/parquet/dim_firms.parquet: SHA256SUMS and manifest.json name it.",
        "damaged: r1/potline.duckdb: It is not what SHA256SUMS and manifest.json name.",
    ]
    assert called.exit_code == 1
    assert called.complaint.startswith(
        "potline: Release r1 is damaged, with 3 findings. Take its folder away"
    )
    assert str(folder) in called.complaint
    assert len(called.complaint.splitlines()) == 1


def test_a_release_of_an_earlier_version_is_told_as_such(tmp_path: Path) -> None:
    folder = make_release(tmp_path, "r1").folder
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"checksums": "SHA256SUMS",', ""))
    (folder / "SHA256SUMS").unlink()
    called = call_potline("verify", "--data", tmp_path / "r1")
    assert called.exit_code == 0, called.complaint
    assert "was made by an earlier version" in called.output
    assert "the manifest itself cannot be checked" in called.output


def test_nothing_to_verify_and_nowhere_to_go_are_one_sentence(tmp_path: Path) -> None:
    called = call_potline("verify", "--data", tmp_path)
    assert (called.exit_code, called.output) == (1, "")
    assert called.complaint.startswith("potline: Nothing is published in")
    shutil.rmtree(make_release(tmp_path, "r1").folder)
    called = call_potline("verify", "--data", tmp_path / "r1")
    assert (called.exit_code, called.output) == (1, "")
    assert "leads to no release" in called.complaint
