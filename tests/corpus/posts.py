"""Which posts a firm or a place has, the weightiest first."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from tests.corpus.units import Position, Unit
from tests.corpus.words import read_words


class _Post(NamedTuple):
    body: str
    post: str
    weight: float
    wordings: list[str]


@lru_cache(maxsize=32)
def _list_posts(kind: str, is_province: bool) -> list[_Post]:
    """The posts of a kind of unit with their wordings; {f}, {W}, {N} and {P} are still to be filled."""
    words = read_words("posts")
    if kind == "firm":
        rows: list[dict[str, Any]] = words["firm"]
        forms: dict[str, Any] = {}
    else:
        rows, forms = words["place"], words["heads"][kind]
    offices = words["offices"]["province" if is_province else "other"]
    found = []
    for row in rows:
        wordings: list[str] = []
        for wording in row["wordings"]:
            for name, written in offices.items():
                wording = wording.replace(name, written)
            wordings.extend(forms.get(wording, [wording]))
        post = row["post"].replace("HEAD", forms.get("head", ""))
        found += [_Post(row.get("body", "firm"), post, row["weight"], wordings)] * row.get("count", 1)
    return found


def add_posts(unit: Unit, depth: int) -> None:
    """Give a unit its first `depth` posts."""
    is_province = unit.key == unit.province
    for post in _list_posts(unit.kind, is_province)[:depth]:
        unit.positions.append(Position(unit, post.body, post.post, post.weight, post.wordings))
