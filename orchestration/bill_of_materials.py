"""The software bill of materials of a release: `sbom.cdx.json`, in CycloneDX 1.5.

It says what potline runs on, by name, version, package URL and the hashes of the packages' files: all that `uv.lock`
holds for running, and nothing of what only tests and checks need. It is made at set-up (`python -m
orchestration.bill_of_materials`) and says nothing of a machine, a time or a registry, so that the same lock file gives
the same bytes.
"""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from orchestration.settings import MANIFEST_PATH, PROJECT_FOLDER
from orchestration.whole_files import write_whole
from warehouse.errors import PublishError
from warehouse.releases import Draft

BILL_FILE = "sbom.cdx.json"
BILL_PATH = MANIFEST_PATH.parent / BILL_FILE

_LOCK = PROJECT_FOLDER / "uv.lock"
_EXPORT = [
    *("export", "--offline", "--frozen", "--no-cache", "--no-config", "--quiet"),
    *("--no-default-groups", "--format", "cyclonedx1.5", "--preview-features", "sbom-export"),
]


class BillError(PublishError):
    """The bill cannot be made; the message is one sentence."""


def write_bill(draft: Draft) -> None:
    """Copy the bill into a draft.

    Raises:
        BillError: it is not there, and cannot be made.
    """
    shutil.copyfile(ensure_bill(), draft.folder / BILL_FILE)


def ensure_bill() -> Path:
    """Make the bill if it is missing or older than the lock file, and return its path.

    Raises:
        BillError: uv is not installed, or refuses.
    """
    sources = (_LOCK, Path(__file__))
    if BILL_PATH.exists() and BILL_PATH.stat().st_mtime > max(path.stat().st_mtime for path in sources):
        return BILL_PATH
    text = json.dumps(make_bill(), indent=1, ensure_ascii=False) + "\n"
    write_whole(BILL_PATH, text)
    return BILL_PATH


def make_bill() -> dict[str, Any]:
    """Return the bill. What only an extra needs has the scope `optional`.

    Raises:
        BillError: uv is not installed, or refuses.
    """
    whole = _export("--all-extras")
    required = {component["purl"] for component in _export()["components"]}
    root = whole["metadata"]["component"]
    # uv also draws lines to what is wanted directly by tests alone, where something else wants it for running.
    direct = _list_direct(root["name"])
    unwanted = {component["bom-ref"] for component in whole["components"] if component["name"] not in direct}
    # uv numbers its references in an order of its own.
    names = {component["bom-ref"]: component["purl"] for component in whole["components"]}
    names[root["bom-ref"]] = f"{root['name']}@{root['version']}"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": whole["specVersion"],
        "version": 1,
        "metadata": {
            "tools": [
                {"vendor": tool["vendor"], "name": tool["name"]} for tool in whole["metadata"]["tools"]
            ],
            "component": {
                "type": "application",
                "bom-ref": names[root["bom-ref"]],
                "name": root["name"],
                "version": root["version"],
            },
        },
        "components": [
            _describe_component(component, is_required=component["purl"] in required)
            for component in sorted(whole["components"], key=lambda component: component["purl"])
        ],
        "dependencies": sorted(
            (
                {
                    "ref": names[dependency["ref"]],
                    "dependsOn": sorted(
                        names[ref]
                        for ref in dependency.get("dependsOn", [])
                        if dependency["ref"] != root["bom-ref"] or ref not in unwanted
                    ),
                }
                for dependency in whole["dependencies"]
            ),
            key=lambda dependency: dependency["ref"],
        ),
    }


def _list_direct(root: str) -> set[str]:
    """Return the names of what the project itself asks for, extras included."""
    packages = tomllib.loads(_LOCK.read_text(encoding="utf-8"))["package"]
    (project,) = (package for package in packages if package["name"] == root)
    asked = [project["dependencies"], *project["optional-dependencies"].values()]
    return {dependency["name"] for dependencies in asked for dependency in dependencies}


def _describe_component(component: dict[str, Any], *, is_required: bool) -> dict[str, Any]:
    told = {
        "type": component["type"],
        "bom-ref": component["purl"],
        "name": component["name"],
        "version": component["version"],
        "scope": "required" if is_required else "optional",
        "purl": component["purl"],
    }
    for key in ("properties", "licenses"):
        if key in component:
            told[key] = component[key]
    # The file's name without the place that it was found at: a mirror has the same file.
    told["externalReferences"] = sorted(
        (
            {**reference, "url": reference["url"].rpartition("/")[2]}
            for reference in component.get("externalReferences", [])
        ),
        key=lambda reference: reference["url"],
    )
    return told


def _export(*arguments: str) -> Any:
    uv = Path(sys.executable).with_name("uv")
    if not uv.exists():
        raise BillError(f"The bill of materials is made by uv, and there is no {uv}: run `make setup`.")
    # What a person has told uv about indexes, groups or formats must not show.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UV_")}
    done = subprocess.run(
        [uv, *_EXPORT, "--python", sys.executable, "--project", PROJECT_FOLDER, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BillError(f"uv cannot tell what uv.lock holds: {' '.join(done.stderr.split())}")
    return json.loads(done.stdout)


if __name__ == "__main__":
    try:
        ensure_bill()
    except BillError as error:
        sys.exit(str(error))
