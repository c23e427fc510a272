"""Fixtures that every kind of test shares."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.lexicon import Lexicon, load_lexicon

PROJECT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def world() -> Path:
    """The seeds that the extractor reads."""
    return PROJECT / "dbt_project" / "seeds"


@pytest.fixture(scope="session")
def lexicon(world: Path) -> Lexicon:
    """The English pack with the world, compiled once."""
    return load_lexicon(world)
