import pytest

from orchestration.close_names import unknown_name

TABLES = ["dim_firms", "dim_people", "fct_demand_responses", "fct_demands", "report_demands"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "fct_demand",
            "There is no table fct_demand; did you mean fct_demands, report_demands or fct_demand_responses?",
        ),
        (
            "FCT_DEMANDS",
            "There is no table FCT_DEMANDS; did you mean fct_demands, report_demands or fct_demand_responses?",
        ),
        ("people", "There is no table people; did you mean dim_people?"),
        ("dim_firns", "There is no table dim_firns; did you mean dim_firms?"),
        ("weather", "There is no table weather; `potline describe` lists all."),
        ("", "There is no table ; `potline describe` lists all."),
    ],
)
def test_names_that_are_close_are_told(name: str, sentence: str) -> None:
    assert str(unknown_name("table", name, TABLES, "potline describe")) == sentence
