"""The truth of a corpus: what the articles that were written tell, gathered while they are written."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.corpus.article import Article, Meeting
from tests.corpus.careers import FIRST_DAY, LAST_DAY
from tests.corpus.units import DAY, Person, Unit

_OPEN_DAYS = 20  # by then every article about a meeting is out
_ROWS = 50_000
_TEXTS = pa.list_(pa.string())
_POSTS = pa.list_(
    pa.struct(
        [
            ("organisation", pa.string()),
            ("title", pa.string()),
            ("from", pa.date32()),
            ("to", pa.date32()),
        ]
    )
)
SCHEMAS = {
    "people": pa.schema([("person_id", pa.string()), ("name", pa.string()), ("posts", _POSTS)]),
    "meetings": pa.schema(
        [
            ("meeting_id", pa.string()),
            ("held_on", pa.date32()),
            ("kind", pa.string()),
            ("people", _TEXTS),
            ("firms", _TEXTS),
            ("bodies", _TEXTS),
            ("articles", _TEXTS),
        ]
    ),
    "articles": pa.schema(
        [
            ("path", pa.string()),
            ("row", pa.int32()),
            ("url", pa.string()),
            ("published_on", pa.date32()),
            ("meeting_id", pa.string()),
            ("kind", pa.string()),
            ("people", _TEXTS),
        ]
    ),
}


class Truth:
    """Gathers the truth. What is done with is written away: a million articles must not stay in memory."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._writers = {n: pq.ParquetWriter(folder / f"{n}.parquet", s) for n, s in SCHEMAS.items()}
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
        self._open: dict[int, tuple[Meeting, dict[str, Any]]] = {}
        self._people: dict[int, Person] = {}
        self._firms: dict[str, Unit] = {}
        self._bodies: set[str] = set()
        self.counts: dict[str, int] = {
            "articles": 0,
            "articles_with_a_meeting": 0,
            "second_outlets": 0,
            "reprints": 0,
            "meetings": 0,
        }

    def add(self, article: Article) -> None:
        """Note an article that was written, with its `path` and `row`."""
        counts = self.counts
        counts["articles"] += 1
        counts["articles_with_a_meeting"] += article.meeting is not None
        counts["reprints"] += article.kind == "reprint"
        counts["second_outlets"] += article.kind == "second_outlet"
        meeting = article.meeting
        people = [_write_key(m.person) for m in article.members]
        row = {
            "path": article.path,
            "row": article.row,
            "url": article.url,
            "published_on": article.published_on,
            "meeting_id": f"m{meeting.meeting_id:07d}" if meeting else None,
            "kind": article.kind,
            "people": people,
        }
        self._put("articles", row)
        if meeting:
            self._note_meeting(meeting, article)
        if counts["articles"] % 1000 == 0:
            self._close_meetings(article.published_on.toordinal() - _OPEN_DAYS)

    def _note_meeting(self, meeting: Meeting, article: Article) -> None:
        if meeting.meeting_id not in self._open:
            self.counts["meetings"] += 1
            self._open[meeting.meeting_id] = (
                meeting,
                {"people": set(), "firms": set(), "bodies": set(), "articles": []},
            )
        row = self._open[meeting.meeting_id][1]
        row["articles"].append(article.path)
        self._note_firm(meeting.y_unit, row)  # named even where none of its people is
        for person, position in article.members:
            self._people[person.person_id] = person
            row["people"].add(_write_key(person))
            unit = position.unit
            if unit.is_firm:
                self._note_firm(unit, row)
            else:
                self._bodies.add(body := f"{unit.key}/{position.body}")
                row["bodies"].add(body)

    def _note_firm(self, firm: Unit, row: dict[str, Any]) -> None:
        self._firms[firm.key] = firm
        row["firms"].add(firm.key)

    def _close_meetings(self, before: DAY) -> None:
        for key in [k for k, (meeting, _) in self._open.items() if meeting.held_on < before]:
            meeting, row = self._open.pop(key)
            listed = {name: sorted(row[name]) for name in ("people", "firms", "bodies")}
            held_on = datetime.date.fromordinal(meeting.held_on)
            told = {"meeting_id": f"m{key:07d}", "held_on": held_on, "kind": meeting.kind}
            self._put("meetings", told | listed | {"articles": row["articles"]})

    def _put(self, table: str, row: dict[str, Any]) -> None:
        self._rows[table].append(row)
        if len(self._rows[table]) == _ROWS:
            self._flush(table)

    def _flush(self, table: str) -> None:
        rows, self._rows[table] = self._rows[table], []
        if rows:
            self._writers[table].write_table(pa.Table.from_pylist(rows, SCHEMAS[table]))

    def close(self) -> dict[str, int]:
        """Write what is left, and return the counts."""
        self._close_meetings(LAST_DAY * 2)
        for key in sorted(self._people):
            self._put("people", _write_person(self._people[key]))
        for table, writer in self._writers.items():
            self._flush(table)
            writer.close()
        registered = sum(firm.is_registered for firm in self._firms.values())
        self.counts |= {
            "people": len(self._people),
            "registered_firms": registered,
            "unregistered_firms": len(self._firms) - registered,
            "bodies": len(self._bodies),
        }
        text = json.dumps(self.counts, indent=2) + "\n"
        (self._folder / "truth.json").write_text(text, encoding="utf-8")
        return self.counts


def _write_key(person: Person) -> str:
    return f"p{person.person_id:07d}"


def _write_person(person: Person) -> dict[str, Any]:
    posts = [
        {
            "organisation": tenure.position.organisation(),
            "title": tenure.position.post,
            "from": datetime.date.fromordinal(max(tenure.first, FIRST_DAY)),
            "to": datetime.date.fromordinal(min(tenure.last, LAST_DAY)),
        }
        for tenure in person.tenures
        if tenure.last >= FIRST_DAY and tenure.first <= LAST_DAY
    ]
    return {"person_id": _write_key(person), "name": person.name, "posts": posts}
