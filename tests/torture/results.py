"""The sections as they were last measured, kept so that a long one need not be measured again with the others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from orchestration.code_version import hash_sources
from orchestration.settings import PROJECT_FOLDER
from tests.torture.result import Row, Section


@dataclass(frozen=True)
class Result:
    """A section, and when, at what scale, of which version and on what machine it was measured."""

    section: Section
    scale: float
    measured_on: str
    version: str
    machine: str


def make_result(section: Section, scale: float) -> Result:
    """A section that was measured just now."""
    # What it needs is in the group bench, which tests of this module go without.
    from tests.bench.machine import describe_machine

    code = f"{version('potline')}, code {hash_sources(PROJECT_FOLDER)}"
    return Result(section, scale, f"{datetime.now(UTC):%Y-%m-%d}", code, describe_machine())


def read_results(path: Path) -> dict[str, Result]:
    """Return what was measured before, by name; nothing if there is no file."""
    if not path.is_file():
        return {}
    return {name: _read(kept) for name, kept in json.loads(path.read_text(encoding="utf-8")).items()}


def write_results(path: Path, results: Mapping[str, Result]) -> None:
    """Keep them."""
    kept = {name: asdict(result) for name, result in sorted(results.items())}
    path.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _read(kept: dict[str, object]) -> Result:
    section = kept["section"]
    assert isinstance(section, dict)
    rows = tuple(Row(**row) for row in section["rows"])
    others = {name: value for name, value in kept.items() if name != "section"}
    return Result(Section(section["title"], section["text"], rows), **others)  # type: ignore[arg-type]
