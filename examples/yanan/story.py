"""The Yan'an case, day by day: from a small fine, through the court's list, to a subject nothing holds back.

    python examples/yanan/story.py [--lang zh|en|both]

The enterprise, its documents and its code are invented; the measures are those of the national rule sets. The three
profiles beside this file say what was known on three days: each later one holds the earlier one's records as versions.
"""

import argparse
import io
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from credit_rules import Action, CreditProfile, Decision, check_subject, load_plan
from credit_rules.rendering import render_text
from credit_rules.words import codes, word

PROFILES = Path(__file__).parent / "profiles"

YANAN = "610600"
SUBSIDY = {"code": "funds.subsidy", "authority": "finance", "amount": "300000"}
BID = {"code": "procurement.bid", "authority": "purchaser", "amount": "1200000"}


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One day: what happened, and, where the enterprise asks for something, what it is told."""

    day: date
    zh: str
    en: str
    profile: str | None = None  # None: nobody asks on that day
    known: date | None = None  # as known on which day, where that is not the day itself
    fine: bool = False  # say why the fine itself brings nothing
    brief: bool = False  # the outcome of the bid only

    def told(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


STORY = (
    Scene(
        day=date(2025, 6, 12),
        zh="废水超标，生态环境局罚款 3 万元，责令改正。罚款不属较大数额；企业心存侥幸，到期没有缴纳。",
        en="Waste water above the limit: the environment bureau fines the enterprise 30,000 yuan, not a large fine. "
        "It takes its chance and does not pay in time.",
    ),
    Scene(
        day=date(2025, 9, 1),
        profile="2025-09-01",
        fine=True,
        zh="企业申请奖补资金，又去投标。罚款在档，也没有履行，但没有哪一项措施因这笔罚款本身而适用。",
        en="It applies for a subsidy and for a procurement contract. The fine is on record and not performed, "
        "yet no measure bites because of the fine itself.",
    ),
    Scene(
        day=date(2026, 1, 20),
        zh="六个月起诉期满，催告无效，生态环境局申请强制执行，法院裁定准予执行。裁定不是名单记录，对这两件事仍没有措施。",
        en="The six months for going to court are over and the reminder was in vain: on the bureau's application the "
        "court permits enforcement. A ruling is not a listing; for these two requests still nothing follows.",
    ),
    Scene(
        day=date(2026, 4, 15),
        zh="企业拒不报告财产，法院把它列入失信被执行人名单，期限二年；次日名单公布，为各机关所知。",
        en="The enterprise refuses to report its property, and the court lists it as a dishonest judgment debtor for "
        "two years. The entry is published, and known, on the next day.",
    ),
    Scene(
        day=date(2026, 5, 20),
        profile="2026-05-20",
        zh="企业再次申请奖补资金和参加政府采购：补贴受限，投标应予拒绝。理由、依据、期限、出路、救济一并告知。",
        en="It applies for both again. The subsidy is restricted and the bid must be refused; reasons, basis, end, "
        "way out and remedy are told with it.",
    ),
    Scene(
        day=date(2026, 6, 8),
        zh="企业缴清罚款和加处罚款，报告了财产。6 月 11 日法院删除失信信息，6 月 12 日各机关查得。",
        en="It pays the fine and what was added for delay, and reports its property. On 11 June the court deletes the "
        "entry; on 12 June the others can see it.",
    ),
    Scene(
        day=date(2026, 6, 12),
        profile="2026-06-12",
        zh="两件事第三次提出：名单逐一查过，没有一项措施适用，正常办理。",
        en="Both are applied for a third time. Every list has been looked up again, nothing applies, and both proceed.",
    ),
    Scene(
        day=date(2026, 6, 11),
        known=date(2026, 6, 11),
        profile="2026-06-12",
        brief=True,
        zh="回头看删除当天。按当天掌握的信息，删除还不为人知，投标应予拒绝：当时怎样答复，今天仍能原样重现。",
        en="Looking back at the day of deletion. As known on that day, nobody could see it yet and the bid was to be "
        "refused: what was answered then can be answered again today.",
    ),
    Scene(
        day=date(2026, 6, 11),
        known=date(2026, 6, 12),
        profile="2026-06-12",
        brief=True,
        zh="同一天，按次日掌握的信息：记录自删除当日起不再限制任何事。两个日期分开，才说得清谁在何时知道什么。",
        en="The same day, as known one day later: from the day of deletion the entry restricts nothing. Two dates, "
        "kept apart, tell who knew what and when.",
    ),
)


def tell(lang: str) -> Iterator[str]:
    """The story in one language, paragraph by paragraph."""
    plan = load_plan("cn")
    yield {"zh": "延安案例：从一笔罚款到信用修复", "en": "The Yan'an case: from a fine to a repaired record"}[lang]
    for scene in STORY:
        yield f"── {scene.day} ──\n{scene.told(lang)}"
        if scene.profile is None:
            continue
        profile = CreditProfile.from_file(PROFILES / f"{scene.profile}.json")
        decisions = [
            check_subject(plan, profile, Action(**asked, region=YANAN, date=scene.day, known=scene.known))
            for asked in (SUBSIDY, BID)
        ]
        yield from (shown(decision, lang, scene.brief) for decision in decisions[scene.brief :])
        if scene.fine:
            yield why_not(decisions[-1], lang)


def shown(decision: Decision, lang: str, brief: bool) -> str:
    """The whole page where something applies, else (or if `brief`) its head."""
    page = render_text(decision.as_json(), lang).rstrip()
    return page if decision.applying and not brief else page.split("\n\n")[0]


def why_not(decision: Decision, lang: str) -> str:
    """Why the one measure that looks at penalties leaves this fine alone: its tests, and what was found."""
    findings = decision.as_json(everything=True)["findings"]
    (major,) = (finding for finding in findings if finding["measure"] == "proc-major-record")
    head = {"zh": f"不涉及“{major['title']['zh']}”", "en": f"does not apply: {major['title']['en']}"}[lang]
    lines = [f"{head}    {major['measure']}"]
    for decided in major["decided_by"]["tests"]:
        ((kind, fields),) = decided["test"].items()
        wanted = word(codes.KINDS, kind, lang)
        if "kind" in fields:
            kinds = fields["kind"] if isinstance(fields["kind"], list) else [fields["kind"]]
            wanted += " · " + " / ".join(word(codes.PENALTY_KINDS, kind, lang) for kind in kinds)
        if "large" in fields:
            wanted += {"zh": "（较大数额）", "en": " (large)"}[lang]
        lines.append(f"  {wanted}    {decided['found'][lang]}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lang", choices=("zh", "en", "both"), default="both")
    lang = parser.parse_args().lang
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a console without Chinese letters still gets the story
    try:
        for one in ("zh", "en") if lang == "both" else (lang,):
            for paragraph in tell(one):
                print(paragraph, end="\n\n", flush=True)
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
