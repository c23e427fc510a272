"""docs/marts.md is what the models say of keys."""

import json

from orchestration.dictionary.diagram import PAGE, render_diagram
from orchestration.dictionary.relations import list_marts
from orchestration.manifest import ensure_manifest


def test_the_diagram_is_that_of_the_models() -> None:
    manifest = json.loads(ensure_manifest().read_text(encoding="utf-8"))
    drawn = render_diagram(list_marts(manifest))
    assert drawn == PAGE.read_text(encoding="utf-8"), "run `python -m orchestration.dictionary.diagram`"


def test_every_mart_is_on_the_page() -> None:
    manifest = json.loads(ensure_manifest().read_text(encoding="utf-8"))
    page = PAGE.read_text(encoding="utf-8")
    marts = list_marts(manifest)
    assert len(marts) > 30
    assert [mart.name for mart in marts if mart.name not in page] == []
