"""Days worked out by hand (`periods.yaml`), held against the calendar's arithmetic and against real decisions."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from credit_rules import Action, CreditProfile, check_subject
from credit_rules.errors import ProfileError
from credit_rules.model.days import NEVER, day_after, last_day, parse_end, parse_period
from credit_rules.model.plan import Plan
from credit_rules.pipeline import plan_of
from credit_rules.stages.reading import read_yaml

TABLE: dict[str, list[Any]] = yaml.load(
    (Path(__file__).parent / "periods.yaml").read_text(encoding="utf-8"), yaml.BaseLoader
)
DAY = timedelta(days=1)
LAW = {"id": "law", "title": "试验法", "rank": "law", "verified": "true"}
ALWAYS = {"from": "1800-01-01"}


def rows(section: str) -> list[Any]:
    return [pytest.param(number, row, id=f"{row['from']} {row['period']}") for number, row in enumerate(TABLE[section])]


def of(text: str) -> date:
    return NEVER if text == "never" else date.fromisoformat(text)


def test_the_table_is_as_long_as_it_is_meant_to_be_and_every_day_has_its_reason() -> None:
    worked = [
        row for section in ("periods", "spans", "stated", "within", "repair", "lasting") for row in TABLE[section]
    ]
    assert len(worked) >= 60
    assert all(len(row["why"]) > 5 for row in worked)
    cases = [json.dumps({**row, "why": ""}, sort_keys=True) for row in worked]
    assert len(set(cases)) >= len(cases) - 9  # the same day may serve as an end, a look back and a wait


@pytest.mark.parametrize(("number", "row"), [*rows("periods"), *rows("within"), *rows("lasting")])
def test_a_period_ends_on_the_day_worked_out(number: int, row: Any) -> None:
    assert last_day(of(row["from"]), parse_period(row["period"])) == of(row["last"]), (number, row["why"])


@pytest.mark.parametrize(("number", "row"), rows("repair"))
def test_a_wait_is_over_on_the_day_worked_out(number: int, row: Any) -> None:
    assert day_after(last_day(of(row["from"]), parse_period(row["period"]))) == of(row["first"]), (number, row["why"])


@pytest.mark.parametrize("text", TABLE["never"])
def test_no_end_is_written_in_many_ways(text: str) -> None:
    assert parse_end(text) == NEVER


@pytest.mark.parametrize("text", TABLE["days"])
def test_a_day_is_a_day(text: str) -> None:
    assert parse_end(text).isoformat() == text


@pytest.mark.parametrize("text", TABLE["neither"])
def test_what_is_no_day_is_refused(text: str) -> None:
    entry = {"list": "x", "listed_on": "2025-01-01", "ends_on": text}
    with pytest.raises(ProfileError) as refused:
        CreditProfile.from_data({"subject": {"kind": "enterprise"}, "listings": [entry]})
    assert [told.code for told in refused.value.problems] == ["bad-date"]


# --- through decisions ---------------------------------------------------------------------------------------------


def entries() -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Every row with a name, and the measure that asks about it."""
    for section in ("periods", "spans", "stated", "repair"):
        for number, row in enumerate(TABLE[section]):
            name = f"{section}-{number}"
            yield name, row, {"when": {"listing": {"list": name}}}
    for number, row in enumerate(TABLE["within"]):
        when = {"listing": {"list": f"within-{number}", "within": row["period"]}}
        yield f"within-{number}", row, {"when": when}
    for number, row in enumerate(TABLE["lasting"]):
        own = {"lasts": {"fixed": row["period"], "from": "listed_on"}, "way_out": "改正"}
        yield f"lasting-{number}", row, {"when": {"listing": {"list": f"lasting-{number}"}}, **own}


def catalogue() -> dict[str, Any]:
    lists = []
    for name, row, _ in entries():
        kind = name.partition("-")[0]
        term: dict[str, Any] = {"period": "1 day" if kind == "lasting" else "none"}
        if kind in ("periods", "spans", "stated"):
            term["period"] = row["period"]
        wait = {"after": row["period"], "counted_from": "listed_on"} if kind == "repair" else {}
        term["repair"] = {"conditions": "改正", "basis": ["试验法 第三条"], **wait}
        entry = {"id": name, "title": name, "colour": "black", "basis": ["试验法 第一条"], "terms": [term]}
        lists.append(entry | ({"extendable": "true"} if row.get("extendable") else {}))
    return {"sources": [LAW], "actions": [{"id": "bid", "title": "投标"}], "lists": lists}


def measures() -> list[dict[str, Any]]:
    common = {
        "polarity": "restriction",
        "effect": "bar",
        "duty": "must",
        "category": "statutory",
        "actions": ["bid"],
        "basis": ["试验法 第二条"],
        "subjects": ["enterprise"],
    }
    return [{"id": f"m-{name}", "title": name, **common, **more} for name, _, more in entries()]


@cache
def plan() -> Plan:
    head = {"measure_list": "periods", "title": "期限", "region": "CN", "edition": "1", "in_force": ALWAYS}
    texts = {"catalogue.yaml": catalogue(), "list.yaml": {**head, "measures": measures()}}
    # As JSON, which is YAML too, and has no aliases.
    return plan_of(read_yaml(json.dumps(data, ensure_ascii=False), name) for name, data in texts.items())


def found(name: str, row: Any, day: date) -> dict[str, Any]:
    """What is found of the row's measure on a day: its finding, guard and days."""
    entry = {"list": name, "listed_on": row["from"], "known_on": "1800-01-01"}
    entry |= {"ends_on": row["ends_on"]} if "ends_on" in row else {}
    subject = {"kind": "enterprise", "id": "T-1", "scheme": "internal"}
    profile = CreditProfile.from_data({"subject": subject, "consulted": ["all"], "listings": [entry]})
    asked = Action(code="bid", date=day, known=NEVER)
    findings = check_subject(plan(), profile, asked).as_json(everything=True)["findings"]
    told: dict[str, Any] = next(finding for finding in findings if finding["measure"] == f"m-{name}")
    return told


def stands_through(name: str, row: Any, last: date) -> None:
    """It bites on the first day and the last, says on which day it lifts, and does not bite on that day."""
    first = found(name, row, of(row["from"]))
    assert first["finding"] == "applies"
    assert first["lifts_on"] == (None if last == NEVER else (last + DAY).isoformat())
    assert found(name, row, last)["finding"] == "applies"
    assert found(name, row, of(row["from"]) - DAY)["finding"] != "applies"
    if last != NEVER:
        assert found(name, row, last + DAY)["finding"] in ("withheld", "does-not-apply")


@pytest.mark.parametrize(("number", "row"), rows("periods"))
def test_an_entry_stands_through_the_day_worked_out(number: int, row: Any) -> None:
    stands_through(f"periods-{number}", row, of(row["last"]))


@pytest.mark.parametrize(("number", "row"), rows("stated"))
def test_a_stated_end_counts_as_worked_out(number: int, row: Any) -> None:
    stands_through(f"stated-{number}", row, of(row["last"]))


@pytest.mark.parametrize(("number", "row"), rows("within"))
def test_a_look_back_reaches_as_far_as_worked_out(number: int, row: Any) -> None:
    stands_through(f"within-{number}", row, of(row["last"]))


@pytest.mark.parametrize(("number", "row"), rows("lasting"))
def test_a_measure_lasts_as_long_as_worked_out(number: int, row: Any) -> None:
    stands_through(f"lasting-{number}", row, of(row["last"]))


@pytest.mark.parametrize(("number", "row"), rows("spans"))
def test_a_span_is_certain_then_open_then_over_on_the_days_worked_out(number: int, row: Any) -> None:
    name, certain, possible = f"spans-{number}", of(row["certain"]), of(row["possible"])
    if certain >= of(row["from"]):
        told = found(name, row, certain)
        assert (told["finding"], told["lifts_on"], told["lifts_to"]) == (
            "applies",
            (certain + DAY).isoformat(),
            "undetermined",
        )
    told = found(name, row, certain + DAY)
    assert told["finding"] == "undetermined"
    assert [missing["fact"] for missing in told["missing"]] == ["L1.ends_on"]
    assert found(name, row, possible)["finding"] == "undetermined"
    if possible != NEVER:
        told = found(name, row, possible + DAY)
        assert (told["finding"], told["guard"]) == ("withheld", "expired")


@pytest.mark.parametrize("text", TABLE["never"])
def test_an_entry_without_end_never_lifts_by_itself(text: str) -> None:
    number = next(n for n, row in enumerate(TABLE["stated"]) if row["period"] == "none" and "ends_on" not in row)
    row = {**TABLE["stated"][number], "ends_on": text}
    assert found(f"stated-{number}", row, date(2026, 1, 1))["lifts_on"] is None
    assert found(f"stated-{number}", row, date(9999, 12, 31))["finding"] == "applies"


@pytest.mark.parametrize(("number", "row"), rows("repair"))
def test_repair_may_be_applied_for_from_the_day_worked_out(number: int, row: Any) -> None:
    told = found(f"repair-{number}", row, of(row["from"]))
    assert [way["apply_from"] for way in told["way_out"]] == [row["first"]]
