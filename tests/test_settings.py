"""Settings: who says what counts, and how a wrong setting is told."""

import os
from pathlib import Path
from typing import Any

import pytest

from commands import as_bytes, call, call_credit_rules, empty_folder, listing, profile, small_rules  # noqa: F401  fixtures
from credit_rules.settings import NAMES, Setting, SettingsError, language_of, settings_of

DAY = "2026-11-20"
BARRED = profile(listings=[listing()])


def seen(folder: Path, **options: Any) -> Any:
    """Values and sources, as seen from `folder`."""
    given = {name: Setting(value, f"--{name}") for name, value in options.items()}
    return {name: (told.value, told.source) for name, told in settings_of(given, os.environ, folder).items()}


def users_file(text: str) -> Path:
    path = Path(os.environ["XDG_CONFIG_HOME"]) / "credit-rules" / "credit-rules.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults(isolated: Path) -> None:
    assert seen(isolated) == {
        "rules": (("cn",), "default"),
        "lang": ("zh", "default"),
        "format": ("text", "default"),
        "profiles": (None, "default"),
        "audience": ("clerk", "default"),
        "operator": (None, "default"),
        "body": (None, "default"),
        "region": (None, "default"),
        "authority": (None, "default"),
        "verify": (True, "default"),
        "verify_seconds": (60, "default"),
    }


def test_command_line_before_environment_before_nearest_file_before_the_users(
    isolated: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    users = users_file('operator = "user"\nbody = "user"\nregion = "110000"\naudience = "file"\n')
    near = isolated / "credit-rules.toml"
    near.write_text('operator = "near"\nbody = "near"\n\nregion = "230000"\n', encoding="utf-8")
    inside = isolated / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.setenv("CREDIT_RULES_OPERATOR", "variable")
    monkeypatch.setenv("CREDIT_RULES_BODY", "variable")
    found = seen(inside, operator="option")
    assert found["operator"] == ("option", "--operator")
    assert found["body"] == ("variable", "CREDIT_RULES_BODY")
    assert found["region"] == ("230000", f"{near}:4")
    assert found["audience"] == ("file", f"{users}:4")


def test_only_the_nearest_file_counts(isolated: Path) -> None:
    (isolated / "credit-rules.toml").write_text('operator = "far"\nbody = "far"\n', encoding="utf-8")
    inside = isolated / "a"
    inside.mkdir()
    (inside / "credit-rules.toml").write_text('operator = "near"\n', encoding="utf-8")
    found = seen(inside)
    assert (found["operator"][0], found["body"][0]) == ("near", None)


def test_without_xdg_the_users_file_is_at_home(isolated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(os.environ["HOME"]) / ".config" / "credit-rules" / "credit-rules.toml"
    path.parent.mkdir(parents=True)
    path.write_text('format = "json"\n', encoding="utf-8")
    for value in ("", "relative/is/ignored"):
        monkeypatch.setenv("XDG_CONFIG_HOME", value)
        assert seen(isolated)["format"] == ("json", f"{path}:1")


def test_every_setting_has_a_variable(isolated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "rules": "cn/shandong, ./own",
        "lang": "en",
        "format": "json",
        "profiles": "all.jsonl",
        "audience": "subject",
        "operator": "李某",
        "body": "某局",
        "region": "370300",
        "authority": "purchaser",
        "verify": "false",
        "verify_seconds": "7",
    }
    assert set(values) == set(NAMES)
    for name, value in values.items():
        monkeypatch.setenv(f"CREDIT_RULES_{name.upper()}", value)
    found = seen(isolated)
    assert all(source == f"CREDIT_RULES_{name.upper()}" for name, (_, source) in found.items())
    typed = {"rules": ("cn/shandong", "./own"), "verify": False, "verify_seconds": 7}
    assert {name: value for name, (value, _) in found.items()} == values | typed


def test_an_empty_variable_says_nothing(isolated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDIT_RULES_FORMAT", " ")
    assert seen(isolated)["format"] == ("text", "default")


def test_paths_in_a_file_are_relative_to_the_file(isolated: Path) -> None:
    place = isolated / "project"
    (place / "deep").mkdir(parents=True)
    (place / "own" / "more").mkdir(parents=True)
    text = 'rules = ["cn", "./own", "own/more", "x.yaml", "cn/shandong", "/abs"]\nprofiles = "data/all.jsonl"\n'
    (place / "credit-rules.toml").write_text(text, encoding="utf-8")
    found = seen(place / "deep")
    own = [str(place / name) for name in ("own", "own/more", "x.yaml")]
    assert found["rules"][0] == ("cn", *own, "cn/shandong", "/abs")
    assert found["profiles"][0] == str(place / "data/all.jsonl")


def test_one_rule_set_needs_no_list_around_it(isolated: Path) -> None:
    (isolated / "credit-rules.toml").write_text('rules = "cn"\n', encoding="utf-8")
    assert seen(isolated)["rules"][0] == ("cn",)


@pytest.mark.parametrize(
    ("environment", "lang", "source"),
    [
        ({}, "zh", "default"),
        ({"LANG": "en_US.UTF-8"}, "en", "LANG"),
        ({"LANG": "zh_CN.UTF-8"}, "zh", "LANG"),
        ({"LANG": "C"}, "zh", "LANG"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB"}, "en", "LC_MESSAGES"),
        ({"LANG": "en", "LC_MESSAGES": "en", "LC_ALL": "zh_CN"}, "zh", "LC_ALL"),
    ],
)
def test_the_language_of_the_environment(environment: dict[str, str], lang: str, source: str) -> None:
    assert language_of(environment) == Setting(lang, source)


# --- wrong settings ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "code", "said"),
    [
        ('\nlanguage = "zh"\n', ":2", "unknown-key", "`lang`"),
        ('lang = "fr"\n', ":1", "unknown-value", "zh, en"),
        ('format = "jsno"\n', ":1", "unknown-value", "`json`"),
        ('format = "html"\n', ":1", "not-yet", "html"),
        ('audience = "clark"\n', ":1", "unknown-value", "`clerk`"),
        ("rules = 3\n", ":1", "wrong-type", ""),
        ("rules = [3]\n", ":1", "wrong-type", ""),
        ('operator = ""\n', ":1", "empty-text", ""),
        ("\n\nregion = 370300\n", ":3", "wrong-type", ""),
        ('region = "3703"\n', ":1", "bad-region", "370300"),
        ('authority = "The Buyer"\n', ":1", "bad-code", ""),
        ('verify = "no"\n', ":1", "wrong-type", "true"),
        ("verify_seconds = 0\n", ":1", "bad-seconds", "60"),
        ("verify_seconds = 1.5\n", ":1", "wrong-type", ""),
        ('[rules]\nname = "cn"\n', ":1", "wrong-type", ""),
        ('[lnag]\nx = "cn"\n', ":1", "unknown-key", "`lang`"),
        ("lang = zh\n", ":1:8", "bad-toml", ""),
        ('lang = "zh"\nlang = "en"\n', ":2", "bad-toml", ""),
    ],
)
def test_a_wrong_setting_is_told_with_file_line_and_what_would_mend_it(
    isolated: Path,
    text: str,
    place: str,
    code: str,
    said: str,
) -> None:
    path = isolated / "credit-rules.toml"
    path.write_text(text, encoding="utf-8")
    for lang in ("zh", "en"):
        for command in (call_credit_rules, call):
            argv = ("settings",) if command is call_credit_rules else ("-", "--action", "bid")
            answer = command(*argv, "--lang", lang)
            assert (answer.code, answer.out) == (2, "")
            assert answer.err.startswith(f"{path}{place}")
            assert code in answer.err
            assert said in answer.err


def test_everything_wrong_is_told_at_once(isolated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (isolated / "credit-rules.toml").write_text('lang = "fr"\nfromat = "x"\n', encoding="utf-8")
    users_file('region = "x"\n')
    monkeypatch.setenv("CREDIT_RULES_AUDIENCE", "nobody")
    with pytest.raises(SettingsError) as told:
        seen(isolated, format="xml")
    assert sorted(p.code for p in told.value.problems) == [
        "bad-region",
        "unknown-key",
        "unknown-value",
        "unknown-value",
        "unknown-value",
    ]
    assert {"--format", "CREDIT_RULES_AUDIENCE"} <= {p.at for p in told.value.problems}


@pytest.mark.parametrize("raw", [b"\x80\xff\xff", b"lang = '\x00'"])
def test_a_file_that_is_no_text(isolated: Path, raw: bytes) -> None:
    (isolated / "credit-rules.toml").write_bytes(raw)
    answer = call_credit_rules("settings")
    assert (answer.code, answer.out) == (2, "")
    assert str(isolated / "credit-rules.toml") in answer.err


def test_a_setting_that_is_wrong_for_an_action_is_told_where_it_stands(
    small: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    argv = ("-", "--rules", small, "--action", "bid", "--format", "json", "--date", DAY)
    answer = call(*argv, "--region", "x", stdin=as_bytes(BARRED))
    assert [(told["code"], told["at"]) for told in answer.data["errors"]] == [("bad-region", "--region")]
    monkeypatch.setenv("CREDIT_RULES_REGION", "x")
    answer = call(*argv, stdin=as_bytes(BARRED))
    assert (answer.code, answer.data["errors"][0]["at"]) == (2, "CREDIT_RULES_REGION")


# --- what settings do -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("small")
def test_settings_complete_a_check(isolated: Path) -> None:
    Path("all.jsonl").write_bytes(as_bytes(BARRED))
    text = (
        'rules = ["./small"]\nlang = "en"\nformat = "json"\nprofiles = "all.jsonl"\noperator = "李某"\nbody = "某局"\n'
        'region = "370300"\nauthority = "buyer"\n'
    )
    (isolated / "credit-rules.toml").write_text(text, encoding="utf-8")
    answer = call("91230199MA0DEM0133", "--action", "bid", "--date", DAY)
    action = answer.data["action"]
    assert answer.data["outcome"] == "barred"
    assert [action[name] for name in ("operator", "body", "region", "authority")] == ["李某", "某局", "370300", "buyer"]
    assert call("-", "--action", "bid", "--format", "text", stdin=as_bytes(BARRED)).out.startswith("BARRED")


def test_settings_are_listed_with_where_they_come_from(isolated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = isolated / "credit-rules.toml"
    path.write_text('operator = "李某\\u001b"\n', encoding="utf-8")
    monkeypatch.setenv("CREDIT_RULES_RULES", "cn,cn/shandong")
    answer = call_credit_rules("settings")
    assert answer.code == 0
    assert "rules = cn, cn/shandong    CREDIT_RULES_RULES\n" in answer.out
    assert f"operator = 李某\\u001b    {path}:1\n" in answer.out
    assert "body = （未设置）    默认值\n" in answer.out
    assert "body = (not set)    default\n" in call_credit_rules("settings", "--lang", "en").out


def test_settings_as_json() -> None:
    answer = call_credit_rules("settings", "--format", "json")
    listed = {entry["name"]: (entry["value"], entry["from"]) for entry in answer.data["settings"]}
    assert listed["rules"] == (["cn"], "default")
    assert listed["format"] == ("json", "--format")
    assert listed["profiles"] == (None, "default")
