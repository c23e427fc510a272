"""Landing folders for the rounds: generated articles, reprints under other names, and what has to be rejected."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from tests.corpus.generate import generate

SEED = 7


def write_landing(folder: Path, article_count: int) -> Path:
    """Fill a folder: so many articles, one more of each eight a second time, and four inputs that hold no text."""
    folder.mkdir(parents=True)
    for number, article in enumerate(generate(article_count, SEED)):
        _write(folder / f"{number:05d}.txt", article.text)
        if number % 8 == 0:
            _write(folder / f"again-{number:05d}.txt", article.text)
    _write(folder / "empty.txt", "")
    _write(folder / "blank.txt", " \n\n")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 4)
    _write(folder / "rows.jsonl", '{"text": "Nobody met anybody."}\n{"text"\n{"text": ""}\n')
    return folder


def change_landing(folder: Path, article_count: int) -> None:
    """Let happen what happens between two builds: files come, hold another article, move, and go."""
    others = generate(article_count, SEED + 1)
    present = sorted(folder.glob("0*.txt"))
    for path in present[:: max(len(present) // 5, 1)]:
        path.unlink()
    for path, article in zip(sorted(folder.glob("0*.txt"))[::4], others, strict=False):
        _write(path, article.text)
    for number, article in enumerate(islice(others, article_count // 3)):
        _write(folder / f"new-{number:05d}.txt", article.text)
    (folder / "empty.txt").unlink()
    (folder / "again-00000.txt").rename(folder / "moved.txt")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
