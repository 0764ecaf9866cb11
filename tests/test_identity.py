"""Who is who: identifiers are judged, names are compared, and nobody is the same by name."""

import difflib
import random
from pathlib import Path

import pytest
from stdnum.cn import ric

from credit_rules.screening.identity import Directory, Judged, Known, identified, judged, known_of, normal
from credit_rules.screening.tenders import Identifier, Party
from credit_rules.words.matching import WHY

USCI, OTHER = "91230199MA0DEM0133", "91370300MA0DEM0137"
DATA = Path(__file__).parent.parent.parent / "shared" / "data" / "cn-credit"


# --- identifiers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "doubt"),
    [
        (USCI, None),
        (" 91230199 ma0dem0133 ", None),
        ("９１２３０１９９ＭＡ０ＤＥＭ０１３３", None),
        ("91230199MA0DEM0132", "identity-check-digit"),
        ("91230199MA0DEM013", "identity-code-length"),
        ("91230199MA0DEM01335", "identity-code-length"),
        ("P-17", "identity-no-scheme"),
        ("无", "identity-name-only"),
        ("", "identity-name-only"),
    ],
)
def test_a_code_without_a_scheme_is_judged_by_what_it_looks_like(written: str, doubt: str | None) -> None:
    assert judged(Identifier("", written)).doubt == doubt


def test_a_code_is_compared_without_blanks_and_in_capitals() -> None:
    assert judged(Identifier("cn-usci", "9123 0199-ma0dem0133")) == Judged(Identifier("CN-USCI", USCI))


def test_a_code_of_a_foreign_ngo_is_doubted_and_not_refused() -> None:
    from stdnum.cn import uscc

    code = "G1110000MA0DEM013"
    code += uscc.calc_check_digit(code)
    assert judged(Identifier("CN-USCI", code)).doubt == "identity-code-unfamiliar"
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert judged(Identifier("CN-USCI", wrong)).doubt == "identity-check-digit"


def test_other_schemes_are_taken_as_they_are_written() -> None:
    assert judged(Identifier("UA-EDR", " 40133709 ")) == Judged(Identifier("UA-EDR", "40133709"))


def test_a_person_is_known_by_the_identity_number() -> None:
    assert judged(Identifier("", "11010519491231002X")).identifier.scheme == "CN-RIC"
    assert judged(Identifier("CN-RIC", "110105194912310021")).doubt == "identity-check-digit"


def test_the_unit_code_comes_first_and_certain_ones_before_doubtful() -> None:
    party = Party(identifiers=(Identifier("X-LOCAL", "7"), Identifier("CN-USCI", USCI)))
    assert identified(party) == Judged(Identifier("CN-USCI", USCI))
    doubtful = Party(identifiers=(Identifier("CN-USCI", USCI[:-1] + "2"), Identifier("X-LOCAL", "7")))
    assert identified(doubtful) == Judged(Identifier("X-LOCAL", "7"))
    assert identified(Party(name="只有名称")) is None


@pytest.mark.skipif(not DATA.exists(), reason="the shared data is not here")
def test_codes_are_judged_as_stdnum_judges_them() -> None:
    from stdnum.cn import uscc

    valid = (DATA / "uscc-valid.txt").read_text().split()
    invalid = [line.split(",")[0] for line in (DATA / "uscc-invalid.csv").read_text().split()[1:]]
    assert (len(valid), len(invalid)) == (200, 4)
    for code in (*valid, *invalid):
        assert judged(Identifier("CN-USCI", code)).certain == uscc.is_valid(code), code
    assert all(judged(Identifier("CN-USCI", code)).certain for code in valid)
    assert not any(judged(Identifier("CN-USCI", code)).certain for code in invalid)


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("示例（哈尔滨）建设有限公司", "示例(哈尔滨)建设 有限公司"),
        ("臺灣示例電路製造股份有限公司", "台湾示例电路制造股份有限公司"),
        ("龙江示例建设有限责任公司", "龙江示例建设有限公司"),
        ("Ｅｘａｍｐｌｅ Trading Co., Ltd.", "EXAMPLE TRADING COMPANY LIMITED"),
        ("EJEMPLO, S.A. DE C.V.", "Ejemplo SA de CV"),
        ("Exemplo Comércio Ltda", "EXEMPLO COMERCIO LTDA."),
        ('ТОВ "Приклад"', "Товариство з обмеженою відповідальністю «Приклад»"),
    ],
)
def test_names_written_differently_have_one_form(one: str, other: str) -> None:
    assert normal(one).form == normal(other).form


def test_letters_of_other_scripts_keep_their_marks() -> None:
    assert normal("Йод").form != normal("Иод").form


def test_every_reason_has_a_word() -> None:
    steps = {step for name in ("Ｅx, S.A. 臺é x", "甲有限责任公司") for step in normal(name).steps}
    assert steps <= set(WHY)


def matches(name: str, *known: Known, **more: object) -> list[tuple[str, int, tuple[str, ...]]]:
    party = Party(name=name, **more)  # type: ignore[arg-type]
    return [(match.known.at, match.score, match.why) for match in Directory(known).possible(party)]


def test_a_possible_match_says_why_and_how_near() -> None:
    known = Known(("龍江示例建設有限公司",), (), "list.csv:2")
    assert matches("龙江示例建设有限责任公司", known) == [("list.csv:2", 100, ("same", "legal-form", "traditional"))]
    assert matches("龙江示例建设股份有限公司", known) == [("list.csv:2", 95, ("legal-form-differs", "traditional"))]
    assert matches("龙江示例建筑有限公司", known) == []
    words = Known(("EXAMPLE HARBOUR WORKS LLC",), (), "b")
    assert matches("Harbour Example Works", words) == [("b", 93, ("word-order",))]
    assert matches("Exampel Harbour Works LLC", words)[0][2] == ("near",)
    assert matches("Other Harbour Works LLC", words) == []


def test_another_checked_code_says_it_is_somebody_else() -> None:
    known = Known(("龙江示例建设有限公司",), (Identifier("CN-USCI", OTHER),), "a")
    assert matches("龙江示例建设股份有限公司", known, identifiers=(Identifier("CN-USCI", USCI),)) == []
    another = next(code for last in "0123456789X" if ric.is_valid(code := f"11010519491231004{last}"))
    person = Known(("王示例",), (Identifier("CN-RIC", "11010519491231002X"),), "a")
    assert matches("王示例", person, identifiers=(Identifier("CN-RIC", another),)) == []
    doubtful = (Identifier("CN-USCI", USCI[:-1] + "2"),)
    assert len(matches("龙江示例建设有限公司", known, identifiers=doubtful)) == 1
    assert len(matches("龙江示例建设有限公司", known, identifiers=(Identifier("UA-EDR", "1"),))) == 1


def test_the_very_name_of_a_unit_under_another_code_is_to_be_looked_at() -> None:
    """Whoever is listed might bid under its own name with another's code."""
    known = Known(("龙江示例建设有限公司",), (Identifier("CN-USCI", OTHER),), "a")
    asked = (Identifier("CN-USCI", USCI),)
    assert matches("龙江示例建设有限公司", known, identifiers=asked) == [("a", 100, ("same", "other-code"))]


@pytest.mark.parametrize(("one", "other"), [("sc 123456", "SC123456"), ("01234567", "1234567"), ("1-2/3", "123")])
def test_numbers_written_in_two_ways_make_nobody_the_same_nor_another(one: str, other: str) -> None:
    """A spreadsheet drops leading noughts; the name then still tells that it may be the same."""
    known = Known(("龙江示例建设有限公司",), (Identifier("X-REG", one),), "a")
    party = Party(name="龙江示例建设有限公司", identifiers=(Identifier("X-REG", other),))
    assert Directory([known]).same(party) == ()
    assert len(matches("龙江示例建设有限公司", known, identifiers=party.identifiers)) == 1
    assert matches("龙江示例建设有限公司", known, identifiers=(Identifier("X-REG", "7654321"),)) == []


def test_whoever_is_the_same_by_code_is_no_possible_match() -> None:
    known = Known(("旧名称有限公司", "龙江示例建设有限公司"), (Identifier("", USCI),), "a")
    party = Party(name="龙江示例建设有限公司", identifiers=(Identifier("CN-USCI", USCI),))
    directory = Directory([known])
    assert directory.same(party) == (known,)
    assert directory.possible(party) == ()


def test_a_doubtful_code_makes_nobody_the_same() -> None:
    wrong = Identifier("CN-USCI", USCI[:-1] + "2")
    assert Directory([Known(("甲",), (wrong,), "a")]).same(Party(identifiers=(wrong,))) == ()


def test_other_names_count_and_are_told() -> None:
    known = Known(("SAMPLE WORKS LLC", "样例工程有限公司"), (), "a")
    directory = Directory([known])
    party = Party(name="新名称有限公司", other_names=("样例工程有限公司",))
    assert [match.why for match in directory.possible(party)] == [("same", "other-name")]


def test_names_that_say_too_little_match_nobody() -> None:
    assert matches("A", Known(("A",), (), "a")) == []
    assert matches("有限公司", Known(("有限公司",), (), "a")) != [("a", 0, ())]


def test_somebody_on_record_comes_out_of_a_profile() -> None:
    subject = {
        "id": USCI,
        "scheme": "CN-USCI",
        "name": "甲",
        "other_names": ["乙"],
        "other_ids": [{"id": "7"}],
        "kind": "x",
    }
    assert known_of(subject, "p:1") == Known(("甲", "乙"), (Identifier("CN-USCI", USCI), Identifier("", "7")), "p:1")


def test_names_are_found_among_very_many() -> None:
    known = [Known((f"示例第{number}号建设工程有限公司",), (), str(number)) for number in range(3000)]
    found = Directory(known).possible(Party(name="示例第1234号建设工程有限责任公司"))
    assert found[0].known.at == "1234"
    assert found[0].score == 100


def test_nobody_nearly_alike_is_passed_over() -> None:
    """Against comparing everybody with everybody."""
    dice = random.Random(6)
    names = sorted({"".join(dice.choices("龙江松花嫩牡", k=dice.randint(8, 14))) for _ in range(150)})
    names += [name[:place] + "丹" + name[place + 1 :] for place, name in enumerate(names[:60], 1) if place < len(name)]
    directory = Directory(Known((name,), (), name) for name in names)
    pairs = 0
    for name in names:
        found = {match.found.written: match.score for match in directory.possible(Party(name=name))}
        ratios = {o: difflib.SequenceMatcher(None, name, o, autojunk=False).ratio() for o in names if o != name}
        near = {other: int(100 * ratio) for other, ratio in ratios.items() if ratio >= 0.9}
        assert found == {name: 100, **near}
        pairs += len(near)
    assert pairs > 10
