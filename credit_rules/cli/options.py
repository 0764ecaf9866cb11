"""What commands understand: one table of options that serves parsing, help, and the nearest name for a typing error."""

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from credit_rules.errors import UsageError, problem
from credit_rules.stages.shaping import with_nearest


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its name, what stands for its value (none: a switch), and what it does, in both languages."""

    name: str
    value: str
    zh: str
    en: str
    repeats: bool = False

    @property
    def key(self) -> str:
        """The name under which its value is found."""
        return self.name.removeprefix("--").replace("-", "_")


@dataclass(frozen=True, slots=True)
class Manual:
    """What `--help` says about a command, and what its parser knows."""

    usage: str
    zh: str
    en: str
    options: tuple[Option, ...]
    arguments: int = 0  # how many there may be
    parts: tuple[tuple[str, str, str], ...] = ()  # arguments or commands, each with what it means


HELP = Option("--help", "", "显示本说明", "show this text")
RULES = Option(
    "--rules",
    "NAME|PATH",
    "规则集名称或路径，可写多次，默认 cn",
    "rule sets by name or path, may stand more than once; cn if absent",
    repeats=True,
)
DRAFTS = Option(
    "--drafts",
    "",
    "连同依据尚未核实的草案清单一并载入",
    "load draft lists, too: those whose sources are not verified",
)
FORMAT = Option("--format", "text|json", "输出格式，默认 text", "format of the output; text if absent")
LANG = Option("--lang", "zh|en", "输出语言", "language of the output")


def parse(manual: Manual, argv: Sequence[str]) -> tuple[dict[str, object], list[str]]:
    """The options given, by key, and the arguments. UsageError for whatever the manual does not know."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    for option in manual.options:
        if option.value:
            parser.add_argument(option.name, action="append" if option.repeats else "store", dest=option.key)
        else:
            short = ("-h",) if option is HELP else ()
            parser.add_argument(option.name, *short, action="store_true", default=None, dest=option.key)
    parser.add_argument("arguments", nargs="*")
    try:
        found, unknown = parser.parse_known_intermixed_args(_with_values(manual, argv))
    except argparse.ArgumentError as error:
        raise _misused(error) from None
    options = {key: value for key, value in vars(found).items() if value is not None and key != "arguments"}
    arguments = [*found.arguments]
    if "help" not in options:
        _refuse_unknown(manual, unknown, arguments)
    return options, arguments


def _with_values(manual: Manual, argv: Sequence[str]) -> list[str]:
    """The command line with values that begin with one hyphen tied to their option: `-5` is wrong, but a value."""
    names = {option.name for option in manual.options if option.value}
    joined: list[str] = []
    for text in argv:
        if joined and joined[-1] in names and re.match("-[^-h]", text):
            joined[-1] = f"{joined[-1]}={text}"
        else:
            joined.append(text)
    return joined


def _misused(error: argparse.ArgumentError) -> UsageError:
    name = (error.argument_name or "").split("/")[-1]
    if "expected one argument" in str(error):
        return UsageError(problem("option-without-value", "", name=name))
    if "ignored explicit argument" in str(error):
        return UsageError(problem("option-with-value", "", name=name))
    return UsageError(problem("usage", "", why=error))


def _refuse_unknown(manual: Manual, unknown: Sequence[str], arguments: Sequence[str]) -> None:
    for text in unknown:
        if text.startswith("-"):
            name = text.partition("=")[0]
            raise UsageError(with_nearest("unknown-option", "", name, [option.name for option in manual.options]))
    extra = [*arguments[manual.arguments :], *unknown]
    if extra:
        raise UsageError(problem("extra-argument", "", name=extra[0]))


def told_before(option: str, argv: Sequence[str]) -> str | None:
    """The value of an option in a command line that may be wrong elsewhere: errors have a language too."""
    for place, text in enumerate(argv):
        if text == option and place + 1 < len(argv):
            return argv[place + 1]
        if text.startswith(f"{option}="):
            return text.partition("=")[2]
    return None


def help_text(manual: Manual, lang: str) -> str:
    """The manual as text."""
    return "\n".join(_help_lines(manual, lang)) + "\n"


def _help_lines(manual: Manual, lang: str) -> Iterator[str]:
    chinese = lang == "zh"
    yield f"{'用法' if chinese else 'usage'}: {manual.usage}"
    yield from ("", manual.zh if chinese else manual.en)
    if manual.parts:
        yield ""
    for name, zh, en in manual.parts:
        yield from (f"  {name}", f"      {zh if chinese else en}")
    yield from ("", "选项:" if chinese else "options:")
    for option in manual.options:
        yield f"  {option.name} {option.value}".rstrip() + (" …" if option.repeats else "")
        yield f"      {option.zh if chinese else option.en}"
