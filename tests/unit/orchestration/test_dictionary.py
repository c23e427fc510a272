import os
from pathlib import Path
from typing import Any

import pytest

from orchestration.dictionary.diagram import render_diagram
from orchestration.dictionary.lineage import Column, describe_lineage, find_origins, trace_columns
from orchestration.dictionary.make import FILES, is_stale
from orchestration.dictionary.page import render_page
from orchestration.dictionary.relations import list_marts

EVIL = "</script><script>alert(1)</script> {{ 7 * 7 }}"


def node(kind: str, schema: str, name: str, columns: list[str], code: str = "") -> dict[str, Any]:
    return {
        "unique_id": f"{kind}.potline.{name}",
        "resource_type": kind,
        "package_name": "potline",
        "database": "potline",
        "schema": schema,
        "name": name,
        "description": f"{name}. One row per {columns[0]}.",
        "columns": {
            column: {
                "name": column,
                "description": EVIL,
                "data_type": "varchar" if kind == "model" else None,
                "constraints": [],
            }
            for column in columns
        },
        "constraints": [],
        "config": {"materialized": "table"},
        "depends_on": {"nodes": [], "macros": ["macro.dbt.secret"]},
        "compiled_code": code,
        "build_path": "/home/somebody/target",
        "created_at": 1.0,
    }


@pytest.fixture
def manifest() -> dict[str, Any]:
    fact = node(
        "model",
        "marts",
        "fct_asks",
        ["ask_id", "firm_id", "words", "kind", "total"],
        """
        with asks as (select * from potline.extracted.asks),
        firms as (select * from potline.marts.dim_firms),
        joined as (
            select asks.ask_id, firms.firm_id, upper(asks.words) || asks.tail as words, 'ask' as kind, count(*) as total
            from asks left join firms on asks.firm_name = firms.name where asks.is_good group by all
        )
        select * from joined
        """,
    )
    fact["columns"]["ask_id"]["constraints"] = [{"type": "not_null"}]
    fact["constraints"] = [{"type": "primary_key", "columns": ["ask_id"]}]
    firms = node(
        "model",
        "marts",
        "dim_firms",
        ["firm_id", "name"],
        """
        select md5(key) as firm_id, name from potline.seeds.firms
        union all
        select firm_name, firm_name from potline.extracted.asks
        """,
    )
    firms["constraints"] = [{"type": "primary_key", "columns": ["firm_id"]}]
    seed = node("seed", "seeds", "firms", ["key", "name"])
    source = node("source", "extracted", "asks", ["ask_id", "firm_name", "words", "tail", "is_good"])
    test = {
        **node("test", "audit", "relationships_firm", ["firm_id"]),
        "test_metadata": {"name": "relationships", "kwargs": {"to": "ref('dim_firms')", "field": "firm_id"}},
        "attached_node": fact["unique_id"],
        "column_name": "firm_id",
    }
    nodes = {one["unique_id"]: one for one in (fact, firms, seed, test)}
    return {
        "metadata": {
            "dbt_version": "1.11",
            "project_name": "potline",
            "invocation_id": "a-secret-id",
            "generated_at": "2026-01-01",
            "send_anonymous_usage_stats": True,
        },
        "nodes": nodes,
        "sources": {source["unique_id"]: source},
        **{kind: {} for kind in ("exposures", "metrics", "semantic_models", "parent_map", "child_map")},
    }


def names(columns: frozenset[Column]) -> set[str]:
    return {str(column) for column in columns}


def test_a_column_is_made_of_what_is_selected_and_not_of_what_decides(manifest: dict[str, Any]) -> None:
    lineage = trace_columns(manifest)
    words = lineage[Column("marts", "fct_asks", "words")]
    assert names(words) == {"extracted.asks.words", "extracted.asks.tail"}
    assert names(lineage[Column("marts", "fct_asks", "firm_id")]) == {"marts.dim_firms.firm_id"}
    assert lineage[Column("marts", "fct_asks", "kind")] == frozenset()
    assert lineage[Column("marts", "fct_asks", "total")] == frozenset()


def test_both_sides_of_a_union_count(manifest: dict[str, Any]) -> None:
    made_of = trace_columns(manifest)[Column("marts", "dim_firms", "firm_id")]
    assert names(made_of) == {"seeds.firms.key", "extracted.asks.firm_name"}


def test_rows_that_a_function_makes_come_from_no_column(manifest: dict[str, Any]) -> None:
    code = "with days as (select d.day from generate_series(1, 9) as d (day)) select * from days"
    manifest["nodes"] = {"days": node("model", "marts", "dim_dates", ["day"], code)}
    assert trace_columns(manifest)[Column("marts", "dim_dates", "day")] == frozenset()


def test_origins_go_through_all_models(manifest: dict[str, Any]) -> None:
    described = describe_lineage(trace_columns(manifest))
    assert described["marts.fct_asks.firm_id"] == {
        "made_of": ["marts.dim_firms.firm_id"],
        "origins": ["extracted.asks.firm_name", "seeds.firms.key"],
    }


def test_a_model_that_reads_itself_has_an_end() -> None:
    here, there = Column("a", "b", "here"), Column("a", "b", "there")
    lineage = {here: frozenset({here, there})}
    assert find_origins(lineage, here) == {there}


def test_a_dictionary_is_made_anew_after_a_change_alone(tmp_path: Path) -> None:
    source = tmp_path / "manifest.json"
    source.touch()
    os.utime(source, (1_000, 1_000))
    assert is_stale(tmp_path, [source])
    for name in FILES:
        (tmp_path / name).touch()
    assert not is_stale(tmp_path, [source, tmp_path / "missing"])
    os.utime(source, (3_000_000_000, 3_000_000_000))
    assert is_stale(tmp_path, [source])


def test_keys_are_read_from_contracts_and_tests(manifest: dict[str, Any]) -> None:
    firms, asks = list_marts(manifest)
    assert firms.primary_key == ("firm_id",)
    assert asks.required == {"ask_id"}
    assert [(key.column, key.to_table, key.to_column) for key in asks.foreign_keys] == [
        ("firm_id", "dim_firms", "firm_id")
    ]


def test_the_diagram_shows_keys_alone(manifest: dict[str, Any]) -> None:
    diagram = render_diagram(list_marts(manifest))
    assert "    fct_asks }o--o| dim_firms : firm_id\n" in diagram
    assert "        varchar ask_id PK\n        varchar firm_id FK\n    }" in diagram
    assert "words" not in diagram


def test_the_page_says_keys_and_origins(manifest: dict[str, Any]) -> None:
    page = render_page(manifest, trace_columns(manifest), {("extracted", "asks"): {"words": "text"}})
    assert "Primary key." in page
    assert "Refers to `dim_firms.firm_id`." in page
    assert "From `extracted.asks.tail`, `extracted.asks.words`." in page
    assert '"type":"TEXT"' in page


def test_the_page_holds_nothing_of_a_machine_or_a_run(manifest: dict[str, Any]) -> None:
    page = render_page(manifest, trace_columns(manifest), {})
    for private in ("/home/somebody", "a-secret-id", "2026-01-01", "macro.dbt.secret", "group by all"):
        assert private not in page
    assert '"send_anonymous_usage_stats":false' in page


def test_no_description_ends_the_script(manifest: dict[str, Any]) -> None:
    page = render_page(manifest, trace_columns(manifest), {})
    assert "<script>alert(1)" not in page
    assert "\\u003cscript\\u003ealert(1)" in page


def test_the_page_may_load_nothing(manifest: dict[str, Any]) -> None:
    page = render_page(manifest, trace_columns(manifest), {})
    head = page[page.index("<head>") :]
    assert head.startswith('<head><meta http-equiv="Content-Security-Policy" content="default-src \'none\';')
