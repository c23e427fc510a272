"""From what a reader holds in mind to rows: the facts of one article as the tables of schema `extracted`."""

from __future__ import annotations

from ingest.extraction import (
    Commitment,
    Demand,
    Extraction,
    Meeting,
    Mention,
    Participation,
    Speaker,
    Statement,
)
from ingest.reading import Encounter, Party, Reading, Utterance
from ingest.recognisers.commitments import find_beneficiary, find_pledge, find_promised
from ingest.recognisers.demands import find_addressee, find_ask, find_demanded

_MENTIONED = {"P": "person", "O": "organisation", "L": "place", "D": "date"}


def write_rows(reading: Reading, extraction: Extraction) -> None:
    """Fill an extraction with the mentions, meetings, statements, demands and commitments of a reading."""
    _write_mentions(reading, extraction)
    _write_meetings(reading, extraction)
    _write_statements(reading, extraction)
    _write_organisations(reading, extraction)
    extraction.issues = sorted(reading.issues, key=lambda issue: issue.start_char)


def _write_mentions(reading: Reading, extraction: Extraction) -> None:
    document = reading.roster.parse.document
    rows = []
    for parsed in reading.roster.parse.sentences:
        for index, atom in enumerate(parsed.atoms):
            if not atom.children and atom.type not in _MENTIONED:
                continue
            outer = atom
            if atom.rule_id == "person/by-honorific":  # "Mr. Dong Xiaoyu" is named once
                outer = next(child for child in atom.children if child.type == "P")
            for leaf in [outer, *outer.leaves()] if outer.children else [outer]:
                name = None
                kind = _MENTIONED.get(leaf.type)
                if kind == "person":
                    person = reading.roster.person(leaf, parsed.atoms[index - 1] if index else None)
                    name = person.name if person else None
                elif kind == "organisation":
                    name = reading.roster.organisation(leaf)
                elif kind == "place" and leaf.value is not None:
                    name = leaf.value.value
                elif kind == "date":
                    date = leaf.value
                    name = f"{date.year or '-'}-{date.month:02d}-{date.day:02d}"
                if kind and name:
                    text = document.text[leaf.start : leaf.end]
                    rows.append(
                        Mention(kind, text, name, leaf.start, leaf.end, leaf.rule_id or f"{kind}/lexicon")
                    )
    extraction.mentions = sorted(set(rows), key=lambda m: (m.start_char, -m.end_char, m.mention_kind))


def _write_meetings(reading: Reading, extraction: Extraction) -> None:
    for ordinal, encounter in enumerate(reading.encounters):
        extraction.meetings.append(
            Meeting(
                encounter.held_on.date,
                encounter.held_on_text,
                encounter.held_on.basis,
                encounter.kind,
                encounter.place,
                encounter.topic,
                encounter.start,
                encounter.end,
                encounter.rule_id,
            )
        )
        named = {p.organisation for p, _, _ in encounter.parties.values() if p.kind == "person"}
        for party, role, rule_id in encounter.parties.values():
            if party.kind == "organisation" and party.name in named:
                continue
            extraction.participations.append(_participation(reading, ordinal, party, role, rule_id))


def _participation(reading: Reading, ordinal: int, party: Party, role: str, rule_id: str) -> Participation:
    person = reading.roster.people.get(party.name) if party.kind == "person" else None
    if person is None:
        return Participation(
            ordinal,
            None,
            None,
            party.name,
            party.organisation,
            party.side,
            role,
            party.start,
            party.end,
            rule_id,
        )
    return Participation(
        ordinal,
        person.name,
        person.title,
        person.affiliation,
        person.organisation,
        person.side,
        role,
        person.start,
        person.end,
        rule_id,
    )


def _meeting_of(reading: Reading, utterance: Utterance) -> tuple[int, Encounter] | None:
    """The meeting that an utterance was made at: the last one opened before it, if all its speakers took part."""
    if not reading.encounters:
        return None
    ordinal = reading.encounter_before(utterance.sentence) or 0
    encounter = reading.encounters[ordinal]
    took_part = all(speaker.name in encounter.parties for speaker in utterance.speakers)
    return (ordinal, encounter) if took_part else None


def _write_statements(reading: Reading, extraction: Extraction) -> None:
    document = reading.roster.parse.document
    for ordinal, utterance in enumerate(reading.utterances):
        home = _meeting_of(reading, utterance)
        extraction.statements.append(
            Statement(
                home[0] if home else None,
                utterance.act,
                utterance.verb,
                utterance.is_continuation,
                document.text[utterance.start : utterance.end],
                utterance.start,
                utterance.end,
                utterance.rule_id,
            )
        )
        for position, speaker in enumerate(utterance.speakers):
            extraction.statement_speakers.append(
                Speaker(
                    ordinal,
                    position,
                    speaker.name,
                    speaker.kind,
                    speaker.organisation,
                    speaker.start,
                    speaker.end,
                    utterance.rule_id,
                )
            )
        if home:
            _write_demands(reading, extraction, ordinal, utterance, *home)


def _askers(utterance: Utterance) -> list[Party]:
    """Those for whom the speakers speak: one a distinct organisation, else the speaker."""
    askers: dict[str, Party] = {}
    for speaker in utterance.speakers:
        askers.setdefault(speaker.organisation or speaker.name, speaker)
    return list(askers.values())


def _write_demands(
    reading: Reading,
    extraction: Extraction,
    ordinal: int,
    utterance: Utterance,
    meeting: int,
    encounter: Encounter,
) -> None:
    document = reading.roster.parse.document
    text = document.text[utterance.start : utterance.end]
    span = (utterance.start, utterance.end)
    ask = find_ask(reading, utterance)
    if ask:
        addressee = find_addressee(reading, encounter, utterance, ask)
        categories = find_demanded(document, utterance, ask, addressee)
        if not categories:
            reading.raise_issue(
                "demand_without_category",
                ask.cue.start,
                ask.cue.end,
                "no category was recognised",
                "demand/no-category",
            )
        for category in categories:
            for asker in _askers(utterance):
                extraction.demands.append(
                    Demand(
                        ordinal,
                        meeting,
                        category,
                        asker.organisation or asker.name,
                        asker.side,
                        asker.organisation,
                        addressee.name if addressee else None,
                        addressee.side if addressee else None,
                        addressee.organisation if addressee else None,
                        text,
                        *span,
                        f"demand/{ask.cue.entry.attributes['act']}",
                    )
                )
    promise = find_pledge(reading, utterance, ask)
    if promise:
        beneficiary = find_beneficiary(reading, encounter, utterance, promise)
        for party in _askers(utterance):
            categories = find_promised(document, utterance, promise, party)
            if not categories:
                reading.raise_issue(
                    "commitment_without_category",
                    promise.start,
                    min(promise.start + 4, promise.end),
                    "no category was recognised",
                    "commitment/no-category",
                )
            for category in categories:
                extraction.commitments.append(
                    Commitment(
                        ordinal,
                        meeting,
                        category,
                        party.organisation or party.name,
                        party.side,
                        party.organisation,
                        beneficiary.name if beneficiary else None,
                        beneficiary.organisation if beneficiary else None,
                        text,
                        *span,
                        "commitment/own-side",
                    )
                )


def _write_organisations(reading: Reading, extraction: Extraction) -> None:
    """The organisations that the other tables refer to; those only mentioned stay mentions."""
    named = {p.organisation_name for p in extraction.participations}
    named |= {s.organisation_name for s in extraction.statement_speakers}
    named |= {d.requester_organisation_name for d in extraction.demands}
    named |= {d.addressee_organisation_name for d in extraction.demands}
    named |= {c.party_organisation_name for c in extraction.commitments}
    named |= {c.beneficiary_organisation_name for c in extraction.commitments}
    known = reading.roster.registry.by_name
    extraction.organisations = sorted(
        (known[name] for name in named if name is not None), key=lambda o: (o.start_char, o.organisation_name)
    )
