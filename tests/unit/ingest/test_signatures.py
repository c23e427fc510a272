from ingest.extraction import TextSignature, Zone
from ingest.signatures import SIGNATURE_LENGTH, sign_text

WORDS = [f"word{number}" for number in range(400)]
BODY = " ".join(WORDS)


def sign(body: str, *, head: str = "") -> list[TextSignature]:
    zones = [Zone("header", 0, len(head), "x"), Zone("body", len(head), len(head) + len(body), "x")]
    return sign_text(head + body, zones)


def likeness(one: list[TextSignature], other: list[TextSignature]) -> float:
    pairs = zip(one[0].signature, other[0].signature, strict=True)
    return sum(a == b for a, b in pairs) / SIGNATURE_LENGTH


def test_the_same_body_has_the_same_signature_whatever_surrounds_it() -> None:
    assert sign(BODY) == sign(BODY, head="June 19, 2020 Source: Somewhere\n")
    assert len(sign(BODY)[0].signature) == SIGNATURE_LENGTH


def test_quotes_case_and_blanks_make_no_difference() -> None:
    assert sign(BODY) == sign("“" + BODY.upper().replace(" ", ",  ") + "”")


def test_likeness_is_the_share_of_common_runs() -> None:
    changed = " ".join([*WORDS[:-4], "other", "words", "at", "last"])
    half = " ".join(WORDS[:200] + [f"else{number}" for number in range(200)])
    assert likeness(sign(BODY), sign(changed)) > 0.9
    assert 0.2 < likeness(sign(BODY), sign(half)) < 0.5
    assert likeness(sign(BODY), sign(" ".join(reversed(WORDS)))) < 0.1


def test_a_text_of_han_characters_is_signed_by_character() -> None:
    text = "".join(chr(0x4E00 + number) for number in range(200))
    assert likeness(sign(text), sign("，".join([text[:100], text[100:]]))) == 1


def test_a_short_body_has_no_signature() -> None:
    assert sign(" ".join(WORDS[:22])) == []
    assert sign("") == []


def test_the_values_are_always_the_same() -> None:
    assert sign(BODY)[0].signature[:3] == [971629991, 80384370, 223269711]
