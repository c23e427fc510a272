"""What texts are made of that are meant to be slow: short pieces, repeated, and templates that never repeat."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

# Signs, alone and in pairs: what runs of them cost is what regular expressions are slow at.
SIGNS = (
    *(
        ".",
        "。",
        "…",
        "!?",
        ".)",
        "”",
        "。”",
        '"',
        "'",
        "(",
        ")",
        "[]",
        "<",
        ">",
        "<a",
        "<a>",
        "&",
        "&amp;",
        "&a",
    ),
    *(
        " ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        " \n",
        "\n\n",
        "\u00a0",
        "\u3000",
        "\ufeff",
        "-",
        "--",
        ",",
        ", ",
        ";",
        ":",
    ),
    *(
        "|",
        " | ",
        "/",
        " / ",
        "a> ",
        "ab>  ",
        "»",
        "1",
        "1,",
        "1.",
        "1/",
        "12-",
        "a",
        "A",
        "aA",
        "_",
        "\\",
        "\x0b",
    ),
    *(
        "中",
        "王",
        "，",
        "、",
        "《》",
        "中铝",
        "。中",
        "\U0001f600",
        "\u200b",
        "\u202e",
        "İ",
        "ß",
        "a\u0301",
        "\u0000",
    ),
)

# Words that open what a rule looks for, and never let it end.
WORDS = (
    *(
        "May ",
        "May 5 ",
        "May 5, ",
        "5 May ",
        "May 5, 2024 ",
        "2024-",
        "2024-1-1 ",
        "2024.1.",
        "1/13/2024",
        "19",
    ),
    *(
        "source: ",
        "source:  x  ",
        "x  source",
        "indicate the source ",
        "published time: ",
        "date",
        "date: ",
        "views",
    ),
    *("home > ", "related news ", "photo ", "first, ", "(1) ", "1. "),
    *(
        "Wang ",
        "Wang Li ",
        "wang li ",
        "WANG LI ",
        "Wang Li, ",
        "Li-",
        "Wang Li and ",
        "Ouyang ",
        "Mr. ",
        "Mr. Wang ",
    ),
    *(
        "mayor ",
        "the mayor ",
        "deputy ",
        "vice deputy ",
        "mayor of ",
        "mayor, ",
        "secretary of the party committee of ",
    ),
    *("mayor and deputy mayor of ", "Mayor Abc Def ", "minister of mines and energy and ", "president bin "),
    *(
        "Chinalco ",
        "Chinalco's ",
        "Chinalco Guangxi Branch ",
        "Co., Ltd. ",
        "Ltd. ",
        "Ltd.",
        "Corp.",
        "aluminum ",
    ),
    *(
        "Guangxi ",
        "Guangxi's ",
        "Guangxi Zhuang Autonomous Region ",
        "Baise City ",
        "municipal ",
        "bureau ",
        "Bureau of ",
    ),
    *(
        "committee of the ",
        "people's congress and ",
        "Department of Energy of ",
        "ABC ",
        "Abc ",
        "Abc Def ",
        "bin ",
        "al-",
    ),
    *(
        "and ",
        "of ",
        ", and ",
        "the ",
        "in ",
        "on ",
        "which ",
        "who ",
        "other leaders ",
        "the two sides ",
        "research team ",
    ),
    *(
        "met ",
        "met with ",
        "held ",
        "held talks ",
        "talks ",
        "visited ",
        "attended ",
        "presided over ",
        "accompanied by ",
    ),
    *(
        "led the team to ",
        "said ",
        "said that ",
        "he said ",
        "said Wang ",
        "expressed ",
        "expressed his gratitude ",
        "called on ",
    ),
    *(
        "hopes that ",
        "will ",
        "should ",
        "must ",
        "asked for ",
        "power supply ",
        "land ",
        "for the ",
        "support ",
    ),
    *("according to ", "yesterday ", "on the 8th ", "in 2019 ", "recently ", "was ", "was welcomed "),
)

SENTENCES = (
    "On May 8, Gao Lin, chairman of Chinalco, met Qin Shu, mayor of Baise. ",
    "Qin Shu said that Baise will support the power supply of the company. ",
    "The mayor hoped that Chinalco would invest in Guangxi, and the two sides held talks. ",
    "He said. ",
    "“He said.” ",
    "Wang Li, mayor of Baise, and Chen Bo, chairman of Chinalco, attended the symposium.\n",
    "The bureau said that it would help. ",
    "Mr. Gao met Qin Shu. Mr. Gao said that the company asked for land.\n\n",
    "May 5, 2019. May 6. On May 7, Gao Lin met Qin Shu. ",
    "Source: Daily  Date: 2024-01-02\n",
    "Title of News\n",
)

_SYLLABLES = [
    "ba",
    "bo",
    "chao",
    "chen",
    "dong",
    "feng",
    "gang",
    "guang",
    "hai",
    "hong",
    "jian",
    "jing",
    "kai",
    "lei",
    "lin",
    "ming",
    "ning",
    "peng",
    "qiang",
    "rong",
    "shan",
    "tao",
    "wei",
    "xin",
    "yan",
    "yong",
    "zhen",
]
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _given_names() -> Iterator[str]:
    for first, second in itertools.cycle(itertools.product(_SYLLABLES, repeat=2)):
        yield (first + second).capitalize()


def _words() -> Iterator[str]:
    for letters in itertools.product(_LETTERS, repeat=4):
        yield "Q" + "".join(letters)


def _dates() -> Iterator[str]:
    months = ("January", "March", "May", "July", "August", "October")
    for year, month, day in itertools.cycle(itertools.product(range(1950, 2025), months, range(1, 29))):
        yield f"{month} {day}, {year}"


@dataclass(frozen=True)
class Template:
    """A piece that is another one each time: `{name}`, `{word}` and `{date}` are new each time."""

    label: str
    first_half: str
    second_half: str

    def build(self, size: int) -> str:
        """A text of so many characters: the first piece for one half, the second for the other."""
        names, words, dates = _given_names(), _words(), _dates()
        parts: list[str] = []
        length = 0
        while length < size:
            piece = self.first_half if length < size // 2 else self.second_half
            filled = piece.format(name=next(names), word=next(words), date=next(dates))
            parts.append(filled)
            length += len(filled)
        return "".join(parts)[:size]


_MET = "On May 8, Gao Lin, chairman of Chinalco, met Qin Shu, mayor of Baise. "

TEMPLATES = (
    Template("people of one surname", "Mayor Wang {name} met Gao Lin. ", "Mr. Wang said that he hoped for land. "),
    Template("people of one post", _MET + "Deng {name}, the mayor, attended. ", "The mayor said that he would help. "),
    Template("people of one firm", "Chairman Deng {name} of Chinalco met Qin Shu. ", "The head of the company said so. "),
    Template("as many firms", "{word} Aluminum Co., Ltd. met Qin Shu, mayor of Baise. ", "The company said so. "),
    Template("firms of one house", "Gao {name}, chairman of Xinfa {word} Aluminum Co., Ltd., met Chen Bo. ", "He said so. "),
    Template("as many bureaus", "The {word} Bureau said so. ", "Secretary Deng {name} met the association. "),
    Template("bureaus of a place", "The Baise {word} Bureau said so. ", "Mayor Deng {name} met Gao Lin of Chinalco. "),
    Template("as many dates", "On {date}, Gao Lin left. ", "On June 30, Mayor Deng {name} met Gao Lin of Chinalco. "),
    Template("as many meetings", _MET, "On {date}, Mayor Deng {name} met Gao Lin, chairman of Chinalco, in Baise. "),
    Template("speeches at a meeting of many", _MET + "Deng {name}, mayor of Baise, attended. ", "Gao Lin hoped that the two sides would cooperate. "),
    Template("teams", _MET + "Deng {name} attended the meeting. ", "The research team said so. "),
    Template("foreign names", "Minister Abcd {word} met Gao Lin. ", "{word} said so. "),
    Template("short names of firms", "{word} Metals Corporation ({word}) met Qin Shu. ", "{word} said so. "),
    Template("places", "{word} City met {word} County. ", "The municipal government of the county said so. "),
    Template("lines", "{word} {name}\n", "{word} {name} said so.\n"),
    Template("surnames again", "Mayor Wang {name} said so. ", "Wang said so. "),
)  # fmt: skip


def repeat(unit: str, size: int) -> str:
    """A text of so many characters of nothing but a unit."""
    return (unit * (size // len(unit) + 1))[:size]


def spread(unit: str, size: int) -> str:
    """The same in sentences, as far as a full stop makes one: what has none for too long is not read."""
    return repeat(repeat(unit, 2_400).rstrip() + ". ", size)


def end_badly(unit: str, size: int) -> str:
    """A run of a unit that ends in what it is not: whatever matched so far has to be given up."""
    return repeat(unit, size - 2) + "x~"


def list_texts() -> Iterator[tuple[str, Callable[[int], str]]]:
    """Every kind of text by a name, each as a function of its size."""
    for unit in (*SIGNS, *WORDS, *SENTENCES):
        yield f"{unit!r} repeated", partial(repeat, unit)
    for unit in (*SIGNS, *WORDS):
        yield f"{unit!r} in sentences", partial(spread, unit)
    for unit in SIGNS:
        yield f"{unit!r} up to another end", partial(end_badly, unit)
    for template in TEMPLATES:
        yield template.label, template.build
