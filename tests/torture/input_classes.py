"""Every class of bad input that a landing folder may be given, each as a folder of its own, and what may become of it.

A class ends as loaded or as rejected with a reason, and ends nothing else.
"""

import codecs
import gzip
import json
import os
import socket
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.torture.units import repeat
from tests.unit.articles.inputs import PAGE, pack, write_lines, write_record

NEWS = (
    "On March 14, Gao Lin, chairman of Chinalco, met Qin Shu, mayor of Baise. The two sides spoke about the supply of power "
    "to the smelter.\n"
)
Make = Callable[[Path, float], None]


@dataclass(frozen=True)
class InputClass:
    """A class of inputs: `make` fills a folder with it, and each of its inputs ends as one of `outcomes`."""

    name: str
    make: Make
    outcomes: frozenset[str]
    is_restless: bool = False
    """Whether its files change while they are read, so that some may not be seen at all."""


def list_classes() -> Iterator[InputClass]:
    """All classes, in the order of their names in the landing folder."""
    for name, outcomes, make in (*_bytes(), *_sizes(), *_files(), *_names(), *_contents(), *_containers()):
        yield InputClass(name, make, frozenset(outcomes.split()), name.endswith("while it is read"))


def _write(name: str, content: bytes | str) -> Make:
    def make(folder: Path, scale: float) -> None:
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)

    return make


def _bytes() -> Iterator[tuple[str, str, Make]]:
    chinese = "中国铝业集团董事长会见百色市市长，双方就电力供应进行了交谈。\n" * 5
    latin = NEWS.replace("Baise", "Besançon-Évian") * 3
    yield "empty", "empty", _write("a.txt", b"")
    yield "white space", "empty", _write("a.txt", " \t\r\n\u3000\n")
    yield "NUL bytes", "binary", _write("a.txt", NEWS.encode() + b"\0" * 20)
    yield "lone surrogates", "loaded undecodable", _write("a.txt", NEWS.encode() + b"\xed\xa0\x80 and on")
    yield "half a surrogate pair in JSON", "undecodable", _write("a.jsonl", '{"text": "a \\ud800 b"}\n')
    yield "byte order mark", "loaded", _write("a.txt", codecs.BOM_UTF8 + NEWS.encode())
    yield (
        "UTF-16, little end",
        "loaded",
        _write("a.txt", codecs.BOM_UTF16_LE + f"le {NEWS}".encode("utf-16-le")),
    )
    yield "UTF-16, big end", "loaded", _write("a.txt", codecs.BOM_UTF16_BE + f"be {NEWS}".encode("utf-16-be"))
    yield "UTF-16 without a mark", "binary", _write("a.txt", NEWS.encode("utf-16-le"))
    yield "UTF-32", "loaded", _write("a.txt", codecs.BOM_UTF32_LE + f"32 {NEWS}".encode("utf-32-le"))
    yield "GB18030", "loaded", _write("a.txt", chinese.encode("gb18030"))
    yield "Latin-1 with a false header", "loaded", _write(
        "a.html", PAGE.replace("smelter", "fonderie d'été à Besançon").encode("latin-1", "replace")
    )  # fmt: skip
    yield "Latin-1", "loaded", _write("a.txt", latin.encode("latin-1"))
    yield (
        "invalid UTF-8",
        "loaded undecodable",
        _write("a.txt", NEWS.encode() * 3 + b"\xe4\xb8 \xc3( \xff\xfe end"),
    )
    yield "a few control characters", "loaded", _write("a.txt", f"few \x01\x07 {NEWS * 2}")
    yield "control characters", "binary", _write("a.txt", "".join(map(chr, range(1, 9))) * 40)
    yield "bidirectional characters", "loaded", _write("a.txt", f"\u202e{NEWS}\u202c\u2066{NEWS}\u2069")
    yield "zero-width characters in names", "loaded", _write(
        "a.txt", NEWS.replace("Gao Lin", "Ga\u200bo\u200d L\u2060in").replace("Baise", "Bai\u00adse")
    )  # fmt: skip


def _sizes() -> Iterator[tuple[str, str, Make]]:
    def long_line(folder: Path, scale: float) -> None:
        size = max(6_000_000, int(100_000_000 * scale))
        (folder / "a.txt").write_bytes(repeat("one line ", size).encode())
        (folder / "b.jsonl").write_bytes(b'{"text": "' + repeat("one line ", size).encode() + b'"}\n')

    def many_lines(folder: Path, scale: float) -> None:
        (folder / "a.txt").write_text("".join(f"{n:x}\n" for n in range(max(2_000, int(700_000 * scale)))))
        rows = max(200, int(1_000_000 * scale))
        with (folder / "b.jsonl").open("w") as file:
            file.writelines('{"text": ""}\n' for _ in range(rows))

    def tiny_files(folder: Path, scale: float) -> None:
        for number in range(max(40, int(100_000 * scale))):
            (folder / f"{number // 1_000:03}").mkdir(exist_ok=True)
            (folder / f"{number // 1_000:03}" / f"{number}.txt").write_text(f"Tiny {number}.")

    yield "a line of 100 MB", "oversized", long_line
    yield "a million lines", "loaded empty", many_lines
    yield "100,000 tiny files", "loaded", tiny_files


def _files() -> Iterator[tuple[str, str, Make]]:
    def pipe(folder: Path, scale: float) -> None:
        os.mkfifo(folder / "a.txt")

    def device(folder: Path, scale: float) -> None:
        try:
            os.mknod(folder / "a.txt", stat.S_IFCHR | 0o666, os.makedev(1, 5))
        except PermissionError:
            (folder / "a.txt").symlink_to("/dev/zero")

    def open_socket(folder: Path, scale: float) -> None:
        # The path of a socket is short.
        before = Path.cwd()
        os.chdir(folder)
        try:
            with socket.socket(socket.AF_UNIX) as bound:
                bound.bind("a.txt")
        finally:
            os.chdir(before)

    def named_folder(folder: Path, scale: float) -> None:
        (folder / "x.txt").mkdir()
        (folder / "x.txt" / "inside.txt").write_text(f"inside {NEWS}")

    def forbidden(folder: Path, scale: float) -> None:
        # Permissions bind nobody who is root: then a link to what is not there stands in for it.
        (folder / "a.txt").write_text(f"forbidden {NEWS}")
        (folder / "a.txt").chmod(0)
        if os.access(folder / "a.txt", os.R_OK):
            (folder / "a.txt").unlink()
            (folder / "a.txt").symlink_to("nowhere")

    def loop(folder: Path, scale: float) -> None:
        (folder / "a.txt").symlink_to("b.txt")
        (folder / "b.txt").symlink_to("a.txt")

    def outside(folder: Path, scale: float) -> None:
        (folder / "a.txt").symlink_to("/etc/passwd")
        (folder / "b.txt").symlink_to("../../../../../../../../../../etc/passwd")
        (folder / "folder").symlink_to("/etc")

    def settled(folder: Path, scale: float) -> None:
        for number in range(20):
            (folder / f"{number}.txt").write_text(f"restless {number} {NEWS}")

    yield "a pipe", "not_a_regular_file", pipe
    yield "a device", "not_a_regular_file outside_folder", device
    yield "a socket", "not_a_regular_file", open_socket
    yield "a folder named x.txt", "not_a_regular_file loaded", named_folder
    yield "no permission", "unreadable", forbidden
    yield "a loop of links", "unreadable", loop
    yield "links out of the folder", "outside_folder", outside
    yield "files that vanish while it is read", "loaded unreadable", settled
    yield "files that change while it is read", "loaded unreadable empty", settled
    yield (
        "files that grow while it is read",
        "loaded unreadable malformed_row empty oversized",
        _write("grows.jsonl", write_lines([{"text": f"grows {NEWS}"}])),
    )


def _names() -> Iterator[tuple[str, str, Make]]:
    def odd(folder: Path, scale: float) -> None:
        for number, name in enumerate(
            ("a\nb", 'it\'s "so"', "tab\tand\\back", "`id`", "$(id)", "%00", "a;b&c|d", " ")
        ):
            (folder / f"{name}.txt").write_text(f"odd {number} {NEWS}")

    def long_name(folder: Path, scale: float) -> None:
        (folder / ("n" * 251 + ".txt")).write_text(f"long {NEWS}")
        deep = folder.joinpath(*["d" * 60] * 12)
        deep.mkdir(parents=True)
        (deep / "deep.txt").write_text(f"deep {NEWS}")

    def raw_bytes(folder: Path, scale: float) -> None:
        Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe\xed\xa0\x80.txt")).write_text(f"raw {NEWS}")

    def cases(folder: Path, scale: float) -> None:
        for name in ("News.txt", "news.txt", "NEWS.TXT"):
            (folder / name).write_text(f"{name} {NEWS}")

    def options(folder: Path, scale: float) -> None:
        for name in ("-rf.txt", "--help.txt", "--data=x.txt", "@file.txt", "=1+1.txt"):
            (folder / name).write_text(f"{name} {NEWS}")

    def sql(folder: Path, scale: float) -> None:
        text = "'); drop table raw.articles; -- {{ ref('x') }} $$ \" ; select 1"
        (folder / "'; drop table raw.articles; --.txt").write_text(f"{text}\n{NEWS}")
        (folder / "{{ env_var('HOME') }}.txt").write_text(f"jinja {{{{ 1/0 }}}} {{% raw %}}\n{NEWS}")

    def escapes(folder: Path, scale: float) -> None:
        (folder / "\x1b[31mred\x1b[0m\x07.txt").write_text(f"\x1b]0;title\x07\x1b[2J{NEWS}")
        (folder / "\x1b[2Jempty.txt").write_text("")

    yield "names with line ends, quotes and signs", "loaded", odd
    yield "names of 255 bytes, in deep folders", "loaded", long_name
    yield "names that are no UTF-8", "loaded", raw_bytes
    yield "names that differ by case", "loaded", cases
    yield "names like options", "loaded", options
    yield "SQL and Jinja in text and names", "loaded", sql
    yield "escape sequences in text and names", "loaded empty", escapes


def _contents() -> Iterator[tuple[str, str, Make]]:
    def twice(folder: Path, scale: float) -> None:
        for name in ("a.txt", "b.txt", "c.jsonl"):
            text = f"twice {NEWS}"
            (folder / name).write_text(json.dumps({"text": text}) + "\n" if name.endswith("l") else text)

    def markup(folder: Path, scale: float) -> None:
        script = "<script>alert(1)</script><img src=x onerror=alert(1)>"
        (folder / "a.txt").write_text(f"{script} {NEWS}")
        (folder / "b.html").write_text(PAGE.replace("<article>", f"<article>{script}<p>{NEWS}</p>"))

    def deep_page(folder: Path, scale: float) -> None:
        (folder / "a.html").write_text("<div>" * 50_000 + NEWS)
        (folder / "b.html").write_text("<p " + "a=1 " * 50_000 + f">{NEWS}</p>")

    def repeated(folder: Path, scale: float) -> None:
        size = max(5_000, int(200_000 * scale))
        for number, unit in enumerate(
            (".", "!?", "ab>  ", "x   source", "May 5 ", "((", "Wang Li, ", "mayor of ", "“", "a ")
        ):
            (folder / f"{number}.txt").write_text(repeat(unit, size) + "x~\n" + NEWS)

    yield "the same content three times", "loaded", twice
    yield (
        "formulas",
        "loaded",
        _write("a.jsonl", write_lines([{"text": f"=cmd|' /C calc'!A1\n@SUM(1) {NEWS}", "title": "=1+1"}])),
    )
    yield "HTML and script", "loaded no_readable_text", markup
    yield "pages without end", "no_readable_text", deep_page
    yield "repetition against every pattern", "loaded", repeated


def _containers() -> Iterator[tuple[str, str, Make]]:
    table = pa.table({"text": [f"parquet {number} {NEWS}" for number in range(50)]})

    def broken_parquet(folder: Path, scale: float) -> None:
        pq.write_table(table, folder / "a.parquet")
        whole = (folder / "a.parquet").read_bytes()
        (folder / "a.parquet").write_bytes(whole[: len(whole) // 2])
        (folder / "b.parquet").write_bytes(b"PAR1" + os.urandom(200) + b"PAR1")

    def other_columns(folder: Path, scale: float) -> None:
        pq.write_table(pa.table({"number": [1, 2]}), folder / "a.parquet")
        (folder / "b.jsonl").write_bytes(write_lines([{"words": NEWS}, {"text": 7}]))

    def bombs(folder: Path, scale: float) -> None:
        size = max(6_000_000, int(1_000_000_000 * scale))
        with gzip.open(folder / "a.txt.gz", "wb", compresslevel=1) as file:
            for _ in range(size // 1_000_000):
                file.write(b"a" * 1_000_000)
        (folder / "b.txt.zst").write_bytes(pack(b"a" * 6_000_000, ".zst"))

    def bomb_of_rows(folder: Path, scale: float) -> None:
        with gzip.open(folder / "a.jsonl.gz", "wb", compresslevel=1) as file:
            file.write(b'{"text": "')
            for _ in range(max(6, int(200 * scale))):
                file.write(b"a" * 1_000_000)
            file.write(b'"}\n')

    packed = gzip.compress(NEWS.encode() * 50, mtime=0)
    rows = b"{broken\n[1]\nnull\n" + b"[" * 100_000 + b'\n{"text": 1' + b"1" * 10_000 + b"}\n"
    yield "broken gzip", "damaged", _write("a.txt.gz", packed[: len(packed) // 2])
    yield "no gzip at all", "damaged", _write("a.txt.gz", NEWS)
    yield "broken zstd", "damaged", _write("a.txt.zst", pack(os.urandom(5_000), ".zst")[:-700])
    yield "broken Parquet", "damaged", broken_parquet
    yield (
        "broken JSON Lines",
        "malformed_row loaded",
        _write("a.jsonl", rows + write_lines([{"text": f"last {NEWS}"}])),
    )
    yield "other columns", "no_text_column", other_columns
    yield "broken WARC", "damaged loaded no_readable_text", _write(
        "a.warc", write_record(PAGE.encode()) + write_record(PAGE.encode(), length=90_000)[:-40] + b"WARC/1.0\r\nnonsense"
    )  # fmt: skip
    yield "bombs of gzip and zstd", "unpacks_too_large", bombs
    yield "a bomb in one row", "oversized", bomb_of_rows
