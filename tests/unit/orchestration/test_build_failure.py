from orchestration.build_failure import describe_checks


def test_one_failed_check_is_named() -> None:
    assert describe_checks(["raw/articles: accounting"]) == "1 check failed (raw/articles: accounting)."


def test_of_many_the_first_few_are_named() -> None:
    said = describe_checks(["a", "b", "c", "d", "e"])
    assert said == "5 checks failed (a; b; c and 2 more)."
