"""Firms and places of the project's seeds as units without posts."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

from tests.corpus.units import Unit
from tests.corpus.words import read_words

SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"
_KINDS = {"smelter", "refinery", "mine", "fabricator", "group", "trade", "power", "engineering"}
# Written as names are: every word with a capital or a figure in front, small words apart.
_PROPER = re.compile(r"(?:[A-Z0-9][\w&.\-]*,?|&|and|of)(?: (?:[A-Z0-9][\w&.\-]*,?|&|and|of))*")
_LONGEST = 60
_LEVEL_WORDS = {
    "自治区": "region",
    "省": "province",
    "市": "city",
    "州": "prefecture",
    "县": "county",
    "区": "district",
}
_TIERS = {"province": 8.0, "region": 8.0, "city": 2.0, "prefecture": 2.0, "county": 0.4, "district": 0.4}


def _read(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_firms() -> list[Unit]:
    """The registered firms inside China that do business with places, largest houses first in weight."""
    aliases: dict[str, list[str]] = defaultdict(list)
    weak: dict[str, list[str]] = defaultdict(list)
    for row in _read("firm_aliases"):
        if row["language"] == "en" and len(row["alias"]) <= _LONGEST and _PROPER.fullmatch(row["alias"]):
            (aliases if row["strength"] == "strong" else weak)[row["firm_key"]].append(row["alias"])
    rows = _read("firms")
    children = Counter(row["parent_firm_key"] for row in rows)
    parents = {row["firm_key"]: row["parent_firm_key"] for row in rows}
    found = []
    for row in rows:
        key = row["firm_key"]
        if row["firm_kind"] not in _KINDS or not row["place_code"].isdigit() or not aliases[key]:
            continue
        names = [row["name"], *(a for a in aliases[key] if a != row["name"])]
        house = row["group_name"] or _find_house(key, parents)
        weight = 1.0 + min(4.0, 0.4 * children[key]) + (1.0 if row["firm_kind"] == "group" else 0.0)
        province = row["place_code"][:2] + "0000"
        found.append(
            Unit(key, "firm", house, province, weight, row["name"], "", "", {"firm": names}, weak[key], True)
        )
    return found


def _find_house(key: str, parents: dict[str, str]) -> str:
    while parents.get(key):
        key = parents[key]
    return key


def read_registered_words() -> set[str]:
    """Every word of a registered firm's or a place's name, folded: no invented name may hold one as its own."""
    words: set[str] = set()
    for table, column in (
        ("firm_aliases", "alias"),
        ("firms", "name"),
        ("places", "name"),
        ("place_aliases", "alias"),
    ):
        for row in _read(table):
            words.update(row[column].lower().replace("-", " ").split())
    return words


def read_places() -> list[Unit]:
    """Provinces, prefectures and counties of the mainland whose plain name no other place shares."""
    rows = [row for row in _read("places") if row["gb_t_2260"] and row["place_code"][:2] < "70"]
    full_names: dict[str, list[str]] = defaultdict(list)
    for row in _read("place_aliases"):
        full_names[row["place_code"]].append(row["alias"])
    shared = Counter(row["name"].lower() for row in _read("places"))
    shared.update({a.lower() for names in full_names.values() for a in set(names)} & set(shared))
    found = []
    for row in rows:
        sort = next((kind for end, kind in _LEVEL_WORDS.items() if row["name_zh"].endswith(end)), None)
        is_special = " " in row["name"] and row["level"] == "prefecture"
        if sort is None or shared[row["name"].lower()] > 1 or is_special or "地区" in row["name_zh"]:
            continue
        name = row["name"]
        regions = [a for a in full_names[row["place_code"]] if a.endswith("Autonomous Region")]
        prefix, full = _word_place(sort, name, row["level"], max(regions, key=len, default=name))
        weight = _TIERS[sort] * (3 if row["level"] == "province" and sort == "city" else 1)
        province = row["place_code"][:2] + "0000"
        bodies = _word_bodies(prefix, row["level"])
        found.append(
            Unit(row["place_code"], sort, None, province, weight, name, prefix, full, bodies, [], False)
        )
    return found


def _word_place(sort: str, name: str, level: str, region: str) -> tuple[str, str]:
    """How a place stands before its bodies, and how its full name goes."""
    if sort == "region":
        return region, region
    if sort == "province":
        return f"{name} Provincial", f"{name} Province"
    if sort == "city":
        return f"{name} Municipal", f"{name} Municipality" if level == "province" else f"{name} City"
    if sort == "prefecture":
        return f"{name} Prefecture", f"{name} Prefecture"
    return name, name


def _word_bodies(prefix: str, level: str) -> dict[str, list[str]]:
    words = read_words("posts")
    offices = words["offices"]["province" if level == "province" else "other"]
    bodies: dict[str, list[str]] = {}
    for body, wordings in words["bodies"].items():
        for name, written in offices.items():
            wordings = [w.replace(name, written) for w in wordings]
        bodies[body] = [w.format(W=prefix) for w in wordings]
    return bodies


def read_capitals() -> dict[str, str]:
    """The seat of each province by its code; municipalities are their own."""
    rows = {row["place_code"]: row for row in _read("places")}
    seats = {}
    for code, row in rows.items():
        if row["level"] == "province" and code.isdigit() and code < "70":
            seat = rows.get(code[:2] + "0100")
            seats[code] = seat["name"] if seat else row["name"]
    return seats
