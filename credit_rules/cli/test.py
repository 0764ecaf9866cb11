"""`credit-rules test`: run the cases beside measure lists, and scenarios; tell what failed and what was never tried."""

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from credit_rules.cli.calling import called
from credit_rules.cli.console import Console
from credit_rules.cli.exits import Exit
from credit_rules.cli.options import DRAFTS, FORMAT, HELP, LANG, Manual, Option
from credit_rules.errors import UsageError, problem
from credit_rules.words.casebook import DUTIES, GUARDS, REPORT

if TYPE_CHECKING:
    from credit_rules.authoring.coverage import Covered, Duty
    from credit_rules.authoring.testing import Report

MANUAL = Manual(
    "credit-rules test [PATH|NAME …] [--all]",
    "运行清单旁的用例和情景，用句子说明失败之处，并统计每条措施的条件和保障是否都有用例",
    "run the cases beside measure lists, and scenarios; tell failures as sentences, and what no case has tried",
    (
        Option("--all", "", "运行随库提供的全部规则集", "every rule set that ships"),
        DRAFTS,
        Option("--min-coverage", "PERCENT", "覆盖率低于此数即为失败", "fail where less than this is covered"),
        Option("--junit", "FILE", "另写一份 JUnit XML", "write JUnit XML, too"),
        FORMAT,
        LANG,
        HELP,
    ),
    arguments=1000,
    parts=(
        (
            "PATH|NAME",
            "规则集、清单、用例文件、情景文件或者放情景的文件夹；默认为设置里的规则集",
            "a rule set, a list, a file of cases, a scenario or a folder of them; else what the settings say",
        ),
        (
            "0 · 4",
            "退出码：全部通过 · 有失败或者覆盖不足",
            "exit code: all passed · something failed or was not covered",
        ),
    ),
)
_MOST_LINES = 40


def run(argv: Sequence[str], console: Console) -> int:
    """Run what is named, print the report, and fail where something failed."""
    call = called(MANUAL, argv, console)
    if call is None:
        return Exit.EVALUATED
    options, names = call.options, call.arguments or call.settings["rules"].value
    least = _percent(options.get("min_coverage"))
    # Loaded only here: none of it is needed for help or for wrong usage.
    from credit_rules.authoring.testing import everything, junit, run_tests

    report = everything(drafts=call.drafts) if "all" in options else None
    report = report or run_tests(names, drafts=call.drafts)
    if "junit" in options:
        _write(str(options["junit"]), junit(report, console.lang))
    if console.json:
        console.data(_as_json(report))
    else:
        from credit_rules.rendering.reader import visible

        lines = _lines(report, least, 0 if console.lang == "zh" else 1)
        console.result("".join(f"{visible(line)}\n" for line in lines))
    failed = any(not result.passed for result in report.results) or not report.results
    return Exit.RULES if failed or report.share * 100 < least else Exit.EVALUATED


def _percent(told: object) -> float:
    if told is None:
        return 0.0
    try:
        value = float(str(told).removesuffix("%"))
    except ValueError:
        value = math.nan
    if not 0 <= value <= 100:
        raise UsageError(problem("bad-percent", "--min-coverage", value=told))
    return value


def _write(path: str, text: str) -> None:
    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(problem("unwritable", "--junit", name=path, why=error.strerror or "")) from None


def shown_percent(share: float) -> str:
    """A share in per cent, never rounded up to 100.

    >>> shown_percent(0.99999), shown_percent(1.0)
    ('99.9 %', '100 %')
    """
    return "100 %" if share >= 1 else f"{math.floor(share * 1000) / 10} %"


# --- text -------------------------------------------------------------------------------------------------------


def _lines(report: "Report", least: float, lang: int) -> Iterator[str]:
    tested = {suite for _, coverage in report.coverages for suite, _, _ in coverage.measures}
    for name, coverage in report.coverages:
        yield _say(REPORT, "rule-set", lang, name=name)
        yield from _by_list(coverage.measures, report, lang)
    for suite in dict.fromkeys(result.suite for result in report.results if result.suite not in tested):
        steps = sum(result.suite == suite for result in report.results)
        yield _say(REPORT, "scenario", lang, name=suite, steps=steps)
    yield from _failures(report, lang)
    yield from _uncovered(report, lang)
    if not report.results:
        yield _say(REPORT, "nothing", lang)
        return
    failed = sum(not result.passed for result in report.results)
    counts = {"cases": len(report.results), "passed": len(report.results) - failed, "failed": failed}
    code = "total" if report.coverages else "total-scenarios"
    yield _say(REPORT, code, lang, **counts, share=shown_percent(report.share))
    if report.share * 100 < least:
        yield _say(REPORT, "too-little", lang, wanted=f"{least:g} %")


def _by_list(measures: "Mapping[tuple[str, str, str], Covered]", report: "Report", lang: int) -> Iterator[str]:
    for name in dict.fromkeys(name for name, _, _ in measures):
        covered = [c for (of, _, _), c in measures.items() if of == name]
        counts = {
            sort: "{}/{}".format(*map(sum, zip(*(c.count(sort) for c in covered), strict=True)))
            for sort in ("test", "guard", "finding")
        }
        whole = sum(not c.lacking for c in covered)
        cases = sum(result.suite == name for result in report.results)
        yield _say(REPORT, "list", lang, name=name, cases=cases, measures=f"{whole}/{len(covered)}", **counts)


def _failures(report: "Report", lang: int) -> Iterator[str]:
    for result in report.results:
        if not result.passed:
            yield _say(REPORT, "failed", lang, at=result.at)
            yield from (f"  {(failure.zh, failure.en)[lang]}" for failure in result.failed)
            for told in result.broken:
                first, _, advice = told.in_language(("zh", "en")[lang]).partition("\n")
                yield f"  {result.name}: {first}"
                yield from [f"  {advice}"] if advice else []


def _uncovered(report: "Report", lang: int) -> Iterator[str]:
    lacking = [
        (covered, key[2], duty)
        for _, coverage in report.coverages
        for key, covered in coverage.measures.items()
        for duty in covered.lacking
    ]
    for covered, name, duty in lacking[:_MOST_LINES]:
        yield _say(REPORT, "uncovered", lang, at=covered.at, name=name, what=_told(covered, duty, lang))
    if len(lacking) > _MOST_LINES:
        yield _say(REPORT, "more", lang, number=len(lacking) - _MOST_LINES)


def _told(covered: "Covered", duty: "Duty", lang: int) -> str:
    words = covered.words(duty)
    what = GUARDS[duty.what][lang] if duty.sort == "guard" else (words.zh, words.en)[lang]
    return _say(DUTIES, f"{duty.sort}.{duty.value}", lang, what=what)


def _say(sentences: Mapping[str, tuple[str, str]], code: str, lang: int, **params: object) -> str:
    return sentences[code][lang].format(**params)


# --- JSON -------------------------------------------------------------------------------------------------------


def _as_json(report: "Report") -> dict[str, object]:
    return {
        "cases": len(report.results),
        "passed": sum(result.passed for result in report.results),
        "failed": [
            {
                "suite": result.suite,
                "name": result.name,
                "at": result.at,
                "messages": [{"zh": failure.zh, "en": failure.en} for failure in result.failed],
                "errors": [told.as_json() for told in result.broken],
            }
            for result in report.results
            if not result.passed
        ],
        "coverage": {
            "share": math.floor(report.share * 10_000) / 10_000,
            "rule_sets": [
                {"name": name, "measures": [_measure(key, covered) for key, covered in coverage.measures.items()]}
                for name, coverage in report.coverages
            ],
        },
    }


def _measure(key: tuple[str, str, str], covered: "Covered") -> dict[str, object]:
    return {
        "measure_list": key[0],
        "edition": key[1],
        "measure": key[2],
        "at": covered.at,
        "seen": {sort: covered.count(sort)[0] for sort in ("finding", "test", "guard")},
        "wanted": {sort: covered.count(sort)[1] for sort in ("finding", "test", "guard")},
        "lacking": [{"sort": duty.sort, "what": duty.what, "value": duty.value} for duty in covered.lacking],
    }
