"""The functions that extraction spends its time in: python -m tests.bench.dearest, or make profile."""

from __future__ import annotations

from collections import Counter

from pyinstrument import Profiler
from pyinstrument.frame import Frame
from rich.console import Console
from rich.table import Table

from ingest.extract import extract_batch
from ingest.lexicon import load_lexicon
from orchestration.settings import WORLD_FOLDER
from tests.bench.texts import gather_texts, make_batch

ARTICLES = 300
SHOWN = 10
SELF_TIME = "[self]"


def main() -> None:
    """Print them, the dearest first."""
    batch, lexicon = make_batch(gather_texts(ARTICLES)), load_lexicon(WORLD_FOLDER)
    extract_batch(batch, lexicon, "bench")
    with Profiler() as profiler:
        extract_batch(batch, lexicon, "bench")
    session = profiler.last_session
    root = session.root_frame() if session else None
    if root is None:
        raise RuntimeError("nothing was sampled")
    own: Counter[str] = Counter()
    add_own_times(root, own)
    title = f"Extraction of {ARTICLES} generated articles: own time"
    table = Table("function", "share", title=title, title_justify="left")
    for name, seconds in own.most_common(SHOWN):
        table.add_row(name, f"{seconds / root.time:.1%}")
    Console().print(table, markup=False)


def add_own_times(frame: Frame, own: Counter[str]) -> None:
    """Add the time of a function without that of what it calls, and go down into what it calls.

    The profiler keeps a function's own time in a child of its own, which bears the function's file.
    """
    name = f"{frame.file_path_short}:{frame.function}"
    for child in frame.children:
        if child.function == SELF_TIME:
            own[name] += child.time
        else:
            add_own_times(child, own)
    if not frame.children:
        own[name] += frame.time


if __name__ == "__main__":
    main()
