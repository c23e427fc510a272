"""What has changed since the release before: read from `changes.json`, where the release has one."""

import json
from pathlib import Path
from typing import Any

CHANGES_FILE = "changes.json"


def read_changes(folder: Path) -> dict[str, Any] | None:
    """Return the changes, tables without one left out; None where nothing tells them.

    The file is `{"from_release": str | null, "to_release": str, "tables": {name: {"added": n, "changed": n,
    "removed": n}}, "reasons": {...}}`.
    """
    path = folder / CHANGES_FILE
    if not path.is_file():
        return None
    changes = json.loads(path.read_text(encoding="utf-8"))
    tables = {
        name: {kind: int(counts.get(kind) or 0) for kind in ("added", "changed", "removed")}
        for name, counts in sorted(changes["tables"].items())
    }
    return {
        "from_release": changes.get("from_release"),
        "tables": {name: counts for name, counts in tables.items() if any(counts.values())},
        "reasons": _list_reasons(changes.get("reasons")),
    }


def _list_reasons(reasons: Any) -> list[tuple[str, str]]:
    """Return reasons as pairs of words, whatever each is made of."""
    if not isinstance(reasons, dict):
        return []
    return [
        (
            str(name).replace("_", " "),
            value if isinstance(value, str) else json.dumps(value, ensure_ascii=False),
        )
        for name, value in reasons.items()
        if value not in (None, 0, "", [], {})
    ]
