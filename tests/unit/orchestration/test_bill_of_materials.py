"""The software bill of materials, held against the lock file that it is made of."""

import json
import os
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from orchestration import bill_of_materials
from orchestration.bill_of_materials import BillError, ensure_bill, make_bill
from orchestration.settings import PROJECT_FOLDER

Packages = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    return make_bill()


@pytest.fixture(scope="module")
def locked() -> Packages:
    packages: Packages = {}
    for package in tomllib.loads((PROJECT_FOLDER / "uv.lock").read_text(encoding="utf-8"))["package"]:
        packages.setdefault(package["name"], []).append(package)
    return packages


def follow(locked: Packages, wanted: list[dict[str, Any]]) -> set[str]:
    """Return the names of all that is wanted, and of what that wants in turn."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    while wanted:
        dependency = wanted.pop()
        key = dependency["name"], tuple(dependency.get("extra", ()))
        if key in seen:
            continue
        seen.add(key)
        for package in locked[dependency["name"]]:
            wanted = wanted + package.get("dependencies", [])
            for extra in dependency.get("extra", ()):
                wanted = wanted + package.get("optional-dependencies", {}).get(extra, [])
    return {name for name, _ in seen}


def test_it_holds_what_potline_runs_on_and_nothing_else(bill: dict[str, Any], locked: Packages) -> None:
    (potline,) = locked["potline"]
    required = follow(locked, list(potline["dependencies"]))
    extras = [one for extra in potline["optional-dependencies"].values() for one in extra]
    scopes = {
        scope: {part["name"] for part in bill["components"] if part["scope"] == scope}
        for scope in ("required", "optional")
    }
    assert scopes["required"] == required
    assert scopes["optional"] == follow(locked, potline["dependencies"] + extras) - required
    assert {"duckdb", "dagster"} <= scopes["required"]
    assert {"pyspark", "s3fs"} <= scopes["optional"]
    assert not {"pytest", "ruff", "moto", "spacy"} & (scopes["required"] | scopes["optional"])


def test_each_part_has_version_address_and_hashes_of_the_lock(bill: dict[str, Any], locked: Packages) -> None:
    for part in bill["components"]:
        (package,) = (one for one in locked[part["name"]] if one["version"] == part["version"])
        assert part["purl"] == f"pkg:pypi/{part['name']}@{part['version']}"
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        hashes = {reference["hashes"][0]["content"] for reference in part["externalReferences"]}
        assert hashes == {file["hash"].removeprefix("sha256:") for file in files}


def test_what_depends_on_what_is_closed(bill: dict[str, Any], locked: Packages) -> None:
    parts = {part["bom-ref"] for part in bill["components"]}
    (root,) = (one for one in bill["dependencies"] if one["ref"] == bill["metadata"]["component"]["bom-ref"])
    (potline,) = locked["potline"]
    asked = [*potline["dependencies"], *(one for v in potline["optional-dependencies"].values() for one in v)]
    assert {re.sub(r"pkg:pypi/(.*)@.*", r"\1", ref) for ref in root["dependsOn"]} == {
        one["name"] for one in asked
    }
    assert {one["ref"] for one in bill["dependencies"]} == parts | {root["ref"]}
    assert {ref for one in bill["dependencies"] for ref in one["dependsOn"]} == parts


def test_it_says_nothing_of_time_machine_or_registry(
    bill: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = json.dumps(bill)
    assert "://" not in text
    assert str(PROJECT_FOLDER) not in text
    assert not {"serialNumber", "timestamp"} & {*bill, *bill["metadata"]}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UV_INDEX_URL", "https://elsewhere.example/simple")
    monkeypatch.setenv("UV_NO_DEV", "0")
    assert make_bill() == bill


def test_it_is_made_when_it_is_missing_or_older_than_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "target" / "sbom.cdx.json"
    monkeypatch.setattr(bill_of_materials, "BILL_PATH", made)
    content = ensure_bill().read_bytes()
    made.write_text("kept")
    assert ensure_bill().read_text() == "kept"
    os.utime(made, (0, 0))
    assert ensure_bill().read_bytes() == content


def test_without_uv_one_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    with pytest.raises(BillError, match=r"^The bill of materials is made by uv, .*: run `make setup`\.$"):
        make_bill()
