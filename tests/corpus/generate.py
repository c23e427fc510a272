"""The generator: a stream of articles in the order of their publication, the same for the same arguments."""

from __future__ import annotations

import datetime
import heapq
import math
from collections.abc import Iterator
from random import Random

from tests.corpus.article import Article, Draft, Meeting, Member
from tests.corpus.careers import FIRST_DAY, LAST_DAY
from tests.corpus.encounters import Encounters
from tests.corpus.outlets import Outlets
from tests.corpus.reports import Reporter
from tests.corpus.units import DAY
from tests.corpus.world import World, build_world, draw_unit

OTHER_SHARE = 0.15  # of the articles are about no meeting
SECOND_OUTLET_SHARE = 0.12  # of the meetings are told by a second outlet
REPRINT_SHARE = 0.06  # of the articles are reprints
VAGUE_SHARE = 0.1  # of the second tellings name no day
_ALONE_SHARE = 0.3  # of the visits told a second time name the firm, but none of its people
_SPARE = 1.03  # more than is needed is planned, and the last days are cut off
_ORIGINALS = 1 - REPRINT_SHARE
_REPRINTED = (
    1.06 * REPRINT_SHARE / _ORIGINALS
)  # of what can be: "yesterday" of one outlet is not that of another
_MEETINGS = _ORIGINALS * (1 - OTHER_SHARE) / (1 + SECOND_OUTLET_SHARE)  # for each article
_OTHERS = _ORIGINALS * OTHER_SHARE
_LAGS = [0] * 5 + [1] * 8 + [2] * 4 + [3] * 2 + [5]


def generate(article_count: int, seed: int = 0) -> Iterator[Article]:
    """Yield so many articles with their truth.

    Args:
        article_count: how many; the world grows with it.
        seed: another seed, another world and other articles.
    """
    world = build_world(article_count, seed)
    return _Press(world, article_count, seed).run()


class _Press:
    """Plans what is published when. Only what is due within days is kept."""

    def __init__(self, world: World, article_count: int, seed: int) -> None:
        self._rng = rng = Random(seed * 2 + 1_000_003)
        self._world = world
        self._wanted = article_count
        self._encounters = Encounters(world, rng)
        self._reporter = Reporter(rng)
        self._outlets = Outlets(rng)
        self._due: list[tuple[DAY, int, Article]] = []
        self._number = 0

    def run(self) -> Iterator[Article]:
        """Yield the articles."""
        origins = math.ceil(self._wanted * (_MEETINGS + _OTHERS) * _SPARE) + 20
        days = LAST_DAY - FIRST_DAY + 1
        yielded = planned = 0
        for day in range(FIRST_DAY, LAST_DAY + 1):
            self._reporter.background.turn_to(datetime.date.fromordinal(day).year)
            until = origins * (day - FIRST_DAY + 1) // days
            for _ in range(until - planned):
                if self._rng.random() < _OTHERS / (_MEETINGS + _OTHERS):
                    self._tell_other(day)
                else:
                    self._tell_meeting(day)
            planned = until
            while self._due and (self._due[0][0] <= day or day == LAST_DAY):
                yield heapq.heappop(self._due)[2]
                yielded += 1
                if yielded == self._wanted:
                    return
        while yielded < self._wanted:  # by chance too few, in a small corpus
            self._tell_other(LAST_DAY)
            yield heapq.heappop(self._due)[2]
            yielded += 1

    def _tell_meeting(self, day: DAY) -> None:
        rng = self._rng
        meeting = self._encounters.draw(day)
        if meeting is None:
            self._tell_other(day)
            return
        published_on = day + _LAGS[int(rng.random() * len(_LAGS))]
        members = meeting.x + meeting.y
        draft = self._reporter.report(meeting, members, published_on, is_vague=False)
        self._schedule(draft, published_on, "report", meeting, members)
        if rng.random() < SECOND_OUTLET_SHARE:
            is_vague = rng.random() < VAGUE_SHARE
            published_on = day + int(rng.random() * 4)
            some = self._choose_some(meeting)
            draft = self._reporter.report(meeting, some, published_on, is_vague)
            self._schedule(draft, published_on, "second_outlet", meeting, some)

    def _choose_some(self, meeting: Meeting) -> list[Member]:
        """Whom a second outlet names: the first of each side, or of a visiting authority alone, and some of the others."""
        rng = self._rng
        may_leave_out = meeting.kind == "visit" and not meeting.x_unit.is_firm
        sides = (meeting.x,) if may_leave_out and rng.random() < _ALONE_SHARE else (meeting.x, meeting.y)
        return [m for side in sides for i, m in enumerate(side) if i == 0 or rng.random() < 0.6]

    def _tell_other(self, day: DAY) -> None:
        rng, world = self._rng, self._world
        firm = draw_unit(world.firms, world.firm_totals, rng)
        place = draw_unit(world.places, world.place_totals, rng)
        draft = self._reporter.tell_other(firm, place)
        self._schedule(draft, day, "other", None, [])

    def _schedule(
        self, draft: Draft, published_on: DAY, kind: str, meeting: Meeting | None, members: list[Member]
    ) -> None:
        """Publish a draft on its day, and now and then a reprint of it soon after."""
        rng = self._rng
        self._publish(draft, published_on, kind, meeting, members)
        if rng.random() < _REPRINTED and not draft.depends_on_day:
            later = published_on + int(rng.random() * 4)
            self._publish(self._outlets.alter(draft), later, "reprint", meeting, members)

    def _publish(
        self, draft: Draft, published_on: DAY, kind: str, meeting: Meeting | None, members: list[Member]
    ) -> None:
        self._number += 1
        city = meeting.city if meeting else None
        page = self._outlets.publish(draft, published_on, city, self._number)
        date = datetime.date.fromordinal(published_on)
        article = Article(page.text, page.url, draft.title, date, kind, meeting, members)
        heapq.heappush(self._due, (published_on, self._number, article))
