"""The rules of the dbt project, checked over its manifest.

What belongs here: laws that hold for every model, source and exposure alike, and the agreement of the
marts with the public schema. What a single model does is tested by dbt, in the yml beside the model.
A breach that is meant is an entry of EXCEPTIONS with its reason; an entry that no longer breaks its
rule fails too.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from dbt.cli.main import dbtRunner

REPOSITORY = Path(__file__).parents[2]
PROJECT = REPOSITORY / "dbt_project"
PUBLIC_SCHEMA = REPOSITORY.parent / "shared" / "contract.md"

PREFIXES = {"staging": ("stg_",), "intermediate": ("int_",), "marts": ("dim_", "fct_", "bridge_", "report_")}
SCHEMAS = "raw|extracted|staging|intermediate|marts|seeds"

SELECTION = "selects columns, decides nothing"
LABELS = "labels of an enumeration, as the seed has them"

EXCEPTIONS: dict[str, dict[str, str]] = {
    "models with logic have a unit test": {
        "bridge_meeting_articles": SELECTION,
        "dim_demand_categories": LABELS,
        "dim_event_codes": LABELS,
        "dim_firm_kinds": LABELS,
        "dim_firm_ownerships": LABELS,
        "dim_government_branches": LABELS,
        "dim_government_levels": LABELS,
        "dim_held_on_bases": LABELS,
        "dim_meeting_attributes": LABELS,
        "dim_meeting_kinds": LABELS,
        "dim_participation_roles": LABELS,
        "dim_place_levels": LABELS,
        "dim_places": SELECTION,
        "dim_rejection_reasons": LABELS,
        "dim_response_matches": LABELS,
        "dim_sides": LABELS,
        "dim_speech_acts": LABELS,
        "fct_corrections": SELECTION,
        "fct_extraction_issues": "only drops superseded articles, which dim_articles tests",
        "fct_participations": SELECTION,
        "fct_statements": SELECTION,
    },
    "foreign keys have a relationships test": {},
    "a column means one thing": {},
}

Node = dict[str, Any]
Breaches = Iterator[tuple[str, str]]


class Manifest:
    """The parts of dbt's manifest that the rules speak of, by name."""

    def __init__(self, content: dict[str, Any]) -> None:
        """Take the parsed content of a manifest.json."""
        self.nodes: dict[str, Node] = content["nodes"]
        self.sources: dict[str, Node] = content["sources"]
        self.exposures: dict[str, Node] = content["exposures"]
        self.unit_tests: dict[str, Node] = content["unit_tests"]
        self.children: dict[str, list[str]] = content["child_map"]
        self.models = {node["name"]: node for node in self.nodes.values() if node["resource_type"] == "model"}

    def tests_of(self, model: Node) -> list[Node]:
        """Return the data tests attached to a model."""
        return [
            node
            for node in self.nodes.values()
            if node["resource_type"] == "test" and node.get("attached_node") == model["unique_id"]
        ]

    def parents_of(self, model: Node) -> list[str]:
        """Return the unique ids that a model reads."""
        parents: list[str] = model["depends_on"]["nodes"]
        return parents


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """Parse the project afresh, so that no stale manifest is checked."""
    target = tmp_path_factory.mktemp("dbt")
    outcome = dbtRunner().invoke(
        [
            "parse",
            *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
            *("--target-path", str(target), "--log-path", str(target), "--quiet"),
        ]
    )
    assert outcome.success, outcome.exception
    return Manifest(json.loads((target / "manifest.json").read_text(encoding="utf-8")))


def layer_of(model: Node) -> str:
    """Return the folder under models/ that a model lies in."""
    return Path(model["path"]).parts[0]


def primary_key_of(model: Node) -> list[str]:
    """Return the columns of a model's primary-key constraint; empty where it has none."""
    for constraint in model["constraints"]:
        if constraint["type"] == "primary_key":
            columns: list[str] = constraint["columns"]
            return columns
    return []


def sources_have_one_staging_model(manifest: Manifest) -> Breaches:
    """Each source table has one staging model, called after it, and no other reader."""
    for source in manifest.sources.values():
        wanted = f"model.potline.stg_{source['source_name']}__{source['name']}"
        readers = [child for child in manifest.children[source["unique_id"]] if child.startswith("model.")]
        if readers != [wanted]:
            yield f"{source['source_name']}.{source['name']}", f"is read by {readers}, not by {wanted} alone"


def staging_reads_one_source(manifest: Manifest) -> Breaches:
    """A staging model is a view of one source and of nothing else; no other model reads a source."""
    for name, model in manifest.models.items():
        sources = [parent for parent in manifest.parents_of(model) if parent.startswith("source.")]
        if layer_of(model) == "staging":
            if len(sources) != 1 or len(manifest.parents_of(model)) != 1:
                yield name, f"reads {manifest.parents_of(model)}"
            if model["config"]["materialized"] != "view":
                yield name, "is no view"
        elif sources:
            yield name, f"reads {sources} past staging"


def prefixes_match_folders(manifest: Manifest) -> Breaches:
    """The first word of a model's name is that of its layer."""
    for name, model in manifest.models.items():
        if not name.startswith(PREFIXES[layer_of(model)]):
            yield name, f"lies in {layer_of(model)}"


def each_model_has_its_own_yml(manifest: Manifest) -> Breaches:
    """The yml that describes a model lies beside it and bears its name."""
    for name, model in manifest.models.items():
        wanted = Path(model["original_file_path"]).with_suffix(".yml")
        found = (model["patch_path"] or "").removeprefix("potline://")
        if Path(found) != wanted:
            yield name, f"is described in {found or 'no file'}"


def everything_is_described(manifest: Manifest) -> Breaches:
    """Each model, seed, source, exposure and singular test has a description, and so has each column."""
    kinds = ("model", "seed")
    described = [node for node in manifest.nodes.values() if node["resource_type"] in kinds]
    for node in [*described, *manifest.sources.values()]:
        if not node["description"].strip():
            yield node["name"], "is not described"
        if not node["columns"]:
            yield node["name"], "lists no column"
        for column in node["columns"].values():
            if not column["description"].strip():
                yield f"{node['name']}.{column['name']}", "is not described"
    for node in manifest.exposures.values():
        if not node["description"].strip():
            yield node["name"], "is not described"
    for node in manifest.nodes.values():
        is_singular = node["resource_type"] == "test" and not node.get("test_metadata")
        if is_singular and not node["description"].strip():
            yield node["name"], "is not described"


def grain_is_stated(manifest: Manifest) -> Breaches:
    """The description of a mart or intermediate model says what one row is, or that it has one row."""
    for name, model in manifest.models.items():
        if layer_of(model) != "staging" and not re.search(
            r"\bone row\b", model["description"], re.IGNORECASE
        ):
            yield name, "does not say what one row is"


def a_column_means_one_thing(manifest: Manifest) -> Breaches:
    """A column name has one description wherever it stands in models and sources."""
    meanings: dict[str, dict[str, str]] = defaultdict(dict)
    for node in [*manifest.models.values(), *manifest.sources.values()]:
        for column in node["columns"].values():
            meanings[column["name"]].setdefault(column["description"], node["name"])
    for name, places in meanings.items():
        if len(places) > 1:
            yield name, f"means different things in {sorted(places.values())}"


def keys_are_tested(manifest: Manifest) -> Breaches:
    """Each model has a key: a mart by constraint, the others by the test primary_key."""
    for name, model in manifest.models.items():
        if layer_of(model) == "marts":
            if not primary_key_of(model):
                yield name, "has no primary-key constraint"
        elif not any(test["test_metadata"]["name"] == "primary_key" for test in manifest.tests_of(model)):
            yield name, "has no primary_key test"


def marts_are_contracted(manifest: Manifest) -> Breaches:
    """Each mart enforces its contract, types every column and keeps its comments in the database."""
    for name, model in manifest.models.items():
        if layer_of(model) != "marts":
            continue
        if not model["config"]["contract"]["enforced"]:
            yield name, "enforces no contract"
        if model["config"]["persist_docs"] != {"relation": True, "columns": True}:
            yield name, "does not keep its comments"
        for column in model["columns"].values():
            if not column["data_type"]:
                yield f"{name}.{column['name']}", "has no type"


def foreign_keys_have_a_relationships_test(manifest: Manifest) -> Breaches:
    """A mart's column that ends in _id, is not its own key and names a row of a mart is tested."""
    key_names = {
        column
        for model in manifest.models.values()
        if layer_of(model) == "marts" and len(primary_key_of(model)) == 1
        for column in primary_key_of(model)
        if column.endswith("_id")
    }
    for name, model in manifest.models.items():
        if layer_of(model) != "marts":
            continue
        tested = {
            test["column_name"]
            for test in manifest.tests_of(model)
            if test["test_metadata"]["name"] == "relationships"
        }
        for column in model["columns"]:
            is_foreign = any(column == key or column.endswith("_" + key) for key in key_names)
            if is_foreign and [column] != primary_key_of(model) and column not in tested:
                yield f"{name}.{column}", "has no relationships test"


def models_with_logic_have_a_unit_test(manifest: Manifest) -> Breaches:
    """Each intermediate model and mart has a dbt unit test."""
    tested = {test["model"] for test in manifest.unit_tests.values()}
    for name, model in manifest.models.items():
        if layer_of(model) != "staging" and name not in tested:
            yield name, "has no unit test"


def exposures_read_marts_alone(manifest: Manifest) -> Breaches:
    """Exposures depend on marts, and each mart has a reader."""
    read = {parent for exposure in manifest.exposures.values() for parent in manifest.parents_of(exposure)}
    marts = {model["unique_id"] for model in manifest.models.values() if layer_of(model) == "marts"}
    for unique_id in sorted(read - marts):
        yield unique_id, "is exposed and no mart"
    for unique_id in sorted(marts - read):
        yield unique_id, "is exposed to nobody"


def no_table_is_named_outright(manifest: Manifest) -> Breaches:
    """Models and tests name tables by ref and source only."""
    for node in manifest.nodes.values():
        if re.search(rf"\b(from|join)\s+({SCHEMAS})\.", node.get("raw_code", "")):
            yield node["name"], "names a table outright"


def models_read_top_down(manifest: Manifest) -> Breaches:
    """Imports come first, one a CTE; the last line selects everything from the last CTE."""
    for name, model in manifest.models.items():
        code = model["raw_code"].strip()
        steps = re.findall(r"^(?:with (?:recursive )?)?(\w+) as \($", code, re.MULTILINE)
        if not steps or code.splitlines()[-1] != f"select * from {steps[-1]}":
            yield name, "does not end with select * from its last step"
        imports = re.findall(r"^    select \* from \{\{ (?:ref|source)\([^)]*\) \}\}$", code, re.MULTILINE)
        if len(imports) != len(re.findall(r"\{\{ (?:ref|source)\(", code)):
            yield name, "reads a table outside the imports on top"


RULES: list[Callable[[Manifest], Breaches]] = [
    sources_have_one_staging_model,
    staging_reads_one_source,
    prefixes_match_folders,
    each_model_has_its_own_yml,
    everything_is_described,
    grain_is_stated,
    a_column_means_one_thing,
    keys_are_tested,
    marts_are_contracted,
    foreign_keys_have_a_relationships_test,
    models_with_logic_have_a_unit_test,
    exposures_read_marts_alone,
    no_table_is_named_outright,
    models_read_top_down,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.__name__))
def test_rule_holds(rule: Callable[[Manifest], Breaches], manifest: Manifest) -> None:
    """No breach but those excepted, and no exception without its breach."""
    excepted = EXCEPTIONS.get(rule.__name__.replace("_", " "), {})
    breaches = dict(rule(manifest))
    unexpected = [f"{name} {what}" for name, what in breaches.items() if name not in excepted]
    stale = [name for name in excepted if name not in breaches]
    assert not unexpected, "\n".join(unexpected)
    assert not stale, f"no longer exceptions: {stale}"


def test_exceptions_name_rules() -> None:
    """An exception to a rule that does not exist protects nothing."""
    assert set(EXCEPTIONS) <= {rule.__name__.replace("_", " ") for rule in RULES}


def read_public_schema(text: str) -> dict[str, set[str]]:
    """Read the table of the public schema: the columns of each table, without types and remarks."""
    tables: dict[str, set[str]] = {}
    for line in text.splitlines():
        row = re.match(r"\| `(\w+)` \|[^|]*\| (.*) \|$", line)
        if row:
            columns = re.sub(r"\([^()]*\)", "", row.group(2)).split(",")
            tables[row.group(1)] = {name.split()[0] for name in map(str.strip, columns) if name[:1].isalpha()}
    return tables


def test_read_public_schema_drops_types_and_remarks() -> None:
    """Types, values in brackets and dots are no columns."""
    line = "| `fct_x` | one x | x_id INTEGER (yyyymmdd), kind (`a`, `b`, NULL where unknown), on DATE, ... |"
    assert read_public_schema(line) == {"fct_x": {"x_id", "kind", "on"}}


def test_marts_have_the_public_columns(manifest: Manifest) -> None:
    """Every table and column of the public schema is a mart's."""
    if not PUBLIC_SCHEMA.exists():
        pytest.skip("the public schema is not kept beside this checkout")
    public = read_public_schema(PUBLIC_SCHEMA.read_text(encoding="utf-8"))
    assert public, "the public schema lists no table"
    missing = [
        f"{table}.{column}"
        for table, columns in public.items()
        for column in sorted(columns)
        if table not in manifest.models or column not in manifest.models[table]["columns"]
    ]
    assert not missing
