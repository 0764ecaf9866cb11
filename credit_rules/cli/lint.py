"""`credit-rules lint`: look for the known mistakes in measure lists, mend the safe ones, explain each of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from credit_rules.cli.calling import called
from credit_rules.cli.console import Console
from credit_rules.cli.exits import Exit
from credit_rules.cli.options import DRAFTS, FORMAT, HELP, LANG, Manual, Option
from credit_rules.errors import UsageError
from credit_rules.stages.shaping import with_nearest

if TYPE_CHECKING:
    from credit_rules.authoring.linting import Matter, Remark
    from credit_rules.authoring.linting.mending import Mended

_SEVERITIES = ("error", "warning", "info")
MANUAL = Manual(
    "credit-rules lint [PATH|NAME …] [--fix]",
    "检查清单、目录和用例里的常见错误，每一处指出位置和改法",
    "look for the known mistakes in measure lists, catalogues and cases; tell the place of each, and how to mend it",
    (
        Option("--explain", "CODE", "说明一条规则：为什么要紧、怎样改、正反两例", "what a code means, with examples"),
        Option(
            "--fix", "", "自动改好可以放心改的，不改变任何含义", "mend what can be mended without changing a meaning"
        ),
        Option(
            "--severity",
            "error|warning|info",
            "从哪一级起算失败，默认 error；各级都会列出",
            "from which severity on it fails; error if absent; all are shown",
        ),
        DRAFTS,
        FORMAT,
        LANG,
        HELP,
    ),
    arguments=1000,
    parts=(
        (
            "PATH|NAME",
            "规则集名称、文件夹或者单个文件；默认为设置里的规则集。只报所指文件里的问题，上级规则集一并载入作对照",
            "a rule set by name, a folder or a single file; else what the settings say. Remarks are about what was "
            "named; what stands above it is loaded beside",
        ),
        (
            "0 · 4",
            "退出码：没有 --severity 这一级及更重的问题 · 有",
            "exit code: nothing of --severity or graver · something",
        ),
    ),
)


def run(argv: Sequence[str], console: Console) -> int:
    """Lint what is named, or explain one code."""
    call = called(MANUAL, argv, console)
    if call is None:
        return Exit.EVALUATED
    options, names = call.options, call.arguments or call.settings["rules"].value
    if "explain" in options:
        return _explain(str(options["explain"]), console)
    least = _severity(str(options.get("severity", "error")))
    return _lint(names, least, console, drafts=call.drafts, fix="fix" in options)


def _severity(told: str) -> int:
    if told not in _SEVERITIES:
        raise UsageError(with_nearest("unknown-value", "--severity", told, _SEVERITIES))
    return _SEVERITIES.index(told)


def _lint(names: Sequence[str], least: int, console: Console, *, drafts: bool, fix: bool) -> int:
    # Loaded only here: none of it is needed for help or for wrong usage.
    from credit_rules.authoring.linting import remarks
    from credit_rules.authoring.linting.gathered import matter_of

    matter, changed = matter_of(names, drafts=drafts), []
    if fix:
        from credit_rules.authoring.linting.mending import mended, write

        changed = mended(matter)
        write(changed)
        matter = matter_of(names, drafts=drafts)
    found = remarks(matter)
    if console.json:
        console.data(_as_json(found, changed, fix=fix))
    else:
        console.result("".join(line + "\n" for line in _lines(found, changed, matter, console.lang)))
    failed = any(_SEVERITIES.index(told.severity) <= least for told in found)
    return Exit.RULES if failed else Exit.EVALUATED


def _lines(found: Sequence["Remark"], changed: Sequence["Mended"], matter: "Matter", lang: str) -> Iterator[str]:
    from credit_rules.authoring.linting import page_of
    from credit_rules.authoring.linting.mending import told
    from credit_rules.authoring.linting.wording import counted, said

    changes = list(told(changed))
    for at, code in changes:
        yield said("mended", lang, at=at, code=code, title=page_of(code).title.as_json()[lang])
    for remark in found:
        yield remark.in_language(lang)
    counts = [(severity, sum(told.severity == severity for told in found)) for severity in _SEVERITIES]
    parts = [counted(severity, number, lang) for severity, number in counts if number] or [said("clean", lang)]
    parts += [counted("mended", len(changes), lang)] if changes else []
    parts.append(counted("file", len(matter.named), lang))
    yield " · ".join(parts)


def _as_json(found: Sequence["Remark"], changed: Sequence["Mended"], *, fix: bool) -> dict[str, object]:
    from credit_rules.authoring.linting.mending import told

    counts = {severity: sum(told.severity == severity for told in found) for severity in _SEVERITIES}
    mended = {"mended": [{"at": at, "code": code} for at, code in told(changed)]} if fix else {}
    return {"remarks": [told.as_json() for told in found], "counts": counts, **mended}


# --- one code -----------------------------------------------------------------------------------------------------


def _explain(code: str, console: Console) -> int:
    from credit_rules.authoring.linting import codes, page_of
    from credit_rules.words.problems import HELP as ADVICE
    from credit_rules.words.problems import MESSAGES

    if code in codes():
        page = page_of(code)
        if console.json:
            console.data(page.model_dump(mode="json", exclude_defaults=True))
        else:
            console.result("".join(line + "\n" for line in _page(code, console.lang)))
        return Exit.EVALUATED
    if code not in MESSAGES:
        raise UsageError(with_nearest("unknown-code", "--explain", code, [*codes(), *MESSAGES]))
    told = {"message": _dotted(MESSAGES[code]), "help": _dotted(ADVICE[code]) if code in ADVICE else None}
    if console.json:
        pairs = {key: {"zh": pair[0], "en": pair[1]} for key, pair in told.items() if pair}
        console.data({"code": code, "severity": "error", **pairs})
    else:
        lines = [pair[console.lang == "en"] for pair in told.values() if pair]
        console.result("\n\n".join([code, *lines]) + "\n")
    return Exit.EVALUATED


def _dotted(pair: tuple[str, str]) -> tuple[str, str]:
    """A sentence with … for whatever fills it."""
    zh, en = (text.format_map(defaultdict(lambda: "…")) for text in pair)
    return zh, en


def _page(code: str, lang: str) -> Iterator[str]:
    from credit_rules.authoring.linting import SEVERITIES, page_of
    from credit_rules.authoring.linting.wording import said

    page = page_of(code)
    marks = [SEVERITIES[page.severity][lang == "en"]]
    marks += [said(mark, lang) for mark in ("loader", "mendable") if getattr(page, mark)]
    yield f"{code}（{'，'.join(marks)}）" if lang == "zh" else f"{code} ({', '.join(marks)})"
    yield page.title.as_json()[lang]
    for heading, sentence in (("why", page.why), ("mend", page.mend)):
        yield from ("", said(heading, lang), f"  {sentence.as_json()[lang]}")
    for heading, files in (("fails", page.fails.files), ("passes", page.passes.files)):
        yield from ("", said(heading, lang, at=page.fails.at))
        for name, text in files.items():
            yield from (f"  --- {name}", *(f"  {line}".rstrip() for line in text.splitlines()))
