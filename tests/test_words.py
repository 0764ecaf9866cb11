"""The catalogue of words: every code in both languages, every sentence with the same parameters in both."""

import re
from collections.abc import Iterable
from pathlib import Path
from string import Formatter

import pytest

from credit_rules import words
from credit_rules.words import casebook, chosen, codes, screen

CHINESE = re.compile(r"[\u4e00-\u9fff]")

# The closed vocabularies, as the specification lists them.
VOCABULARIES = {
    "outcome": "barred refer incomplete restricted favoured ordinary",
    "outcome-step": "barred refer incomplete restricted favoured ordinary",
    "outcome-because": "must-bar natural-person contested discretionary identity conflict open limit incentive",
    "finding": "applies withheld.restriction withheld.incentive undetermined does-not-apply",
    "guard": "not-in-force not-yet-listed expired repaired fulfilled removed suspended revoked objection-upheld"
    " not-known-then cross-check elsewhere",
    "effect": "bar limit weigh supervise deny-ease require disclose warn notify"
    " fast-lane accept-gaps priority ease waive score finance honour promote",
    "duty": "must may",
    "polarity": "restriction incentive",
    "colour": "red black watch",
    "category": "market-access appointment consumption exit education public-funds honours preference"
    " key-supervision reference disclosure market-credit statutory",
    "subject-kind": "enterprise sole-trader social-organisation public-institution government-body"
    " natural-person household",
    "kind": "listing penalty permit conviction commitment rating points related subject action",
    "removal": "repaired fulfilled revoked objection-upheld expired suspended",
    "penalty-kind": "warning fine confiscation suspension revocation post-ban business-ban detention other",
    "severity": "minor general serious",
    "commitment-type": "approval-replacing tolerating-gaps proof-replacing credit-repair self-discipline"
    " voluntary-disclosure",
    "scheme": "CN-USCI CN-RIC internal",
    "rank": "law administrative-regulation local-regulation judicial-interpretation central-policy"
    " departmental-rule normative-document report",
    "lookup-state": "listed not-listed not-looked-up found nothing-found elsewhere",
    "decided-by": "actions subjects region by edition not-in-force cross-check when",
    "warning": "identity-kind-contradicts"
    " authority-unusual scheme-not-loaded role-unknown consulted-unknown nothing-consulted"
    " list-not-loaded known-assumed profile-older-than-known"
    " stale no-as-of action-region-missing identity-check-digit identity-name-only identity-kind-unclear"
    " no-measures draft-rules result-without-record",
}
WARNING_PARAMETERS = {"list-not-loaded": {"list"}, "stale": {"days"}, "draft-rules": {"list"}}
WARNING_PARAMETERS |= {"result-without-record": {"list"}, "consulted-unknown": {"list"}}
WARNING_PARAMETERS |= {code: {"list"} for code in ("authority-unusual", "scheme-not-loaded", "role-unknown")}


def parameters(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def pairs() -> Iterable[tuple[str, tuple[str, str]]]:
    tables = {**codes.TABLES, "label": screen.LABELS, "message": screen.MESSAGES}
    tables |= {"case": casebook.SENTENCES, "duty": casebook.DUTIES, "watch": casebook.GUARDS, "report": casebook.REPORT}
    return ((f"{name}:{code}", pair) for name, table in tables.items() for code, pair in table.items())


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_table_has_exactly_the_codes_of_its_vocabulary(name: str) -> None:
    assert set(codes.TABLES[name]) == set(VOCABULARIES[name].split())


@pytest.mark.parametrize("name", codes.TABLES)
def test_every_code_has_a_chinese_and_an_english_word(name: str) -> None:
    for code, (chinese, english) in codes.TABLES[name].items():
        assert CHINESE.search(chinese), code
        assert english.strip(), code
        assert not CHINESE.search(english), code


@pytest.mark.parametrize("field", chosen.VALUES)
def test_words_of_codes_that_rule_sets_choose_are_there_in_both_languages(field: str) -> None:
    for code, (chinese, english) in chosen.VALUES[field].items():
        assert CHINESE.search(chinese), code
        assert english.strip(), code
        assert not CHINESE.search(english), code


@pytest.mark.parametrize("name", ["outcome", "guard", "effect", "category", "subject-kind", "duty", "polarity"])
def test_no_two_codes_of_a_table_share_a_word(name: str) -> None:
    chinese, english = zip(*codes.TABLES[name].values(), strict=True)
    assert len(set(chinese)) == len(chinese)
    assert len(set(english)) == len(english)


def test_the_words_of_the_outcomes_are_those_of_the_specification() -> None:
    said = [words.word(codes.OUTCOMES, code, "zh") for code in VOCABULARIES["outcome"].split()]
    assert said == ["应予拒绝", "转人工审核", "信息不全，待补充查询", "依法受限", "可享激励", "无奖惩措施"]


def test_conflicts_cover_the_pairs_that_contradict_each_other() -> None:
    expected = {
        f"{bar}-against-{ease}" for bar in ("bar", "limit") for ease in ("fast-lane", "priority", "accept-gaps")
    }
    expected |= {f"deny-ease-against-{ease}" for ease in ("ease", "fast-lane", "accept-gaps")}
    assert set(codes.CONFLICTS) == expected | {"supervise-against-ease"}


def test_every_sentence_names_the_same_parameters_in_both_languages() -> None:
    for name, (chinese, english) in pairs():
        assert parameters(chinese) == parameters(english), name


def test_only_parameters_with_names_stand_in_a_sentence() -> None:
    for name, pair in pairs():
        for template in pair:
            assert all(re.fullmatch(r"[a-z_]+", key) for key in parameters(template)), name


def test_counted_phrases_take_a_number_and_nothing_else() -> None:
    for key, templates in screen.COUNTS.items():
        assert len(templates) == 3, key
        assert all(parameters(template) <= {"n"} for template in templates), key
        assert "n" in parameters(templates[0]) & parameters(templates[2]), key


@pytest.mark.parametrize("code", codes.WARNINGS)
@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_a_warning_is_a_sentence_with_nothing_left_to_fill(code: str, lang: str) -> None:
    assert parameters(codes.WARNINGS[code][0]) == WARNING_PARAMETERS.get(code, set())
    said = words.warning_text({"code": code, "at": "/", "list": "示例", "days": 3}, lang)
    assert "{" not in said
    assert said != code


def test_a_warning_survives_a_missing_parameter_and_an_unknown_code() -> None:
    assert "…" in words.warning_text({"code": "stale"}, "en")
    assert words.warning_text({"code": "from-next-year"}, "en") == "from-next-year"


def test_a_hostile_parameter_is_not_read_as_a_template() -> None:
    assert words.say("check", "en", id="{id.__class__}") == "check {id.__class__}"


def test_withheld_reads_differently_for_the_two_polarities() -> None:
    assert words.finding_word("withheld", "restriction", "zh") == "不再适用"
    assert words.finding_word("withheld", "incentive", "zh") == "暂不享受"
    assert words.finding_word("applies", "incentive", "en") == "applies"


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert words.word(codes.EFFECTS, "levitate", "zh") == "levitate"


def test_an_unknown_sentence_or_a_missing_parameter_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        words.say("no-such-sentence", "zh")
    with pytest.raises(KeyError):
        words.say("check", "zh")


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ({"zh": "甲", "en": "A"}, "甲", "A"),
        ({"zh": "甲"}, "甲", "甲"),
        ({"zh": "甲", "en": None}, "甲", "甲"),
        ("甲", "甲", "甲"),
        (None, "", ""),
    ],
)
def test_a_text_falls_back_to_chinese(text: dict[str, str] | str | None, zh: str, en: str) -> None:
    assert (words.text_of(text, "zh"), words.text_of(text, "en")) == (zh, en)


def test_english_counts_have_the_right_number() -> None:
    assert words.counts(1, 0, 2, "en") == "1 restriction · 0 incentives · 2 open"
    assert words.counts(2, 1, 0, "zh") == "受限 2 项 · 激励 1 项 · 待核实 0 项"
    assert words.headline("barred", (1, 0, 0), "zh") == "应予拒绝    受限 1 项 · 激励 0 项 · 待核实 0 项"


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("7 working days", "7 个工作日", "7 working days"),
        ("1 month", "1 个月", "1 month"),
        ("1 years", "1 年", "1 year"),
        ("60 days", "60 日", "60 days"),
        ("as decided", "as decided", "as decided"),
    ],
)
def test_periods_are_printed_as_words(period: str, zh: str, en: str) -> None:
    assert (words.period(period, "zh"), words.period(period, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("article", "en"),
    [
        ("第二十二条", "art. 22"),
        ("第二条第（三）项", "art. 2(3)"),
        ("第十五条第二款第（四）项", "art. 15, para. 2(4)"),
        ("第一百零七条", "art. 107"),
        ("第一百二十条之一", "art. 120-1"),
        ("第10条", "art. 10"),
        ("第四条、第五条", "第四条、第五条"),
        ("第（一）项", "item 1"),
        ("第三部分第（十二）项", "part 3, item 12"),
        ("第二部分", "part 2"),
        ("", ""),
    ],
)
def test_articles_are_cited_in_the_language_of_the_page(article: str, en: str) -> None:
    assert words.article(article, "en") == en
    assert words.article(article, "zh") == article


def test_every_sentence_is_said_somewhere() -> None:
    package = Path(words.__file__).parent.parent
    sources = (path for path in package.rglob("*.py") if path.name != "screen.py")
    source = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    composed = ("record.", "action.", "asked.")
    for key in [*screen.MESSAGES, *screen.COUNTS, *screen.LABELS]:
        assert key.startswith(composed) or f'"{key}"' in source, key


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown language `fr`"):
        words.check_language("fr")
