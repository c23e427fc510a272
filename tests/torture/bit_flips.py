"""Single bits of published files turned over, and whether `potline verify` finds each."""

import itertools
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.integration.commands import call_potline
from tests.integration.conftest import SAMPLES
from tests.integration.small_releases import make_release
from tests.torture.result import Row, Section
from warehouse.verify import verify_release

FLIPS = 1_000
SEED = 7


@dataclass(frozen=True)
class Flips:
    """What became of flips: how many there were, in how many files, and where those were that nobody found."""

    count: int
    file_count: int
    unnoticed: tuple[str, ...]

    @property
    def found(self) -> int:
        """How many were found."""
        return self.count - len(self.unnoticed)


def measure(work: Path, scale: float) -> Section:
    """Flip bits in a release of three small tables, and in that of the samples."""
    count = max(1, round(FLIPS * scale))
    with tempfile.TemporaryDirectory(dir=work) as name:
        data = Path(name) / "samples"
        built = call_potline("build", SAMPLES, "--data", data)
        if built.exit_code:
            raise RuntimeError(built.complaint)
        releases = {
            "the release of the samples": (data / "published" / "current").resolve(),
            "a release of three small tables": make_release(Path(name), "small").folder,
        }
        rows = [describe(what, flip_bits(folder, count, SEED)) for what, folder in releases.items()]
    return Section(
        "Bits that turn over",
        "Each flip turns one random bit of one file of a release, the files taking turns; `potline verify` looks; the bit "
        "is turned back. Before and after all of them the release is found whole.",
        tuple(rows),
    )


def describe(what: str, flips: Flips) -> Row:
    """Put the outcome into a line of the matrix."""
    return Row(
        f"One bit of {what}",
        f"{flips.count:,} flips in {flips.file_count} files",
        f"{flips.count:,} found",
        f"{flips.found:,} found" + (f", not {', '.join(flips.unnoticed[:5])}" if flips.unnoticed else ""),
        not flips.unnoticed,
    )


def flip_bits(folder: Path, count: int, seed: int) -> Flips:
    """Turn that many bits over, one after the other, and back.

    Raises:
        AssertionError: the release is not found whole without a flip.
    """
    chance = random.Random(seed)
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
    chance.shuffle(files)
    unnoticed = []
    assert not verify_release(folder).findings
    for path in itertools.islice(itertools.cycle(files), count):
        bit = chance.randrange(path.stat().st_size * 8)
        with flipped(path, bit):
            if not verify_release(folder).findings:
                unnoticed.append(f"bit {bit} of {path.relative_to(folder)}")
    assert not verify_release(folder).findings
    return Flips(count, min(count, len(files)), tuple(unnoticed))


@contextmanager
def flipped(path: Path, bit: int) -> Iterator[None]:
    """Turn a bit over in the `with` block."""
    _flip(path, bit)
    try:
        yield
    finally:
        _flip(path, bit)


def _flip(path: Path, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(bit // 8)
        byte = file.read(1)[0]
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))
