"""Careers: who holds which post from when to when, 2015 to 2025.

Posts fall vacant and are filled in the order of time. Most are filled with somebody new, some with somebody whose last post
ended before: of the same house, or of the same province, and a few from anywhere.
"""

from __future__ import annotations

import datetime
import heapq
from collections import defaultdict
from random import Random

from tests.corpus.names import NameInventory
from tests.corpus.units import DAY, Person, Position, Tenure, Unit
from tests.corpus.words import pick

FIRST_DAY: DAY = datetime.date(2015, 1, 1).toordinal()
LAST_DAY: DAY = datetime.date(2025, 12, 31).toordinal()
_YEAR = 365
_LONGEST_REST = 540  # days between two posts
_FILLED_BY_MOVER = 0.38  # of the posts that fall vacant, where somebody is free
_FILLED_FROM_AFAR = 0.0055  # of them by somebody of another house and another province
_STAYS_IN_HOUSE = 0.6  # of the moves into a firm's post
_NAMESAKES = 0.028  # of new people take the name of somebody: twice as many share one
_NEAR_NAMESAKES = 0.3  # of these are of one province


def fill_posts(positions: list[Position], rng: Random, names: NameInventory) -> list[Person]:
    """Fill every post from the first day to the last, and return the people."""
    return _Careers(rng, names).fill(positions)


class _Pool:
    """People whose last post has ended, by what they stay with."""

    def __init__(self) -> None:
        self.people: dict[str, list[tuple[DAY, Person]]] = defaultdict(list)

    def draw(self, key: str | None, day: DAY, rng: Random) -> Person | None:
        """Somebody who has been free for a while, but not for long, and is taken off the pool."""
        free = self.people.get(key or "", [])
        while free:
            index = int(rng.random() * len(free))
            free[index], free[-1] = free[-1], free[index]
            ended, person = free.pop()
            is_free = person.tenures[-1].last == ended and not person.is_settled
            if is_free and day - ended <= _LONGEST_REST:
                return person
        return None


class _Careers:
    def __init__(self, rng: Random, names: NameInventory) -> None:
        self._rng = rng
        self._names = names
        self._people: list[Person] = []
        self._houses, self._provinces, self._all = _Pool(), _Pool(), _Pool()
        self._of_province: dict[str, list[Person]] = defaultdict(list)

    def fill(self, positions: list[Position]) -> list[Person]:
        terms = [
            (first, last, index)
            for index, position in enumerate(positions)
            for first, last in self._list_terms()
        ]
        terms.sort()
        leaving: list[tuple[DAY, int, Person]] = []
        for first, last, index in terms:
            while leaving and leaving[0][0] < first - 10:
                ended, _, person = heapq.heappop(leaving)
                self._release(ended, person)
            position = positions[index]
            person = self._choose(position, first, last)
            person.tenures.append(Tenure(position, first, last))
            position.starts.append(first)
            position.ends.append(last)
            position.holders.append(person)
            heapq.heappush(leaving, (last, person.person_id, person))
        return self._people

    def _list_terms(self) -> list[tuple[DAY, DAY]]:
        """The terms of a post, with short vacancies between them."""
        rng = self._rng
        first = FIRST_DAY - int(rng.random() * 4 * _YEAR)
        terms = []
        while first <= LAST_DAY:
            last = first + int((1.5 + 5 * rng.random()) * _YEAR)
            if last >= FIRST_DAY:
                terms.append((first, min(last, LAST_DAY + _YEAR)))
            first = last + 1 + int(rng.random() * 60)
        return terms

    def _release(self, ended: DAY, person: Person) -> None:
        if person.is_settled:
            return
        unit = person.tenures[-1].position.unit
        if unit.group:
            self._houses.people[unit.group].append((ended, person))
        if unit.province:
            self._provinces.people[unit.province].append((ended, person))
        self._all.people[""].append((ended, person))

    def _choose(self, position: Position, first: DAY, last: DAY) -> Person:
        rng, unit = self._rng, position.unit
        if rng.random() < _FILLED_FROM_AFAR:
            person = self._all.draw("", first, rng)
            if person and not _touch(person, unit) and first - 10 > person.tenures[-1].last:
                person.is_settled = True  # once is enough to be lost
                return person
        if rng.random() < _FILLED_BY_MOVER:
            in_house = unit.is_firm and rng.random() < _STAYS_IN_HOUSE
            pool, key = (self._houses, unit.group) if in_house else (self._provinces, unit.province)
            person = pool.draw(key, first, rng)
            if person and person.tenures[-1].position is not position:
                return person
        return self._add_person(position, first, last)

    def _add_person(self, position: Position, first: DAY, last: DAY) -> Person:
        rng = self._rng
        namesake = self._choose_namesake(position, first, last) if rng.random() < _NAMESAKES else None
        name = namesake.name if namesake else self._names.name_person()
        person = Person(len(self._people), name, is_settled=namesake is not None)
        self._people.append(person)
        if namesake is None and position.unit.province:
            self._of_province[position.unit.province].append(person)
        return person

    def _choose_namesake(self, position: Position, first: DAY, last: DAY) -> Person | None:
        """Somebody to share a name with: of the same province at the same time, or of quite another place."""
        rng, unit = self._rng, position.unit
        is_near = rng.random() < _NEAR_NAMESAKES
        near = self._of_province.get(unit.province or "", [])
        candidates = near if is_near else self._people
        for _ in range(8 if candidates else 0):
            person = pick(rng, candidates)
            if person.is_settled or not person.tenures:
                continue
            now = person.tenures[-1]
            if is_near:
                overlap = min(now.last, last) - max(now.first, first)
                fits = (
                    overlap > 2 * _YEAR and len(person.tenures) == 1 and _are_apart(now.position.unit, unit)
                )
            else:
                fits = not _touch(person, unit)
            if fits:
                person.is_settled = True  # neither may come near the other later
                return person
        return None


def _touch(person: Person, unit: Unit) -> bool:
    """Whether somebody has ever been of the unit's house or province."""
    return any(
        t.position.unit.province == unit.province or (unit.group and t.position.unit.group == unit.group)
        for t in person.tenures
    )


def _are_apart(one: Unit, other: Unit) -> bool:
    """Whether two units of a province have neither house nor place in common."""
    return one is not other and (not one.group or one.group != other.group)
