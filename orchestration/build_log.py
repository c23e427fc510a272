"""The log file of a build that a person starts on a terminal, which itself stays quiet."""

import logging
from pathlib import Path

import dagster as dg

LOGS_KEPT = 20


@dg.logger(
    config_schema={"path": dg.Field(str, description="File that the log is appended to.")},
    description="Writes the whole log of a run to a file.",
)
def file_logger(context: dg.InitLoggerContext) -> logging.Logger:
    """Return a logger that appends to the configured file."""
    logger = logging.Logger("potline", logging.DEBUG)
    handler = logging.FileHandler(context.logger_config["path"], encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    return logger


def prune_logs(folder: Path) -> None:
    """Remove all but the newest logs of builds."""
    for old in sorted(folder.glob("build-*.log"))[:-LOGS_KEPT]:
        old.unlink(missing_ok=True)
