"""What dbt says of a build that failed, in one sentence."""

import json
from pathlib import Path

NODES_NAMED = 3
BAD_STATUSES = frozenset({"error", "fail", "runtime error"})


class DbtBuildError(Exception):
    """dbt could not build or test everything; the message is one sentence."""


def explain_results(target: Path) -> str:
    """Return which models and tests failed, from the results in dbt's target folder."""
    path = target / "run_results.json"
    if not path.exists():
        return "dbt failed before it built anything."
    try:
        results = json.loads(path.read_text(encoding="utf-8"))["results"]
    except ValueError:
        # On a full disk it is written in part, or empty.
        return "dbt failed, and could not write down at what."
    failed = [_name_node(result["unique_id"]) for result in results if result["status"] in BAD_STATUSES]
    if not failed:
        return "dbt failed."
    more = f" and {len(failed) - NODES_NAMED} more" if len(failed) > NODES_NAMED else ""
    return f"dbt failed at {', '.join(failed[:NODES_NAMED])}{more}."


def _name_node(unique_id: str) -> str:
    """Return kind and name: `test.potline.unique_dim_firms.0a1b2c` is test unique_dim_firms."""
    kind, _, *names = unique_id.split(".")
    name = names[0] if kind == "test" else ".".join(names)
    return f"{kind.replace('_', ' ')} {name}"
