"""Statements: which sentence is whose."""

from __future__ import annotations

import itertools
import re

from ingest.atoms import Atom
from ingest.parse import Parsed
from ingest.reading import Party, Reading, Utterance
from ingest.recognisers.speech_acts import classify_act
from ingest.recognisers.subjects import (
    NO_SUBJECT,
    Conversation,
    Subject,
    find_attributed,
    find_subject,
    note_first_person,
)

_SHORTEST = 3  # characters: a stray full stop is no sentence


def _is_empty(atom: Atom) -> bool:
    """Whether a verb tells that somebody spoke, without a word of what: "delivered a speech"."""
    return bool(atom.value.attributes.get("empty"))


def _is_passive(reading: Reading, parsed: Parsed, verb: int) -> bool:
    """Whether a verb is in the passive: who "was told" or "was welcomed" has said nothing."""
    match = reading.roster.parse.document.lexicon.patterns["passive"].search(parsed.types[:verb])
    if match is None or not parsed.atoms[match.start()].value.attributes.get("be"):
        return False
    form = reading.roster.parse.document.folded[parsed.atoms[verb].start : parsed.atoms[verb].end]
    endings = tuple(reading.roster.parse.document.lexicon.pack["grammar"]["participle"])
    return any(word.endswith(endings) for word in form.split())


def _find_verb(reading: Reading, parsed: Parsed, conversation: Conversation) -> tuple[int, Subject] | None:
    """The verb that attributes a sentence, with its subject; a subject without speakers is an unknown one.

    The first verb with a known subject and something said decides. A tag decides over what stands before it: in
    "The company thanks Lanzhou, he said" it is he who speaks.
    """
    patterns = reading.roster.parse.document.lexicon.patterns
    found: tuple[int, Subject] | None = None
    unknown: tuple[int, Subject] | None = None
    for verb in (i for i, kind in enumerate(parsed.types) if kind == "V"):
        if _is_passive(reading, parsed, verb):
            continue
        subject = find_subject(reading, parsed, verb, conversation)
        empty = _is_empty(parsed.atoms[verb])
        if subject.speakers:
            is_tag = patterns["tag"].search(parsed.types[:verb]) and patterns["tag_end"].match(
                parsed.types, verb + 1
            )
            if found is None or is_tag or _is_empty(parsed.atoms[found[0]]):
                found = (verb, subject)
            if is_tag:
                break
        elif found is not None and _is_empty(parsed.atoms[found[0]]) and not empty:
            found = (verb, found[1])  # "spoke freely, and put forward suggestions"
        elif subject is not NO_SUBJECT and not empty and unknown is None:
            unknown = (verb, subject)
    return found or unknown


def _is_narrative(parsed: Parsed, reading: Reading) -> bool:
    """A sentence of the reporter's own: about the meeting or its people, with no verb of saying."""
    patterns = reading.roster.parse.document.lexicon.patterns
    if patterns["narrative_verb"].search(parsed.types):
        return True
    if any(atom.type == "V" and _is_empty(atom) for atom in parsed.atoms):
        return True
    subject = patterns["narrative_subject"].match(parsed.types)
    if subject is None:
        return False
    atom = parsed.atoms[subject.start("subject")]
    # In running speech "the two sides" are those who talk: the speech goes on.
    return not (atom.type == "g" and atom.value.attributes.get("joint"))


def _is_of_running_speech(atom: Atom, speakers: list[Party], conversation: Conversation) -> bool:
    """Whether a firm's "is willing to" stands in a person's running speech: then it is that person's."""
    if not (conversation.goes_on and any(s.kind == "person" for s in conversation.last_speakers)):
        return False
    return all(s.kind == "organisation" for s in speakers) and atom.value.attributes["act"] not in (
        "inform",
        "suggest",
    )


def _goes_on_in_paragraph(reading: Reading, index: int) -> bool:
    """Whether the speech before goes on in the paragraph that a sentence opens.

    It does where a firm or a place is the subject, and a pronoun further on still means who spoke before.
    """
    patterns = reading.roster.parse.document.lexicon.patterns
    sentences = reading.roster.parse.sentences
    paragraph = sentences[index].sentence.paragraph
    if not patterns["speech_goes_on"].match(sentences[index].types):
        return False
    behind = (sentences[at] for at in range(index + 1, len(sentences)))
    others = itertools.takewhile(lambda other: other.sentence.paragraph == paragraph, behind)
    return any(patterns["pronoun_speaks"].match(other.types) for other in others)


def _utter(
    reading: Reading, index: int, speakers: list[Party], verb: Atom | None, word: str | None, rule_id: str
) -> None:
    sentence = reading.roster.parse.sentences[index].sentence
    act = classify_act(reading, index, verb, sentence.start, sentence.end, speakers)
    is_continuation = word is None
    reading.utterances.append(
        Utterance(index, sentence.start, sentence.end, speakers, word, act, is_continuation, rule_id)
    )


def find_statements(reading: Reading) -> None:
    """Attribute each sentence of the body to its speakers, where the text does."""
    conversation = Conversation()
    document = reading.roster.parse.document
    list_item = re.compile(document.lexicon.pack["layout"]["list_item"])
    for index, parsed in enumerate(reading.roster.parse.sentences):
        sentence = parsed.sentence
        if sentence.paragraph != conversation.paragraph:
            goes_on = conversation.goes_on and (
                list_item.match(document.folded[sentence.start : sentence.start + 24])
                or _goes_on_in_paragraph(reading, index)
            )
            conversation.paragraph, conversation.goes_on = sentence.paragraph, bool(goes_on)
        found = _find_verb(reading, parsed, conversation)
        verb = parsed.atoms[found[0]] if found else None
        speakers = found[1].speakers if found else None
        if verb and speakers and _is_of_running_speech(verb, speakers, conversation):
            found = verb = speakers = None
        if verb and speakers and found and not _is_empty(verb):
            _utter(reading, index, speakers, verb, document.text[verb.start : verb.end], found[1].rule_id)
            conversation.take_turn(speakers, bool(verb.value.attributes.get("speech")))
        elif verb and found and speakers is None:
            detail = "the subject fits nobody or several people"
            reading.raise_issue("speaker_unknown", verb.start, verb.end, detail, found[1].rule_id)
            conversation.lose_thread()
        elif not found and document.lexicon.patterns["stranger"].match(parsed.types):
            _raise_unattributed(reading, parsed, False)
            conversation.lose_thread()
        elif not found and (attributed := find_attributed(reading, parsed, conversation)):
            cue = document.cues("attribution", sentence.start, sentence.end)[0]
            _utter(
                reading, index, attributed, None, document.text[cue.start : cue.end], "statement/attribution"
            )
            conversation.take_turn(attributed, True)
        elif (
            conversation.goes_on
            and not found
            and sentence.end - sentence.start >= _SHORTEST
            and not _is_narrative(parsed, reading)
        ):
            _utter(reading, index, conversation.last_speakers, None, None, "statement/continued")
        else:
            _raise_unattributed(reading, parsed, bool(found))
            conversation.goes_on = False
            note_first_person(reading, parsed, conversation)


def _raise_unattributed(reading: Reading, parsed: Parsed, is_understood: bool) -> None:
    """A verb of saying that nobody was found to say is an issue."""
    verb = next((atom for atom in parsed.atoms if atom.type == "V" and not _is_empty(atom)), None)
    if verb is not None and not is_understood:
        detail = "no subject was found for the verb"
        reading.raise_issue("verb_without_speaker", verb.start, verb.end, detail, NO_SUBJECT.rule_id)
