"""Tenders screened against the lists of the example: what reports are made of."""

import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from credit_rules import load_plan
from credit_rules.rosters import read_roster
from credit_rules.screening.reading import read_tenders
from credit_rules.screening.screening import Screener
from credit_rules.screening.telling import told

EXAMPLE = Path(__file__).parents[1] / "examples" / "bid_screening"
ACTION = {"code": "procurement.bid", "region": "230100", "authority": "purchaser"}
SCRIPT, FORMULA = "<script>alert(1)</script>", '=HYPERLINK("https://example.com","x")'
HANDLER = "\"><img src=x onerror=alert(2)><a href='javascript:alert(3)'>x</a>"


def prepare(out: Path) -> Path:
    """The lists of the example as profiles, made as the example makes them."""
    sys.path.insert(0, str(EXAMPLE))
    try:
        import prepare as example
    finally:
        sys.path.remove(str(EXAMPLE))
    return example.prepare(out)


@cache
def screener(*more: str) -> Screener:
    """The national rules, and the lists of the example with more profiles, a line for each."""
    with TemporaryDirectory() as folder:
        path = prepare(Path(folder) / "lists.jsonl")
        path.write_text("\n".join([path.read_text(encoding="utf-8").rstrip("\n"), *more, ""]), encoding="utf-8")
        return Screener(load_plan("cn"), read_roster(path), ACTION)


def screened(*paths: Path, at: str = "", other: str = "", more: tuple[str, ...] = ()) -> dict[str, Any]:
    """The tenders of some files, as data."""
    by, read = screener(*more), [read_tenders(path) for path in paths]
    found = [by.screen(tender, at, other) for tenders in read for tender in tenders.each]
    return told(found, by, [tenders.tally for tenders in read], [])


def sheet(text: str, **moments: str) -> dict[str, Any]:
    """The tender of a bidders' sheet."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bidders.csv"
        path.write_text(text, encoding="utf-8")
        return screened(path, **moments)


@cache
def unruly() -> dict[str, Any]:
    """The forty bidders, three of them under names that would like to run."""
    text = (EXAMPLE / "bidders.csv").read_text(encoding="utf-8-sig")
    for name, other in (("巴彦示例消防器材有限公司", FORMULA), ("木兰示例安防工程有限公司", HANDLER)):
        text = text.replace(name, '"' + other.replace('"', '""') + '"')
    return sheet(text.replace("龙江示例建设有限公司", SCRIPT))
