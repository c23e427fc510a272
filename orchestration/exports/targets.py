"""Where an export goes: files that appear whole or not at all, and replace nothing that nobody said to replace."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from orchestration.terminal import CommandError

SUFFIXES = (".csv", ".jsonl", ".parquet", ".xlsx")
"""What tells the name of a file from that of a folder."""


def plan_files(output: Path, names: Sequence[str], ending: str) -> list[Path]:
    """Return the file of each table: in the folder `output`, or, of one table, `output` itself if it is named so.

    Raises:
        CommandError: several tables are to go into one file, or the name is that of a file of another format.
    """
    suffix = ending[ending.rindex(".") :]
    if output.is_dir() or output.suffix not in SUFFIXES:
        return [output / f"{name}{ending}" for name in names]
    if output.suffix != suffix:
        raise CommandError(f"The name of such a file ends in {suffix}, which {output} does not.")
    if len(names) > 1:
        raise CommandError(f"{len(names)} tables do not go into the one file {output}: name a folder.")
    return [output]


def plan_workbook(output: Path, default_name: str) -> Path:
    """Return the path of a workbook: `output`, or in it if it is a folder.

    Raises:
        CommandError: the name is not one of a workbook.
    """
    if output.is_dir():
        return output / default_name
    if output.suffix != ".xlsx":
        raise CommandError(f"The name of a workbook ends in .xlsx, which {output} does not.")
    return output


@contextmanager
def finished_files(paths: Sequence[Path], *, force: bool) -> Iterator[list[Path]]:
    """Give a path to write to for each file, and move all into place when the `with` block has ended well.

    Args:
        paths: the files, all in one folder, which is made if it is missing.
        force: whether they may replace what is there.

    Raises:
        CommandError: a file is there already, or cannot be written.
    """
    _refuse_existing(paths, force=force)
    folder = paths[0].parent
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # In the same folder: a file is renamed in one step only on its own disk.
        with tempfile.TemporaryDirectory(prefix=".potline-export-", dir=folder) as workplace:
            written = [Path(workplace, path.name) for path in paths]
            yield written
            for source, path in zip(written, paths, strict=True):
                _install(source, path, force=force)
    except BaseException as error:
        if is_new:
            with suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise CommandError(f"{folder} cannot be written to: {error.strerror or error}.") from error
        raise


def _refuse_existing(paths: Sequence[Path], *, force: bool) -> None:
    existing = [] if force else [path for path in paths if os.path.lexists(path)]
    if existing:
        more = f" (and {len(existing) - 1} more)" if len(existing) > 1 else ""
        raise CommandError(
            f"{existing[0]}{more} exists already: --force replaces it, --output writes elsewhere."
        )


def _install(source: Path, path: Path, *, force: bool) -> None:
    if force:
        source.replace(path)
        return
    try:
        # Other than a rename it fails where a file has appeared in the meantime.
        os.link(source, path)
    except FileExistsError:
        _refuse_existing([path], force=False)
    except OSError:
        # There are disks without links.
        source.rename(path)
