"""When a build runs because something has arrived."""

import hashlib
from pathlib import Path

import dagster as dg

from ingest.articles.scan import scan_folder
from orchestration.jobs import build_all
from orchestration.settings import read_settings

SECONDS_BETWEEN_LOOKS = 30


def fingerprint_folder(folder: Path) -> str:
    """Return a hash over the names, sizes and times of change of all inputs in the tree; no content is read.

    Raises:
        OSError: the folder is missing, or is none.
    """
    digest = hashlib.sha256()
    for entry in scan_folder(folder):
        digest.update(f"{entry.source_path}\0{entry.byte_count}\0{entry.modified_ns}\n".encode())
    return digest.hexdigest()


@dg.sensor(
    name="landing_folder",
    job=build_all,
    minimum_interval_seconds=SECONDS_BETWEEN_LOOKS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Builds when a file in the landing folder is new, changed or gone.",
)
def landing_folder(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Compare the folder with what it was at the last look; the cursor is its fingerprint."""
    folder = read_settings().landing
    if not folder.is_dir():
        return dg.SkipReason(f"There is no landing folder {folder}.")
    fingerprint = fingerprint_folder(folder)
    if fingerprint == context.cursor:
        return dg.SkipReason("Nothing in the landing folder has changed.")
    context.update_cursor(fingerprint)
    # Not a run key: a folder that goes back to what it was once must be built again.
    return dg.RunRequest()
