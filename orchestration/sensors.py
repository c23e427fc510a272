"""When a build runs because something has arrived."""

import hashlib
from pathlib import Path

import dagster as dg

from ingest.articles.landing import Landing, RemoteError, scan_landing
from orchestration.jobs import build_all
from orchestration.settings import read_settings

SECONDS_BETWEEN_LOOKS = 30


def fingerprint_inputs(folder: Landing, corrections: Path) -> str:
    """Return a hash over the names, sizes and times of change of all that a build reads; no content is read.

    Args:
        folder: the landing folder; all inputs in its tree count.
        corrections: the corrections file, if there is one.

    Raises:
        OSError: the folder is missing, is none, or cannot be reached.
    """
    digest = hashlib.sha256()
    for entry in scan_landing(folder):
        digest.update(f"{entry.source_path}\0{entry.byte_count}\0{entry.modified_ns}\n".encode())
    if corrections.is_file():
        state = corrections.stat()
        # No input has an empty path.
        digest.update(f"\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@dg.sensor(
    name="landing_folder",
    job=build_all,
    minimum_interval_seconds=SECONDS_BETWEEN_LOOKS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Builds when a file in the landing folder, or the corrections file, is new, changed or gone.",
)
def landing_folder(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Compare the inputs with what they were at the last look; the cursor is their fingerprint."""
    settings = read_settings()
    folder = settings.landing
    try:
        fingerprint = fingerprint_inputs(folder, settings.corrections_path)
    except (FileNotFoundError, NotADirectoryError):
        return dg.SkipReason(f"There is no landing folder {folder}.")
    except RemoteError as error:
        return dg.SkipReason(str(error))
    if fingerprint == context.cursor:
        return dg.SkipReason("Neither the landing folder nor the corrections have changed.")
    context.update_cursor(fingerprint)
    # Not a run key: a folder that goes back to what it was once must be built again.
    return dg.RunRequest()
