"""Bad input: every mistake has an exit code, a place, a code and advice in both languages, and never a trace."""

import json
from pathlib import Path
from typing import Any

import pytest

from commands import SMALL_LIST, SMALL_RULES, Answer, as_bytes, call, empty_folder, listing, profile, small_rules  # noqa: F401  fixtures
from credit_rules import CreditProfile
from credit_rules.errors import ProfileError
from credit_rules.profiles import action_from

DAY = "2026-11-20"
ARGV = ("--action", "bid", "--date", DAY)


def told(answer: Answer) -> list[tuple[str, str]]:
    """Code and place of each problem; every one is a small piece of writing in both languages."""
    for entry in answer.data["errors"]:
        assert list(entry) == ["code", "at", "message", "help"]
        for sentence in (entry["message"], entry["help"] or {"zh": "-", "en": "-"}):
            assert set(sentence) == {"zh", "en"}
            assert all(sentence.values())
            assert not any(text.endswith((".", "。")) for text in sentence.values())
    return [(entry["code"], entry["at"]) for entry in answer.data["errors"]]


def in_words(answer: Answer, code: str) -> None:
    """A problem told in words: nothing on standard output."""
    assert answer.out == ""
    assert code in answer.err


# --- profiles ---------------------------------------------------------------------------------------------------

SUBJECT = profile()["subject"]


def with_listing(**more: Any) -> dict[str, Any]:
    return profile(listings=[listing(**more)])


PROFILES: dict[str, tuple[Any, str, str, str]] = {
    # what is wrong: data, code, place, what the advice names
    "an unknown section": (profile(listing=[]), "unknown-key", "/listing", "`listings`"),
    "a misspelt field": (with_listing(removd_on=None), "unknown-key", "/listings/0/removd_on", "`removed_on`"),
    "a misspelt key of the subject": (
        profile(subject=SUBJECT | {"nmae": "x"}),
        "unknown-key",
        "/subject/nmae",
        "`name`",
    ),
    "no subject": ({"as_of": DAY}, "missing-key", "", ""),
    "no kind": (profile(subject={"id": "1"}), "missing-key", "/subject", ""),
    "an unknown kind": (
        profile(subject=SUBJECT | {"kind": "enterprize"}),
        "unknown-value",
        "/subject/kind",
        "enterprise",
    ),
    "no own date": (profile(listings=[{"list": "bad-a"}]), "missing-key", "/listings/0", ""),
    "a list that is a mapping": (profile(listings={}), "wrong-type", "/listings", ""),
    "a mapping that is a list": (profile(subject=[]), "wrong-type", "/subject", ""),
    "a profile that is a list": ([], "wrong-type", "", ""),
    "a number for a text": (profile(subject=SUBJECT | {"name": 7}), "wrong-type", "/subject/name", ""),
    "a text for true": (
        profile(penalties=[{"decided_on": DAY, "large": "yes"}]),
        "wrong-type",
        "/penalties/0/large",
        "",
    ),
    "an empty id": (with_listing(id=" "), "empty-text", "/listings/0/id", ""),
    "a code that is none": (with_listing(list="Bad A"), "bad-code", "/listings/0/list", "procurement.bid"),
    "a region that is none": (with_listing(region="3703"), "bad-region", "/listings/0/region", "370300"),
    "a day that is not in the calendar": (
        with_listing(listed_on="2016-02-30"),
        "bad-date",
        "/listings/0/listed_on",
        DAY,
    ),
    "a day without zeros": (with_listing(listed_on="2016-8-1"), "bad-date", "/listings/0/listed_on", DAY),
    "a day without hyphens": (with_listing(listed_on="20261120"), "bad-date", "/listings/0/listed_on", DAY),
    "a day in full width": (with_listing(listed_on="２０２６-11-20"), "bad-date", "/listings/0/listed_on", DAY),
    "a moment for a day": (with_listing(listed_on="2026-11-20T08:00:00"), "bad-date", "/listings/0/listed_on", DAY),
    "a number for a day": (with_listing(listed_on=20261120), "wrong-type", "/listings/0/listed_on", ""),
    "never where a day is wanted": (with_listing(removed_on="never"), "bad-date", "/listings/0/removed_on", DAY),
    "money in full width": (with_listing(amount="１２"), "bad-money", "/listings/0/amount", "4000000.00"),
    "money with an underscore": (with_listing(amount="1_000"), "bad-money", "/listings/0/amount", ""),
    "money with a comma": (with_listing(amount="1,000"), "bad-money", "/listings/0/amount", ""),
    "money that is no number": (with_listing(amount="NaN"), "bad-money", "/listings/0/amount", ""),
    "money without bound": (with_listing(amount="Infinity"), "bad-money", "/listings/0/amount", ""),
    "money with an exponent": (with_listing(amount="1e6"), "bad-money", "/listings/0/amount", ""),
    "negative money": (with_listing(amount="-1"), "bad-money", "/listings/0/amount", ""),
    "money as a number": (with_listing(amount=12.5), "wrong-type", "/listings/0/amount", ""),
    "removed before listed": (with_listing(removed_on="2024-01-01"), "dates-contradict", "/listings/0/removed_on", ""),
    "ended before listed": (with_listing(ends_on="2024-01-01"), "dates-contradict", "/listings/0/ends_on", ""),
    "closed before accepted": (
        with_listing(objection={"accepted_on": "2026-02-01", "closed_on": "2026-01-01"}),
        "dates-contradict",
        "/listings/0/objection/closed_on",
        "",
    ),
    "upheld and not closed": (
        with_listing(objection={"upheld": True}),
        "objection-unclosed",
        "/listings/0/objection",
        "",
    ),
    "two versions of one day": (
        profile(listings=[listing(), listing(amount="1")]),
        "two-versions",
        "/listings/1",
        "",
    ),
    "two related subjects of one id": (
        profile(related=[{"id": "X1", "role": "a", "profile": profile()}] * 2),
        "duplicate-related",
        "/related/1",
        "",
    ),
    "a mistake far inside": (
        profile(related=[{"role": "a", "profile": with_listing(listed_on="x")}]),
        "bad-date",
        "/related/0/profile/listings/0/listed_on",
        DAY,
    ),
    "a NUL": (profile(subject=SUBJECT | {"name": "a\u0000b"}), "bad-character", "/subject/name", ""),
    "half a surrogate pair": (profile(subject=SUBJECT | {"name": "\ud83d"}), "bad-character", "/subject/name", ""),
}


@pytest.mark.parametrize("name", PROFILES)
def test_a_wrong_profile(name: str, small: str) -> None:
    data, code, at, advice = PROFILES[name]
    raw = json.dumps(data).encode()
    answer = call("-", "--rules", small, *ARGV, "--format", "json", stdin=raw)
    assert answer.code == 3
    assert (code, at) in told(answer)
    assert advice in answer.out
    for lang in ("zh", "en"):
        words = call("-", "--rules", small, *ARGV, "--lang", lang, stdin=raw)
        in_words(words, f"{at}: {code}: " if at else f"{code}: ")
        assert words.code == 3


HALF = "\ud83d"  # of a surrogate pair: no file can hold it, data made in code can


@pytest.mark.parametrize(
    ("data", "code", "at"),
    [
        *(wrong[:3] for name, wrong in PROFILES.items() if name != "a NUL"),  # which is a fault of files only
        (profile(subject=SUBJECT | {"id": HALF}), "bad-character", "/subject/id"),
        (profile(subject=SUBJECT | {"kind": f"enterprise{HALF}"}), "bad-character", "/subject/kind"),
        (profile(subject=SUBJECT | {HALF: "x"}), "bad-character", "/subject"),
        (profile(subject=SUBJECT | {7: "x"}), "unknown-key", "/subject/7"),
        (profile(consulted=[HALF]), "bad-character", "/consulted/0/what"),
        (with_listing(document=f"a{HALF}"), "bad-character", "/listings/0/document"),
        (with_listing(listed_on=f"2025-01-01{HALF}"), "bad-character", "/listings/0/listed_on"),
        (with_listing(amount=f"1{HALF}"), "bad-character", "/listings/0/amount"),
    ],
)
def test_a_wrong_profile_made_in_code_is_refused_as_one_in_a_file(data: Any, code: str, at: str) -> None:
    with pytest.raises(ProfileError) as caught:
        CreditProfile.from_data(data)
    assert (code, at) in [(told.code, told.at) for told in caught.value.problems]


@pytest.mark.parametrize("field", ["code", "case", "purpose"])
def test_an_action_made_in_code_holds_no_sign_that_can_be_written_nowhere(field: str) -> None:
    with pytest.raises(ProfileError) as caught:
        action_from({"code": "bid", "date": DAY, field: HALF})
    assert [(told.code, told.at) for told in caught.value.problems] == [("bad-character", f"/{field}")]


def test_all_mistakes_of_a_profile_are_told_at_once(small: str) -> None:
    wrong = profile(listings=[listing(listed_on="x", amount="y", regoin="z"), listing(list="A B")], ratings=1)
    answer = call("-", "--rules", small, *ARGV, "--format", "json", stdin=as_bytes(wrong))
    assert set(told(answer)) == {
        ("bad-date", "/listings/0/listed_on"),
        ("bad-money", "/listings/0/amount"),
        ("unknown-key", "/listings/0/regoin"),
        ("bad-code", "/listings/1/list"),
        ("wrong-type", "/ratings"),
    }


TEXTS: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "empty-file"),
    "white space": (b" \n\t\n", "empty-file"),
    "only a byte order mark": (b"\xef\xbb\xbf", "empty-file"),
    "half a profile": (as_bytes(profile())[:-10], "bad-json"),
    "two profiles": (as_bytes(profile()) * 2, "bad-json"),
    "a key twice": (b'{"subject": {"kind": "enterprise", "kind": "household"}}', "duplicate-key"),
    "not a number": (b'{"subject": {"kind": "enterprise"}, "points": [{"value": NaN}]}', "bad-json"),
    "an endless number": (
        b'{"subject": {"kind": "enterprise"}, "points": [{"value": ' + b"9" * 5000 + b"}]}",
        "bad-json",
    ),
    "depths": (b'{"a":' * 5000 + b"1" + b"}" * 5000, "too-deep"),
    "bytes that are no text": (b'{"subject": "\x80\xff\xff"}', "bad-encoding"),
    "ten megabytes": (b'{"subject": "' + b"x" * 10_000_000 + b'"}', "too-large"),
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("where", ["file", "stdin"])
def test_a_text_that_is_no_profile(name: str, where: str, small: str) -> None:
    raw, code = TEXTS[name]
    Path("a.json").write_bytes(raw)
    argument, stdin = ("a.json", b"") if where == "file" else ("-", raw)
    answer = call(argument, "--rules", small, *ARGV, "--format", "json", stdin=stdin)
    assert answer.code == 3
    found = told(answer)
    assert {entry[0] for entry in found} == {code} or (where == "stdin" and code == "empty-file")
    in_words(call(argument, "--rules", small, *ARGV, stdin=stdin), found[0][0])


YAML_TEXTS: dict[str, tuple[str, str]] = {
    "a key twice": ("subject: {kind: enterprise}\nas_of: 2026-11-20\nas_of: 2026-11-21\n", "a.yaml:3:1"),
    "a tab": ("subject:\n\tkind: enterprise\n", "a.yaml:2:1"),
    "a merge key": ("subject: &a {kind: enterprise}\nrelated: [{<<: *a}]\n", "a.yaml:2:12"),
    "an alias of itself": ("subject: &a {kind: *a}\n", "a.yaml:1:"),
    "a million laughs": ("a: &a [x]\n" + "".join(f"b{n}: [*a, *a, *a]\n" for n in range(9)), "a.yaml:"),
    "two documents": ("subject: {kind: enterprise}\n---\nsubject: {kind: enterprise}\n", "a.yaml:"),
    "a tag": ("subject: !!python/object:os.system {kind: enterprise}\n", "a.yaml:1:"),
    "an open bracket": ("subject: {kind: enterprise\n", "a.yaml:"),
    "a NUL": ("subject: {kind: enterprise, name: a\0b}\n", "a.yaml:1:"),
    "nothing": ("", "a.yaml:1:1"),
    "a comment": ("# nothing\n", "a.yaml:1:1"),
}


@pytest.mark.parametrize("name", YAML_TEXTS)
def test_a_yaml_text_that_is_no_profile(name: str, small: str) -> None:
    text, at = YAML_TEXTS[name]
    Path("a.yaml").write_text(text, encoding="utf-8")
    answer = call("a.yaml", "--rules", small, *ARGV, "--format", "json")
    assert answer.code == 3
    assert told(answer)[0][1].startswith(at)


def test_dates_and_codes_of_a_yaml_profile_are_read_as_written(small: str) -> None:
    Path("a.yaml").write_text("subject: {id: NO, kind: enterprise, region: 010000}\nas_of: 2016-02-30\n")
    answer = call("a.yaml", "--rules", small, *ARGV, "--format", "json")
    assert told(answer) == [("bad-date", "/as_of")]


def test_ten_thousand_records(small: str) -> None:
    many = [listing(id=f"L{number}", document=f"No. {number}") for number in range(10_000)]
    answer = call("-", "--rules", small, *ARGV, "--format", "json", stdin=as_bytes(profile(listings=many)))
    assert (answer.code, answer.data["outcome"]) == (0, "barred")
    assert answer.data["findings"][0]["because_more"] is True


def test_a_list_nobody_knows_is_a_warning(small: str) -> None:
    answer = call("-", "--rules", small, *ARGV, "--format", "json", stdin=as_bytes(with_listing(list="bad-z")))
    assert answer.code == 0
    assert "list-not-loaded" in [warning["code"] for warning in answer.data["warnings"]]


def test_identifiers_are_no_reason_to_crash(small: str) -> None:
    for identifier in ("91230199MA0DEM0134", "1" * 5000, "９１２３", "'; drop table", "\u202e", "91230199MA0DEM013"):
        for scheme in ("CN-USCI", "CN-RIC", None):
            data = profile(subject={"id": identifier, "scheme": scheme, "kind": "enterprise"})
            answer = call("-", "--rules", small, *ARGV, "--format", "json", stdin=as_bytes(data))
            assert (answer.code, answer.data["subject"]["identity"]) == (0, "doubtful")
            assert call("-", "--rules", small, *ARGV, stdin=as_bytes(data)).code == 0


# --- actions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ("--date", "2016-02-30", "bad-date"),
        ("--date", "2016-8-1", "bad-date"),
        ("--date", "20261120", "bad-date"),
        ("--date", "", "bad-date"),
        ("--date", "today", "bad-date"),
        ("--known", "2026-13-01", "bad-date"),
        ("--amount", "１２", "bad-money"),
        ("--amount", "1_000", "bad-money"),
        ("--amount", "NaN", "bad-money"),
        ("--amount", "-5", "bad-money"),
        ("--amount", "1e6", "bad-money"),
        ("--amount", "", "bad-money"),
        ("--region", "37", "bad-region"),
        ("--region", "山东", "bad-region"),
        ("--authority", "采购人", "bad-code"),
        ("--action", "bib", "unknown-action"),
        ("--action", "", "empty-text"),
    ],
)
def test_a_wrong_action_is_told_by_its_option(option: str, value: str, code: str, small: str) -> None:
    argv = ("-", "--rules", small, *ARGV, f"{option}={value}")
    answer = call(*argv, "--format", "json", stdin=as_bytes(profile()))
    assert (answer.code, told(answer)) == (3, [(code, option)])
    in_words(call(*argv, stdin=as_bytes(profile())), f"{option}: {code}")


# --- rule sets --------------------------------------------------------------------------------------------------

RULES: dict[str, tuple[str, str, str, str]] = {
    # what is wrong: what stands there, what stood there before, code, nearest name
    "an unknown list": ("{list: bad-b}", "{list: bad-a}", "unknown-list", "`bad-a`"),
    "an unknown action": ("actions: [bit]", "actions: [bid]", "unknown-action", "`bid`"),
    "an unknown source": ("[甲发 第三条]", "[甲法 第三条]", "unknown-source", ""),
    "an unknown field": ("{listed_date: {at_least: 2020-01-01}}", "{list: bad-a}", "unknown-field", "`listed_on`"),
    "a misspelt key": ("polarty: restriction", "polarity: restriction", "unknown-key", "`polarity`"),
    "a key twice": ("duty: must\n    duty: may", "duty: must", "duplicate-key", ""),
    "an id twice": ("- id: limit-funds", "- id: refuse", "duplicate-id", ""),
    "an unknown effect": ("effect: barr", "effect: bar", "unknown-value", "`bar`"),
    "an unknown category": ("category: market-acces", "category: market-access", "unknown-category", ""),
    "an impossible date": ("{from: 2016-02-30}", "{from: 2000-01-01}", "bad-date", ""),
    "a wrong type": ("actions: bid", "actions: [bid]", "wrong-type", ""),
    "a missing key": ("", 'edition: "1"\n', "missing-key", ""),
    "a tab": ("\teffect: bar", "    effect: bar", "tab", ""),
    "a merge key": ("- <<: {}\n    id: refuse", "- id: refuse", "merge-key", ""),
    "no basis": ("basis: []", "basis: [甲法 第三条]", "no-sufficient-basis", ""),
}


#: What is wrong, as above; and in Chinese what is said of it or what is advised.
TOLD: dict[str, tuple[str, str, str, str]] = {
    "commas of Chinese in a list": ("actions: [bid，fund]", "actions: [bid]", "unknown-action", "英文逗号"),
    "quotes of Chinese": ("effect: “bar”", "effect: bar", "unknown-value", "中文引号|英文双引号"),
    "a list by its title": ("{list: 甲名单}", "{list: bad-a}", "unknown-list", "`bad-a`"),
    "an action by its alias": ("actions: [投标审查]", "actions: [bid]", "unknown-action", "`bid`"),
    "a body by its title": ("by: [采购人]\n    duty: must", "duty: must", "unknown-authority", "`buyer`"),
    "a body nobody knows": (
        "by: [市政府]\n    duty: must",
        "duty: must",
        "unknown-authority",
        "`credit-rules show`",
    ),
    "a value by its word": ("polarity: 惩戒", "polarity: restriction", "unknown-value", "`restriction`"),
    "a source in book title marks": ("[《甲法》第三条]", "[甲法 第三条]", "unknown-source", "`甲法 第三条`"),
    "an unknown source in marks": ("[《乙法》第三条]", "[甲法 第三条]", "unknown-source", "不写书名号"),
    "a source nobody knows": ("[某某某规定]", "[甲法 第三条]", "unknown-source", "`credit-rules show`"),
    "two keys in a condition": (
        "when: {listing: {list: bad-a}, penalty: {field: x}}",
        "when: {listing: {list: bad-a}}",
        "bad-condition",
        "listing, penalty",
    ),
    "amounts with commas": (
        "when: {listing: {list: bad-a, amount: {above: '1,000,000'}}}",
        "when: {listing: {list: bad-a}}",
        "bad-money",
        "千分位",
    ),
    "amounts with a unit": (
        "when: {listing: {list: bad-a, amount: {above: 200万}}}",
        "when: {listing: {list: bad-a}}",
        "bad-money",
        "2000000",
    ),
    "no basis at all": ("basis: []", "basis: [甲法 第三条]", "no-sufficient-basis", "没有写依据"),
    "a key without content": ("basis:", "basis: [甲法 第三条]", "wrong-type", "没有内容"),
    "a measure nobody knows": ("narrows: xyz/qqq\n    duty: must", "duty: must", "unknown-measure", "show"),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_usual_mistake_in_a_rule_set_is_told_once_with_its_cure(name: str, small: str) -> None:
    new, old, code, words = TOLD[name]
    assert old in SMALL_LIST
    (Path(small) / "list.yaml").write_text(SMALL_LIST.replace(old, new, 1), encoding="utf-8")
    answer = call("-", "--rules", small, *ARGV, "--format", "json", stdin=as_bytes(profile()))
    (entry,) = answer.data["errors"]
    assert entry["code"] == code
    said = entry["message"]["zh"] + entry["help"]["zh"]
    assert any(word in said for word in words.split("|")), said


def test_the_ranks_of_what_is_cited_are_words(small: str) -> None:
    rules = SMALL_RULES.replace("rank: law", "rank: departmental-rule")
    (Path(small) / "catalogue" / "all.yaml").write_text(rules, encoding="utf-8")
    answer = call("-", "--rules", small, *ARGV, "--format", "json", stdin=as_bytes(profile()))
    message = answer.data["errors"][0]["message"]
    assert "现有：部门规章" in message["zh"]
    assert "it has: departmental rule" in message["en"]


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("effect", "bar", "效果：本条 禁止（不得、拒绝），上级 限制"),
        ("duty", "must", "力度：本条 应当，上级 可以"),
        ("actions", "[bid]", "事项：本条 投标，上级 补助资金"),
        ("subjects", "[household]", "主体：本条 家庭户，上级 企业、个体工商户、自然人"),
    ],
)
def test_how_a_measure_is_wider_than_the_one_above_is_said_in_words(
    key: str, value: str, told: str, small: str
) -> None:
    above = SMALL_LIST.replace("duty: must", "duty: may").replace("measure_list: small", "measure_list: above")
    own = {"effect": "limit", "duty": "may", "actions": "[fund]", key: value}
    head, _, measure = SMALL_LIST.partition("  - id: refuse")[0], "", SMALL_LIST.partition("  - id: limit-funds")[2]
    for name, was in (("effect", "limit"), ("duty", "must"), ("actions", "[fund]")):
        measure = measure.replace(f"{name}: {was}", f"{name}: {own[name]}")
    subjects = f"    subjects: {value}\n" if key == "subjects" else ""
    local = f"{head}  - id: own{measure}{subjects}    narrows: above/limit-funds\n"
    (Path(small) / "above.yaml").write_text(above, encoding="utf-8")
    (Path(small) / "list.yaml").write_text(local, encoding="utf-8")
    answer = call("-", "--rules", small, *ARGV, "--format", "json", stdin=as_bytes(profile()))
    assert [(e["code"], told in e["message"]["zh"]) for e in answer.data["errors"]] == [("wider-than-parent", True)]


def test_grades_are_told_in_the_order_of_their_scheme(small: str) -> None:
    grades = "rating_schemes:\n  - {id: tax, title: 纳税, grades: [A, B, M, C, D]}\n"
    (Path(small) / "catalogue" / "more.yaml").write_text(grades, encoding="utf-8")
    list_ = SMALL_LIST.replace("when: {listing: {list: bad-a}}", "when: {rating: {scheme: tax, grade: ZZ}}", 1)
    (Path(small) / "list.yaml").write_text(list_, encoding="utf-8")
    answer = call("-", "--rules", small, *ARGV, "--format", "json", stdin=as_bytes(profile()))
    assert "可用：A, B, M, C, D" in [e["help"]["zh"] for e in answer.data["errors"] if e["code"] == "unknown-value"]


def test_a_profile_among_rules_is_told_once(small: str) -> None:
    (Path(small) / "someone.yaml").write_text(json.dumps(with_listing()), encoding="utf-8")
    answer = call("-", "--rules", small, *ARGV, "--format", "json", stdin=as_bytes(profile()))
    assert told(answer) == [("profile-among-rules", "small/someone.yaml:1:1")]
    assert answer.data["errors"][0]["help"]["zh"] == "请移出规则集的文件夹"


def test_an_amount_on_the_command_line_is_not_advised_as_one_in_json(small: str) -> None:
    answer = call("-", "--rules", small, *ARGV, "--amount", "200万", "--format", "json", stdin=as_bytes(profile()))
    assert "--amount 2000000" in answer.data["errors"][0]["help"]["zh"]


def test_what_the_system_says_is_said_in_chinese(small: str) -> None:
    (Path(small) / "dir.yaml").mkdir()
    answer = call("-", "--rules", f"{small}/dir.yaml/", "--rules", small, *ARGV, "--lang", "zh", stdin=b'{"a": }')
    assert "Is a directory" not in answer.err
    assert "不是正确的 JSON：此处应是一个值" in answer.err


@pytest.mark.parametrize("name", RULES)
def test_a_wrong_rule_set(name: str, small: str) -> None:
    new, old, code, nearest = RULES[name]
    assert old in SMALL_LIST
    (Path(small) / "list.yaml").write_text(SMALL_LIST.replace(old, new, 1), encoding="utf-8")
    argv = ("-", "--rules", small, *ARGV)
    answer = call(*argv, "--format", "json", stdin=as_bytes(profile()))
    assert answer.code == 4
    found = dict(told(answer))
    assert code in found
    assert found[code].startswith("small/list.yaml:")
    assert nearest in answer.out
    for lang in ("zh", "en"):
        in_words(call(*argv, "--lang", lang, stdin=as_bytes(profile())), f"{found[code]}: {code}: ")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty-file"),
        (b"# nothing\n", "empty-file"),
        (b"\x80\xff\xff", "bad-encoding"),
        (b"a: [\n", "not-closed"),
        (b"a: b]\nc: }\n", "bad-yaml"),
        (b"- a\n", "wrong-type"),
        (b"a: 1\n", "unknown-key"),
        (b"a: " + b"[" * 500 + b"]" * 500, "too-deep"),
        (b"#" * 10_000_000, "too-large"),
        (SMALL_LIST.encode() + b"---\n" + SMALL_LIST.encode(), "several-documents"),
        (b"a: &a [x]\nb: [" + b"*a, " * 50 + b"]\n", "anchors"),
        (b"a: &a [*a]\n", "anchors"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_text_that_is_no_rule_file(raw: bytes, code: str, small: str) -> None:
    (Path(small) / "list.yaml").write_bytes(raw)
    answer = call("-", "--rules", small, *ARGV, "--format", "json", stdin=as_bytes(profile()))
    assert answer.code == 4
    assert code in dict(told(answer))
    assert dict(told(answer))[code].startswith("small/list.yaml")


def test_rules_in_gb18030_and_with_a_byte_order_mark(small: str) -> None:
    (Path(small) / "list.yaml").write_bytes(SMALL_LIST.encode("gb18030"))
    (Path(small) / "catalogue" / "all.yaml").write_bytes(b"\xef\xbb\xbf" + SMALL_RULES.encode())
    answer = call("-", "--rules", small, *ARGV, "--format", "json", stdin=as_bytes(with_listing()))
    assert answer.data["outcome"] == "barred"


@pytest.mark.parametrize("name", ["cm", "cn/nowhere", "./nix", "nix.yaml", "/nix"])
def test_rules_that_are_not_there(name: str) -> None:
    answer = call("-", "--rules", name, *ARGV, "--format", "json", stdin=as_bytes(profile()))
    assert answer.code == 4
    assert told(answer)[0][0] == "unknown-ruleset"
    assert "cn/shandong" in answer.data["errors"][0]["help"]["zh"] or "是不是" in answer.data["errors"][0]["help"]["zh"]
