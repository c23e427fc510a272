"""Rules carry over: nothing in the extractor knows a person or an article that it is measured on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import PROJECT

SHARED = PROJECT.parent / "shared" / "gold"
FOLDERS = [PROJECT / "tests" / "golden" / "gold", SHARED]


def _people(folder: Path) -> set[str]:
    names = set()
    for path in folder.glob("*.json"):
        for meeting in json.loads(path.read_text(encoding="utf-8"))["meetings"]:
            names |= {person["name"].lower() for person in meeting["participants"]}
    return names


@pytest.mark.parametrize("folder", FOLDERS, ids=["samples", "shared"])
def test_no_rule_knows_a_person(folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip(f"no annotated articles in {folder.name}")
    people = _people(folder)
    assert people
    sources = [
        *(PROJECT / "ingest").glob("*.py"),
        *(PROJECT / "ingest" / "recognisers").glob("*.py"),
        *(PROJECT / "ingest" / "lexicons").rglob("*.yml"),
    ]
    assert sources
    # Docstrings and comments may show a name from a sample; a rule may not hold one.
    for path in sources:
        code = "\n".join(line.split("#")[0] for line in path.read_text(encoding="utf-8").lower().splitlines())
        if path.suffix == ".py":
            code = "".join(code.split('"""')[::2])
        assert {name for name in people if name in code} == set(), path.name


def test_no_sample_is_a_seed() -> None:
    seeds = PROJECT.parent / "shared" / "seeds"
    if not seeds.is_dir():
        pytest.skip("no seeds beside the project")
    texts = [path.read_text(encoding="utf-8").split() for path in seeds.glob("*.txt")]
    # A list of firms' names is a fact; a run of common words is somebody's sentence.
    runs = {tuple(words[i : i + 12]) for words in texts for i in range(len(words) - 11)}
    runs = {run for run in runs if sum(word.islower() for word in run) >= 7}
    for path in (PROJECT / "ingest" / "samples").glob("*.txt"):
        words = path.read_text(encoding="utf-8").split()
        shared = [words[i : i + 12] for i in range(len(words) - 11) if tuple(words[i : i + 12]) in runs]
        assert shared == [], path.name
