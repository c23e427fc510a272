"""When a build runs because something has arrived."""

import hashlib

import dagster as dg

from ingest.articles.landing import Landing, RemoteError, scan_landing
from orchestration.jobs import build_all
from orchestration.settings import read_settings

SECONDS_BETWEEN_LOOKS = 30


def fingerprint_folder(folder: Landing) -> str:
    """Return a hash over the names, sizes and times of change of all inputs in the tree; no content is read.

    Raises:
        OSError: the folder is missing, is none, or cannot be reached.
    """
    digest = hashlib.sha256()
    for entry in scan_landing(folder):
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
    try:
        fingerprint = fingerprint_folder(folder)
    except (FileNotFoundError, NotADirectoryError):
        return dg.SkipReason(f"There is no landing folder {folder}.")
    except RemoteError as error:
        return dg.SkipReason(str(error))
    if fingerprint == context.cursor:
        return dg.SkipReason("Nothing in the landing folder has changed.")
    context.update_cursor(fingerprint)
    # Not a run key: a folder that goes back to what it was once must be built again.
    return dg.RunRequest()
