"""Write a corpus with known truth: python -m tests.corpus OUT --articles 20000."""

from __future__ import annotations

import argparse
import gc
import json
import time
from pathlib import Path

from tests.corpus.write import FORMS, write_corpus


def main() -> None:
    """Read the arguments, write the corpus and print the counts."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("out", type=Path, help="the landing folder")
    parser.add_argument("--articles", type=int, required=True, help="how many")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--format", choices=sorted(FORMS), default="files")
    parser.add_argument("--truth", type=Path, help="the folder of the truth; beside OUT if not given")
    given = parser.parse_args()
    began = time.perf_counter()
    gc.disable()  # nothing that is made for an article holds itself, and the world is never given back
    counts = write_corpus(given.out, given.articles, given.seed, given.format, given.truth)
    print(json.dumps(counts, indent=2))
    print(f"{given.articles / (time.perf_counter() - began):,.0f} articles a second")


if __name__ == "__main__":
    main()
