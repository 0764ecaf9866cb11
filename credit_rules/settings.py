"""Settings: what the command line need not say every time, and where each of them comes from.

Precedence: command line, environment, the nearest `credit-rules.toml` (from the current folder upwards), the user's
own, the default. Files and environment are read here and nowhere else.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator

from credit_rules.errors import Problem, UsageError, problem
from credit_rules.model.scalars import Code, Flag, Region, Shape, Word, YamlText, one_of, read_whole, refuse
from credit_rules.stages.reading import Unreadable, bytes_of, decode
from credit_rules.stages.shaping import shape
from credit_rules.words import LANGUAGES

FILE = "credit-rules.toml"
FORMATS = ("text", "json", "markdown")
AUDIENCES = ("clerk", "subject", "file")

#: Formats the command line promises and does not have yet.
_FORMATS_TO_COME = ("html",)
_RULES_SUFFIXES = (".yaml", ".yml")


class SettingsError(UsageError):
    """A setting cannot be followed; `problems` holds every mistake."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0])
        self.problems = tuple(problems)


def _format(value: object) -> str:
    if value in _FORMATS_TO_COME:
        refuse("not-yet", name=str(value))
    return one_of(*FORMATS)(value)


def _several(value: object) -> object:
    """One rule set may stand without a list around it."""
    return [value] if isinstance(value, str) else value


def _seconds(value: object) -> int:
    """A time to wait, in whole seconds."""
    seconds = read_whole(value)
    if not seconds:
        refuse("bad-seconds", value=str(value))
    return seconds


class _Fields(Shape):
    """Every setting there is, with its type."""

    rules: Annotated[tuple[Word, ...], BeforeValidator(_several)] | None = None
    lang: Annotated[str, BeforeValidator(one_of(*LANGUAGES))] | None = None
    format: Annotated[str, BeforeValidator(_format)] | None = None
    profiles: Word | None = None
    audience: Annotated[str, BeforeValidator(one_of(*AUDIENCES))] | None = None
    operator: Word | None = None
    body: Word | None = None
    region: Region | None = None
    authority: Code | None = None
    verify: Flag | None = None
    verify_seconds: Annotated[int, BeforeValidator(_seconds)] | None = None


NAMES = tuple(_Fields.model_fields)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting's value, and the place it comes from: an option, a variable, `file:line`, or `default`."""

    value: Any
    source: str


Settings = Mapping[str, Setting]


def settings_of(options: Settings, environment: Mapping[str, str], folder: Path) -> Settings:
    """Every setting by its name, as seen from `folder`. SettingsError with all that is wrong in any of the places."""
    problems: list[Problem] = []
    layers = [
        _of_options(options, problems),
        _of_environment(environment, problems),
        *(_of_file(path, problems) for path in _files(environment, folder)),
        _defaults(environment),
    ]
    if problems:
        raise SettingsError(problems)
    return {name: next(layer[name] for layer in layers if name in layer) for name in NAMES}


def language_of(environment: Mapping[str, str]) -> Setting:
    """The language the environment speaks: English where the locale begins with `en`, else Chinese."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return Setting("en" if environment[name].startswith("en") else "zh", name)
    return Setting("zh", "default")


def _defaults(environment: Mapping[str, str]) -> dict[str, Setting]:
    values: dict[str, Any] = {
        "rules": ("cn",),
        "format": "text",
        "audience": "clerk",
        "verify": True,
        "verify_seconds": 60,
    }
    return {name: Setting(values.get(name), "default") for name in NAMES} | {"lang": language_of(environment)}


def _of_options(options: Settings, problems: list[Problem]) -> dict[str, Setting]:
    """What the command line says; what becomes part of the action is checked together with the action."""
    checked = {name: told for name, told in options.items() if name not in ("operator", "body", "region", "authority")}
    values = _checked(
        {name: told.value for name, told in checked.items()},
        lambda name: options[name].source if name in options else name,
        problems,
    )
    return dict(options) | {name: Setting(value, options[name].source) for name, value in values.items()}


def _of_environment(environment: Mapping[str, str], problems: list[Problem]) -> dict[str, Setting]:
    """`CREDIT_RULES_…`; several rule sets are parted by commas, an empty variable says nothing."""
    told: dict[str, object] = {}
    for name in NAMES:
        value = environment.get(_variable(name), "").strip()
        if value:
            told[name] = _told_in_words(name, value)
    values = _checked(told, _variable, problems)
    return {name: Setting(_resolved(name, value, Path()), _variable(name)) for name, value in values.items()}


def _told_in_words(name: str, value: str) -> object:
    """A variable is text, whatever the setting is."""
    if name == "rules":
        return [rules.strip() for rules in value.split(",") if rules.strip()]
    return YamlText(value) if name.startswith("verify") else value


def _variable(name: str) -> str:
    return f"CREDIT_RULES_{name.upper()}"


def _files(environment: Mapping[str, str], folder: Path) -> list[Path]:
    """The nearest file from `folder` upwards, then the user's; one file is read once."""
    nearest = next((place / FILE for place in (folder, *folder.parents) if (place / FILE).is_file()), None)
    config = environment.get("XDG_CONFIG_HOME") or ""
    home = Path(config) if Path(config).is_absolute() else _home(environment) / ".config"
    users = home / "credit-rules" / FILE
    return list(dict.fromkeys(path for path in (nearest, users) if path is not None and path.is_file()))


def _home(environment: Mapping[str, str]) -> Path:
    return Path(environment["HOME"]) if environment.get("HOME") else Path("~").expanduser()


def _of_file(path: Path, problems: list[Problem]) -> dict[str, Setting]:
    """What one file says; its relative paths are taken from where it stands."""
    try:
        text = decode(bytes_of(path), str(path))
        told = tomllib.loads(text)
    except OSError as error:
        problems.append(problem("unreadable", str(path), name=path, why=error.strerror or ""))
    except Unreadable as error:
        problems.extend(error.problems)
    except tomllib.TOMLDecodeError as error:
        problems.append(_toml_problem(error, str(path)))
    else:
        values = _checked(told, lambda name: f"{path}:{_line(text, name)}", problems)
        return {
            name: Setting(_resolved(name, value, path.parent), f"{path}:{_line(text, name)}")
            for name, value in values.items()
        }
    return {}


def _toml_problem(error: tomllib.TOMLDecodeError, name: str) -> Problem:
    why, _, place = str(error).partition(" (at ")
    found = re.fullmatch(r"line (\d+), column (\d+)\)", place)
    return problem("bad-toml", f"{name}:{found[1]}:{found[2]}" if found else name, why=why)


def _line(text: str, name: str) -> int:
    """The line a key stands on; the TOML reader does not tell."""
    key = re.escape(name)
    pattern = re.compile(rf"\s*\[*\s*(?:{key}|'{key}'|\"{key}\")\s*[=.\]]")
    return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)


def _checked(told: Mapping[str, object], place: Any, problems: list[Problem]) -> dict[str, Any]:
    """The values that are set, typed; whatever is wrong is added to `problems`."""
    fields, wrong = shape(_Fields, dict(told), lambda path, key: place(str(path[0])) if path else "")
    problems.extend(wrong)
    return {} if fields is None else {name: getattr(fields, name) for name in told if name in NAMES}


def _resolved(name: str, value: Any, folder: Path) -> Any:
    if name == "profiles":
        return str(folder / Path(value).expanduser())
    if name == "rules":
        return tuple(_rules_from(folder, rules) for rules in value)
    return value


def _rules_from(folder: Path, rules: str) -> str:
    """A rule set's path as seen from `folder`; a name stays a name."""
    looks_like_path = rules.startswith((".", "/", "~")) or rules.endswith(_RULES_SUFFIXES)
    if looks_like_path or ("/" in rules and (folder / rules).exists()):
        path = folder / Path(rules).expanduser()
        # A leading dot keeps what was meant as a path from being read as the name of a shipped rule set.
        return str(path) if path.is_absolute() or rules.endswith(_RULES_SUFFIXES) else f"./{path}"
    return rules


def state_folder(environment: Mapping[str, str]) -> Path:
    """Where what a command remembers from one call to the next is kept, out of everybody's way."""
    state = environment.get("XDG_STATE_HOME") or ""
    return (Path(state) if Path(state).is_absolute() else _home(environment) / ".local" / "state") / "credit-rules"


def shown(settings: Settings) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Name, values and source of every setting, as they are listed; no value where it is not set."""
    for name, setting in settings.items():
        value = setting.value
        values = chain(value) if isinstance(value, (tuple, list)) else (() if value is None else (value,))
        yield name, tuple(_shown(item) for item in values), setting.source


def _shown(item: object) -> str:
    """As it is written in a file."""
    return str(item).lower() if isinstance(item, bool) else str(item)
