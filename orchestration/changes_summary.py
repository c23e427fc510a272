"""What changed since the release before, in one line."""

import json

from orchestration.settings import Settings
from warehouse.changes import CHANGES_FILE

WORDS = {
    "new_articles": "new articles",
    "changed_articles": "changed articles",
    "removed_articles": "articles gone",
}


def summarise_changes(settings: Settings) -> str | None:
    """Return how many rows the current release has more, other and fewer, and why; None where it does not say."""
    path = settings.published_path.with_name(CHANGES_FILE)
    try:
        changes = json.loads(path.read_text(encoding="utf-8"))
        if changes["from_release"] is None:
            return None
        tables = changes["tables"].values()
        added, changed, removed = (
            sum(int(table[kind]) for table in tables) for kind in ("added", "changed", "removed")
        )
        reasons = changes["reasons"]
        why = [f"{reasons[name]:,} {words}" for name, words in WORDS.items() if reasons[name]]
        why += ["another version of the extractor"] if reasons["extractor_version"] else []
        why += ["another version of the code"] if reasons["code_version"] else []
        why += ["corrections"] if reasons["corrections"] else []
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    rows = f"{added:,} rows added, {changed:,} changed, {removed:,} removed since {changes['from_release']}"
    return f"{rows} ({', '.join(why)})" if why else rows
