"""Articles about a meeting, and about none, as drafts."""

from __future__ import annotations

from random import Random

from tests.corpus.article import Draft, Meeting, Member
from tests.corpus.background import Background
from tests.corpus.days import ToldDay, tell_day, tell_vague_day
from tests.corpus.names import NameInventory
from tests.corpus.people_text import FirmNames, capitalise, close_commas, introduce
from tests.corpus.speeches import Speeches
from tests.corpus.units import DAY, Unit
from tests.corpus.words import pick, read_words

_ALL_IN_LEAD = 0.4  # of the articles name everybody in the opening


class Reporter:
    """Writes drafts."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self.background = Background(rng)
        self._speeches = Speeches(rng, self.background)
        self._leads = read_words("leads")
        self._others = read_words("others")["kinds"]
        self._strangers = NameInventory(rng)

    def report(self, meeting: Meeting, members: list[Member], published_on: DAY, is_vague: bool) -> Draft:
        """An article about a meeting that names the given members and no others."""
        rng = self._rng
        names = FirmNames(rng)
        told = tell_vague_day(rng) if is_vague else tell_day(meeting.held_on, published_on, rng)
        present = {member.person.person_id for member in members}
        x = [m for m in meeting.x if m.person.person_id in present]
        y = [m for m in meeting.y if m.person.person_id in present]
        kind = meeting.kind if y else "visit_alone"
        template: str = pick(rng, self._leads[kind])
        opening = self._open(template, meeting, x, y, names, told)
        host, guest = self._name_unit(meeting.x_unit, names), self._name_unit(meeting.y_unit, names)
        speeches = self._write_speeches(x, y, host, guest)
        background = [
            self.background.write(pick(rng, guest), pick(rng, host)) for _ in range(2 + int(rng.random() * 9))
        ]
        if rng.random() < 0.25 and background:
            paragraphs = [*opening, background.pop(), *speeches]
        else:
            paragraphs = [*opening, *speeches]
        if rng.random() < 0.6:
            paragraphs.append(self._speeches.write_end())
        title: str = pick(rng, self._leads["titles"][kind])
        headline = title.format(
            x1=x[0].person.name,
            y1=y[0].person.name if y else "",
            xs=host[0],
            ys=guest[0],
            c=meeting.city,
            topic=meeting.topic,
        )
        return Draft(capitalise(headline), paragraphs + background, len(opening), told.depends_on_day, True)

    def tell_other(self, firm: Unit, place: Unit) -> Draft:
        """An article that reports no meeting."""
        rng = self._rng
        kind = pick(rng, self._others)
        names = firm.names_of["firm"]
        figures = self.background.draw()
        written = {"f": pick(rng, names), "n": self._strangers.name_person(), "fs": names[0]}
        lead: str = pick(rng, kind["leads"]).format_map(figures | written)
        title: str = pick(rng, kind["titles"]).format_map(figures | written)
        paragraphs = [lead]
        for _ in range(6 + int(rng.random() * 13)):
            paragraphs.append(self.background.write(pick(rng, names), place.name, pick(rng, kind["groups"])))
        return Draft(title.rstrip("."), list(dict.fromkeys(paragraphs)), 1)

    def _open(
        self,
        template: str,
        meeting: Meeting,
        x: list[Member],
        y: list[Member],
        names: FirmNames,
        told: ToldDay,
    ) -> list[str]:
        """The paragraphs that tell who met whom."""
        rng = self._rng
        all_in_lead = rng.random() < _ALL_IN_LEAD or len(x) + len(y) <= 2
        first_x, first_y = (x, y) if all_in_lead else (x[:1], y[:1])
        lead = template.format(
            x=introduce(first_x, names, rng),
            y=introduce(first_y, names, rng) if y else "",
            xo=self._name_organisation(x, names),
            yo=self._name_organisation(y, names) if y else names.write_strong(meeting.y_unit),
            on=told.on,
            at=told.at,
            c=meeting.city,
            topic=meeting.topic,
        )
        opening = capitalise(close_commas(lead))
        rest = [] if all_in_lead else x[1:] + y[1:]
        if not rest:
            return [opening]
        wordings = self._leads["rest" if len(rest) > 1 else "rest_of_one"]
        also = close_commas(pick(rng, wordings).format(list=introduce(rest, names, rng)))
        return [opening, capitalise(also)] if rng.random() < 0.5 else [f"{opening} {capitalise(also)}"]

    def _name_organisation(self, members: list[Member], names: FirmNames) -> str:
        position = members[0].position
        if position.unit.is_firm:
            return names.write_strong(position.unit)
        return "the " + pick(self._rng, position.unit.names_of[position.body])

    def _name_unit(self, unit: Unit, names: FirmNames) -> list[str]:
        """Ways to write a firm or a place in running text, the plainest first."""
        if unit.is_firm:
            return [names.write(unit), names.write(unit), "the company"]
        return [unit.name, unit.full, unit.name]

    def _write_speeches(
        self, x: list[Member], y: list[Member], host: list[str], guest: list[str]
    ) -> list[str]:
        """A paragraph for each who speaks."""
        rng = self._rng
        surnames = [m.person.name.split()[0] for m in x + y]
        sides = [("host", m) for m in x[:2]] + [("guest", m) for m in y[:2]]
        if rng.random() < 0.4:
            sides.reverse()
        if rng.random() < 0.3 and len(sides) > 1:
            sides = sides[:2] + sides[:1] + sides[2:]
        length = 6 + int(rng.random() * 5)
        speeches = []
        for side, member in sides:
            name = member.person.name
            surname = name.split()[0]
            short = f"Mr. {surname}" if surnames.count(surname) == 1 else name
            speeches.append(
                self._speeches.write(
                    side, name, short, guest, host, max(3, length + int(rng.random() * 3) - 1)
                )
            )
        return speeches
