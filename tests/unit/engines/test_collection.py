"""Extraction needs no cyclic garbage collection, so that an engine may pause it."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

import ingest
from ingest.engines.map import pause_collection
from ingest.extract import extract
from ingest.extraction import Article
from ingest.lexicon import Lexicon

SAMPLES = sorted((Path(ingest.__file__).parent / "samples").glob("*.txt"))


def test_extraction_makes_no_cyclic_garbage(lexicon: Lexicon) -> None:
    articles = [Article(path.stem, path.read_text(encoding="utf-8")) for path in SAMPLES]
    gc.collect()
    with pause_collection():
        for article in articles:
            extract(article, lexicon)
        assert gc.collect() == 0


@pytest.mark.parametrize("is_enabled", [True, False])
def test_collection_is_as_before_behind_a_pause(is_enabled: bool) -> None:
    before = gc.isenabled()
    (gc.enable if is_enabled else gc.disable)()
    try:
        with pytest.raises(ValueError, match="within"), pause_collection():
            assert not gc.isenabled()
            raise ValueError("within")
        assert gc.isenabled() is is_enabled
    finally:
        (gc.enable if before else gc.disable)()
