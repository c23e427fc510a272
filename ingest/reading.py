"""What a careful reader holds in mind while reading an article: the intermediate facts, before they become rows."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from dataclasses import dataclass, field
from operator import attrgetter

from ingest.extraction import Issue
from ingest.recognisers.dates import DateMention, HeldOn, resolve_date
from ingest.recognisers.roster import Person, Roster


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who takes part, speaks, asks or promises: a person, an organisation or a group."""

    name: str
    kind: str  # person, organisation, group
    organisation: str | None
    side: str | None
    start: int
    end: int


@dataclass(slots=True)
class Encounter:
    """A meeting while it is being read."""

    kind: str
    sentence: int
    start: int
    end: int
    rule_id: str
    held_on: HeldOn
    held_on_text: str | None
    place: str | None
    topic: str | None
    parties: dict[str, tuple[Party, str, str]] = field(default_factory=dict)  # name -> party, role, rule
    # What is asked of the parties once all are admitted, kept: there may be as many as there are questions.
    other_sides: dict[str | None, Party | None] = field(default_factory=dict)  # by the side that asks
    bodies: dict[str, list[str]] | None = None  # the parties' organisations by their place

    def admit(self, party: Party, role: str, rule_id: str) -> None:
        """Add a participant; a speaker or principal who was only attending becomes principal.

        The rule stays the first one: who is told to have been there was there, whatever is said later.
        """
        known = self.parties.get(party.name)
        if known is None:
            self.parties[party.name] = (party, role, rule_id)
        elif known[1] == "attending" and role != "attending":
            self.parties[party.name] = (party, role, known[2])


@dataclass(slots=True)
class Utterance:
    """A statement while it is being read."""

    sentence: int
    start: int
    end: int
    speakers: list[Party]
    verb: str | None
    act: str
    is_continuation: bool
    rule_id: str


@dataclass(slots=True)
class Reading:
    """An article's roster with the facts read so far."""

    roster: Roster
    published_on: datetime.date | None
    encounters: list[Encounter] = field(default_factory=list)
    utterances: list[Utterance] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    _days: dict[tuple[int | None, int, int], HeldOn] = field(default_factory=dict)

    def resolve_day(self, mention: DateMention) -> HeldOn:
        """Which day a date of the text means; of one written many times it is found out once."""
        written = (mention.year, mention.month, mention.day)
        if written not in self._days:
            self._days[written] = resolve_date(mention, self.published_on, self.roster.parse.dates)
        return self._days[written]

    def encounter_before(self, sentence: int) -> int | None:
        """The number of the last meeting opened in a sentence or before it; None where none was yet."""
        opened = bisect_right(self.encounters, sentence, key=attrgetter("sentence"))
        return opened - 1 if opened else None

    def person_party(self, person: Person, start: int, end: int) -> Party:
        """A person as a party, named at a place in the text."""
        return Party(person.name, "person", person.organisation, person.side, start, end)

    def organisation_party(self, name: str, start: int, end: int) -> Party:
        """An organisation as a party."""
        return Party(name, "organisation", name, self.roster.side_of(name), start, end)

    def raise_issue(self, kind: str, start: int, end: int, detail: str, rule_id: str) -> None:
        """Record a cue that was seen and not turned into a fact."""
        self.issues.append(
            Issue(kind, self.roster.parse.document.text[start:end], detail, start, end, rule_id)
        )
