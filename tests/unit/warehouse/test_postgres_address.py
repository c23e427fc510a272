import pytest

from warehouse.postgres.address import read_address
from warehouse.postgres.schemas import check_schema_name, name_building


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("postgresql://potline:p%40ss@db.example.com:5432/news", "database news at db.example.com"),
        ("postgres://potline@[::1]/news?sslmode=require", "database news at [::1]"),
        ("postgresql://potline@/news?host=/var/run/postgresql", "database news at /var/run/postgresql"),
        ("postgresql://potline@one:5432,two:5433/news", "database news at one, two"),
        ("postgresql://potline@localhost", "database potline at localhost"),
        ("postgresql:///?dbname=news", "database news at localhost"),
    ],
)
def test_an_address_is_labelled_without_its_password(url: str, label: str) -> None:
    address = read_address(url)
    assert address.label == label
    assert address.url.startswith(url)
    assert repr(address) == f"Address(label={label!r})"


def test_a_server_that_does_not_answer_is_given_up() -> None:
    assert read_address("postgresql://h/d").url == "postgresql://h/d?connect_timeout=10"
    assert read_address("postgresql://h/d?sslmode=require").url.endswith(
        "?sslmode=require&connect_timeout=10"
    )
    assert read_address("postgresql://h/d?connect_timeout=3").url.endswith("?connect_timeout=3")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:secret@h/d",
        "host=h password=secret",
        # What libpq would take for a host, a port, a database or an option.
        "postgresql://u:se@cret@h/d",
        "postgresql://u:se/cret@h/d",
        "postgresql://u:12/secret@h/d",
        "postgresql://u:12?secret@h/d",
        "postgresql://u:12#secret@h/d",
        "postgresql://u:se cret@h:port/d",
        "postgresql://u:secret",
    ],
)
def test_a_url_that_could_be_misread_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="must be like") as caught:
        read_address(url)
    assert "cret" not in str(caught.value)


@pytest.mark.parametrize("name", ["marts", "_m2", "a" * 30])
def test_names_of_schemas(name: str) -> None:
    check_schema_name(name)


@pytest.mark.parametrize("name", ["", "Marts", 'm"; drop', "pg_marts", "public", "a" * 31, "1m", "m\n"])
def test_what_names_no_schema(name: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        check_schema_name(name)


def test_a_release_of_any_name_gives_a_schema_that_postgresql_takes() -> None:
    name = name_building("a" * 30, '20261121T154449Z"; drop' + "x" * 90)
    assert name == f"{'a' * 30}_building_20261121t154449zdrop"
    assert len(name) <= 63
