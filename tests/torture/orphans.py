"""What a run that was killed may leave behind: files of work in progress, folders for a while, processes, locks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from orchestration.build_lock import BuildLockedError, hold_build_lock
from orchestration.settings import Settings

SECONDS_TO_END = 5.0
# What a data folder holds when nobody is at work in it.
_IN_DATA = frozenset(
    {"build.lock", "build.lock.queue", "corrections.csv", "dagster", "dbt", "logs", "published", "warehouse"}
)
_IN_WAREHOUSE = frozenset({"potline.duckdb", "last_build.json"})
_IN_PUBLISHED = frozenset({".lock", "current", "releases"})


def list_orphans(settings: Settings, *, session: int = 0, temporary: Path | None = None) -> list[str]:
    """Return what is in a data folder, among the processes and in a folder for temporary files and should not be.

    Args:
        settings: the data folder; no run is at work in it.
        session: the session of the processes of a run that is over; 0 for none.
        temporary: the folder that the run had for temporary files.
    """
    return [
        *_list_strays(settings.data, _IN_DATA),
        *_list_strays(settings.warehouse_path.parent, _IN_WAREHOUSE),
        *_list_strays(settings.published, _IN_PUBLISHED),
        *(path for path in _list_names(settings.published / "releases") if path.startswith(".")),
        *_list_never_current(settings.published),
        *(_list_names(temporary) if temporary else ()),
        *(f"process {process}" for process in wait_for_session(session)),
        *_list_held_locks(settings),
    ]


def wait_for_session(session: int) -> list[int]:
    """Return the processes of a session that do not end within some seconds."""
    give_up_at = time.monotonic() + SECONDS_TO_END
    while (there := list_session(session)) and time.monotonic() < give_up_at:
        time.sleep(0.05)
    return there


def list_session(session: int) -> list[int]:
    """Return the processes of a session that are not over."""
    return list(_find_processes(session)) if session else []


def _find_processes(session: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            status = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        # After the name: state, parent, group, session. A zombie is over and waits for whoever counts it.
        if int(status[3]) == session and status[0] != "Z":
            yield int(entry.name)


def _list_names(folder: Path) -> Iterator[str]:
    return (path.name for path in sorted(folder.iterdir())) if folder.is_dir() else iter(())


def _list_strays(folder: Path, expected: frozenset[str]) -> Iterator[str]:
    return (name for name in _list_names(folder) if name not in expected)


def _list_never_current(published: Path) -> Iterator[str]:
    """Releases are made current in the order of their names."""
    current = published / "current"
    if current.is_symlink():
        newest = current.readlink().name
        yield from (name for name in _list_names(published / "releases") if name > newest)


def _list_held_locks(settings: Settings) -> Iterator[str]:
    for path in (settings.lock_path, settings.published / ".lock"):
        if not path.exists():
            continue
        try:
            with hold_build_lock(path):
                pass
        except BuildLockedError:
            yield f"the lock of {path.name}"
