"""The dashboard as files, in the form in which Superset exports it: packed for an import, and kept after an export."""

import io
import json
import re
import shutil
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

import yaml

from orchestration.terminal import CommandError

DASHBOARD_FOLDER = Path(__file__).with_name("dashboard")
# What an export says of the database and the day is of one machine; the files in the repository say this instead.
PLACEHOLDER_URI = "duckdb:////data/published/current/potline.duckdb"
TIMESTAMP = "2026-01-01T00:00:00+00:00"
ROOT = "potline"
# Keys of a chart or query that hold ids of the Superset that it was made in, or nothing that decides its result.
PASSING_KEYS = frozenset({"datasource", "slice_id", "dashboards", "dashboardId", "url_params"})


def database_uri(published_path: Path) -> str:
    """Return the address of a published file as SQLAlchemy wants it.

    Raises:
        CommandError: the path holds what SQLAlchemy would take for the end of it.
    """
    path = str(published_path.absolute())
    if quote(path, safe="/ ") != path and any(character in path for character in "?#%"):
        raise CommandError(f"{path} has a ?, # or % in it, which no address of a database may have.")
    return f"duckdb:///{path}"


def pack_assets(uri: str) -> bytes:
    """Return the dashboard as a ZIP that overwrites what a Superset has of it, bound to a database."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(DASHBOARD_FOLDER.rglob("*.yaml")):
            name = path.relative_to(DASHBOARD_FOLDER)
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
            if name.parts[0] == "databases":
                content["sqlalchemy_uri"] = uri
            if name.name == "metadata.yaml":
                content["type"] = "assets"
            archive.writestr(f"{ROOT}/{name.as_posix()}", _to_yaml(content))
    return packed.getvalue()


def keep_export(exported: bytes, folder: Path = DASHBOARD_FOLDER) -> None:
    """Write what Superset has exported as the files of the repository, without what is of one machine.

    Raises:
        CommandError: a name in the archive leads out of the folder.
    """
    with zipfile.ZipFile(io.BytesIO(exported)) as archive:
        files = {_name_within(name): yaml.safe_load(archive.read(name)) for name in archive.namelist()}
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        _without_machine(name, content)
        # Superset ends the names of its files in its own ids.
        path = folder / name.with_name(re.sub(r"_\d+(?=\.yaml$)", "", name.name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_to_yaml(content), encoding="utf-8")


def _name_within(name: str) -> Path:
    """The name of a file in an export, without the folder that all of them are in."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name:
        raise CommandError(f"The export has a file {name!r}, which leads out of the folder of the dashboard.")
    return Path(*path.parts[1:])


def _without_machine(name: Path, content: dict[str, Any]) -> None:
    """Take out of an exported file the ids, paths and days of the Superset that it comes from."""
    match name.parts[0]:
        case "metadata.yaml":
            content["timestamp"] = TIMESTAMP
        case "databases":
            content["sqlalchemy_uri"] = PLACEHOLDER_URI
        case "datasets":
            content["columns"].sort(key=lambda column: column["column_name"])
            content["metrics"].sort(key=lambda metric: metric["metric_name"])
        case "charts":
            content["params"] = {
                key: value for key, value in content["params"].items() if key not in PASSING_KEYS
            }
            content["query_context"] = _query_of(content.get("query_context"))
        case "dashboards":
            _number_charts(content)


def _query_of(context: str | None) -> str | None:
    """Return what a chart asks for. Its form is in the parameters already."""
    if not context:
        return None
    asked = json.loads(context)
    kept = {
        "datasource": {"id": 0, "type": asked["datasource"]["type"]},
        "force": False,
        "queries": [
            {key: value for key, value in query.items() if key not in PASSING_KEYS}
            for query in asked["queries"]
        ],
        "result_format": "json",
        "result_type": "full",
    }
    return json.dumps(kept, indent=1, ensure_ascii=False)


def _number_charts(dashboard: dict[str, Any]) -> None:
    """Number the charts in the order of their UUIDs. An import gives them its own ids by these."""
    charts = sorted(
        (part["meta"] for part in dashboard["position"].values() if _is_chart(part)),
        key=lambda chart: str(chart["uuid"]),
    )
    numbers = {chart["chartId"]: number for number, chart in enumerate(charts, start=1)}
    for chart in charts:
        chart["chartId"] = numbers[chart["chartId"]]
    metadata = dashboard["metadata"]
    for native_filter in metadata.get("native_filter_configuration", []):
        native_filter.pop("chartsInScope", None)
        native_filter.pop("tabsInScope", None)
        excluded = native_filter["scope"]["excluded"]
        native_filter["scope"]["excluded"] = sorted(numbers[chart] for chart in excluded if chart in numbers)
    # Superset works out anew which charts a click filters: all of them.
    metadata["chart_configuration"] = {}
    metadata["global_chart_configuration"] = {
        "scope": {"rootPath": ["ROOT_ID"], "excluded": []},
        "chartsInScope": [],
    }


def _is_chart(part: object) -> bool:
    return isinstance(part, dict) and part.get("type") == "CHART"


def _to_yaml(content: Any) -> str:
    text: str = yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return text


class _Dumper(yaml.SafeDumper):
    """Writes SQL as lines."""


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)
