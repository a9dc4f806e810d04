from typing import Any

from warm_dbt import graph_nodes

Json = dict[str, Any]


def node(name: str, *parents: str, **more: Any) -> Json:
    kind, _, short = name.split(".")
    return {
        "unique_id": name,
        "name": short,
        "resource_type": kind,
        "depends_on": {"nodes": list(parents), "macros": ["macro.p.x"]},
        "tags": [],
        "original_file_path": f"{kind}s/{short}.sql",
        "config": {"materialized": "view"},
        "database": "db",
        "schema": "marts",
        "alias": short,
        "relation_name": f'"db"."marts"."{short}"',
        "description": "",
    } | more


def graph(*found: Json, **kinds: list[Json]) -> Json:
    given = {"nodes": list(found)} | kinds
    by_id = {kind: {each["unique_id"]: each for each in nodes} for kind, nodes in given.items()}
    return graph_nodes.graph({"metadata": {"project_name": "p"}, **by_id})


def test_a_node_has_what_airflow_shows() -> None:
    one = node("model.p.one", "source.p.raw", tags=["daily"], description=f"  {'x' * 600}")
    source = node(
        "source.p.raw",
        identifier="RAW",
        relation_name='"db"."marts"."RAW"',
        freshness={"warn_after": {"count": None, "period": None}, "error_after": {"count": 1, "period": "day"}},
    )
    del source["depends_on"], source["alias"]
    assert graph(one, sources=[source])["nodes"] == [
        {
            "id": "model.p.one",
            "name": "one",
            "type": "model",
            "parents": ["source.p.raw"],
            "tags": ["daily"],
            "relation": "db.marts.one",
            "path": "models/one.sql",
            "description": "x" * 500,
        },
        {
            "id": "source.p.raw",
            "name": "raw",
            "type": "source",
            "parents": [],
            "tags": [],
            "relation": "db.marts.RAW",
            "path": "sources/raw.sql",
            "freshness": True,
        },
    ]


def test_a_source_without_a_limit_has_no_freshness_rule() -> None:
    for rule in (None, {"warn_after": {"count": None, "period": None}, "error_after": None}):
        assert "freshness" not in graph(sources=[node("source.p.raw", freshness=rule)])["nodes"][0]


def test_the_parents_of_what_is_left_out_take_its_place() -> None:
    ephemeral = {"config": {"materialized": "ephemeral"}}
    found = graph(
        node("model.p.end", "model.p.middle", "model.p.start", "function.p.f"),
        node("model.p.middle", "model.p.before", **ephemeral),
        node("model.p.before", "model.p.start", "seed.p.s", **ephemeral),
        node("model.p.start"),
        node("seed.p.s"),
        node("analysis.p.a", "model.p.end"),
        functions=[node("function.p.f", "seed.p.s")],
    )
    parents = {each["id"]: each["parents"] for each in found["nodes"]}
    assert parents == {"model.p.end": ["model.p.start", "seed.p.s"], "model.p.start": [], "seed.p.s": []}


def test_tests_have_no_relation_unless_they_keep_their_failures() -> None:
    unit = node("unit_test.p.u", "model.p.one", config={"tags": ["slow"]})
    del unit["tags"], unit["relation_name"]
    found = graph(node("test.p.t", relation_name=None), node("test.p.kept"), unit_tests=[unit])["nodes"]
    assert [(each["type"], each["relation"], each["tags"]) for each in found] == [
        ("test", "db.marts.kept", []),
        ("test", None, []),
        ("unit_test", None, ["slow"]),
    ]


def test_the_digest_is_that_of_the_nodes() -> None:
    one, other = graph(node("model.p.one")), graph(node("model.p.one", tags=["new"]))
    assert one["digest"] == graph(node("model.p.one"))["digest"] != other["digest"]
    assert graph_nodes.with_nodes("p", one["nodes"], "an error")["digest"] == one["digest"]
