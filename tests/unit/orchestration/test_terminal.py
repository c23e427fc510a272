from orchestration.terminal import cell, clean_text, first_line, shorten_text


def test_escape_sequences_become_visible() -> None:
    assert clean_text("\x1b[31mred\x1b[0m\x9b2J\u202eback") == "\\x1b[31mred\\x1b[0m\\x9b2J\\u202eback"


def test_line_breaks_and_letters_of_any_script_stay() -> None:
    assert clean_text("铝业\nElkem – Ålesund") == "铝业\nElkem – Ålesund"


def test_a_long_value_is_one_short_line() -> None:
    assert shorten_text("a b\n  c\td" + "e" * 20, 10) == "a b c dee…"
    assert shorten_text(None, 10) == "-"


def test_a_cell_has_no_markup() -> None:
    assert cell("[bold]not bold[/bold]").plain == "[bold]not bold[/bold]"
    assert not cell("[bold]not bold[/bold]").spans


def test_only_the_first_line_of_an_error_is_told() -> None:
    assert first_line(ValueError("Wrong.\nLINE 1: ...")) == "Wrong."
    assert first_line(ValueError()) == "ValueError"
