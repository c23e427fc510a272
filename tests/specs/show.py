"""Print how the extractor reads a text: `python -m tests.specs.show "text"`, or a file's path."""

from __future__ import annotations

import sys
from pathlib import Path

from ingest.document import prepare
from ingest.extraction import Article
from ingest.lexicon import load_lexicon
from ingest.parse import parse
from ingest.recognisers.zones import find_zones
from tests.specs.render import RECOGNISERS, render

WORLD = Path(__file__).parent.parent.parent / "dbt_project" / "seeds"


def show(text: str) -> None:
    """Print the atoms of each sentence and what each recogniser finds."""
    lexicon = load_lexicon(WORLD)
    document = prepare(text, lexicon)
    for parsed in parse(document, find_zones(document)).sentences:
        print(parsed.types)
        for atom in parsed.atoms:
            if atom.children or atom.type in "PDLV":
                print(f"  {atom.type} {document.text[atom.start : atom.end]!r} {atom.rule_id}")
    for recogniser in RECOGNISERS:
        lines = render(recogniser, Article("shown", text), lexicon)
        if lines:
            print(f"\n{recogniser}")
            print("\n".join(f"  {line}" for line in lines))


if __name__ == "__main__":
    given = sys.argv[1]
    show(Path(given).read_bytes().decode() if Path(given).is_file() else given)
