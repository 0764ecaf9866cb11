"""The tables of the page for those who write lists, made from the words and shapes of the program itself.

    .venv/bin/python tests/page_tables.py      writes them into rulesets/README.md

`tests/test_init.py` compares what stands there with what comes out here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from credit_rules.casebook import _ACTION
from credit_rules.model.catalogue import RANKS
from credit_rules.model.measures import RESTRICTING
from credit_rules.model.profile import RECORD_TYPES, SECTIONS, Entry, Relation
from credit_rules.stages.rights import OWN_WORK, SUFFICIENT
from credit_rules.words import codes
from credit_rules.words.keys import KEYS

PAGE = Path(__file__).parent.parent / "rulesets" / "README.md"


def tables() -> dict[str, str]:
    """Every table by its name."""
    made = {"effects": _effects(), "categories": _categories(), "ranks": _ranks(), "outcomes": _outcomes()}
    made |= {"given": _given(), "records": _records(), "expect": _expect()}
    return {name: "\n".join(lines) for name, lines in made.items()}


def _table(*heads: str) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _effects() -> Iterator[str]:
    yield from _table("效果 effect", "用于 for", "意思", "means")
    for code, (zh, en) in codes.EFFECTS.items():
        polarity = codes.POLARITIES["restriction" if code in RESTRICTING else "incentive"]
        yield _row(f"`{code}`", " ".join(polarity), zh, en)


def _categories() -> Iterator[str]:
    yield from _table("类别 category", "意思", "means")
    yield from (_row(f"`{code}`", zh, en) for code, (zh, en) in codes.CATEGORIES.items())


def _ranks() -> Iterator[str]:
    yield from _table("位阶 rank", "单独能否支持惩戒", "carries a restriction alone")
    own = _named(code for code in codes.EFFECTS if code in OWN_WORK)
    for code in RANKS:
        zh, en = codes.RANKS[code]
        may = ("能", "yes") if code in SUFFICIENT else ("不能", "no")
        if code == "local-regulation":
            may = ("在本地区能", "yes, in its own region")
        if code == "departmental-rule":
            may = (
                f"只对它约束的单位自己的工作：{own}，以及该单位自己的评优",
                f"for the own work of the bodies it binds only: {own}, and their own honours",
            )
        yield _row(f"`{code}` {zh}", may[0], f"{en}: {may[1]}")


def _outcomes() -> Iterator[str]:
    yield from _table("结论 outcome", "意思", "means")
    for code, (zh, en) in codes.OUTCOMES.items():
        step = codes.OUTCOME_STEPS[code]
        yield _row(f"`{code}`", f"{zh}：{step[0]}", f"{en}: {step[1]}")


def _told(shapes: Iterable[str], name: str) -> tuple[str, str]:
    return next(KEYS[shape][name] for shape in shapes if name in KEYS[shape])


def _given() -> Iterator[str]:
    yield from _table("键 key", "写什么", "what it says")
    for name in ("action", *_ACTION, "subject", "as_of", "consulted", "declared", *SECTIONS, "related"):
        zh, en = _told(("Given", "Action", "ProfileFields"), name)
        letter = SECTIONS.get(name, "X" if name == "related" else "")
        number = (f"；编号依次为 {letter}1、{letter}2…", f"; numbered {letter}1, {letter}2 …") if letter else ("", "")
        yield _row(f"`{name}`", zh + number[0], en + number[1])


def _records() -> Iterator[str]:
    yield from _table("记录 record", "键 keys", "例 example")
    common = set(Entry.model_fields)
    for section, kind in zip(SECTIONS, RECORD_TYPES, strict=True):
        own = [field.alias or name for name, field in kind.model_fields.items() if name not in common]
        yield _row(f"`{section}`", _named(own), f"`{_EXAMPLES[section]}`")
    relation = [field.alias or name for name, field in Relation.model_fields.items() if name != "id"]
    yield _row("`related`", _named(relation), f"`{_EXAMPLES['related']}`")
    yield _row("每种记录 every record", _named(field.alias or name for name, field in Entry.model_fields.items()), "")


#: An example of each kind of record, as a case gives it; the test runs them.
_EXAMPLES: Mapping[str, str] = {
    "listings": "{list: wage-arrears, listed_on: 2026-03-10}",
    "penalties": "{field: wage, kind: fine, decided_on: 2026-03-10, amount: 50000}",
    "permits": "{matter: permit.food, granted_on: 2025-01-10, ends_on: 2030-01-09}",
    "convictions": "{offence: bribery, decided_on: 2024-05-06}",
    "commitments": "{type: tolerating-gaps, made_on: 2026-01-10, breached_on: 2026-02-20}",
    "ratings": "{scheme: tax, grade: A, rated_on: 2026-04-30}",
    "points": "{scheme: family-points, value: 860, as_of: 2026-05-31}",
    "related": "{role: legal-representative, profile: {subject: {kind: natural-person}, consulted: all}}",
}


def _expect() -> Iterator[str]:
    yield from _table("键 key", "写什么", "what it says")
    for name in ("outcome", "outcome_because", "warnings", "conflicts"):
        yield _row(f"`{name}`", *KEYS["Expect"][name])
    yield _row("措施代码 id of a measure", *KEYS["Expect"]["measure"])
    for name, told in KEYS["ExpectedFinding"].items():
        yield _row(f"　`{name}`", *told)


def written(text: str) -> str:
    """The text with every table as it is to be, between its marks."""
    for name, table in tables().items():
        marks = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
        assert re.search(marks, text, re.DOTALL), name
        text = re.sub(marks, lambda found, table=table: f"{found[1]}{table}\n{found[2]}", text, flags=re.DOTALL)
    return text


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
