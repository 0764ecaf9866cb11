"""`credit-rules schema`: the JSON Schema of a kind of file, for editors and for other programs."""

from collections.abc import Sequence
from pathlib import Path

from credit_rules.cli.console import Console
from credit_rules.cli.exits import Exit
from credit_rules.cli.options import HELP, LANG, Manual, Option, help_text, parse
from credit_rules.errors import UsageError, problem
from credit_rules.stages.shaping import with_nearest
from credit_rules.words.keys import KINDS_OF_FILE

MANUAL = Manual(
    "credit-rules schema [KIND] [--into DIR] [--format text|json] [--lang zh|en]",
    "显示一类文件的 JSON Schema（2020-12），供编辑器提示、悬停说明和检查使用；不写 KIND 则列出各类。KIND：",
    "print the JSON Schema (2020-12) of a kind of file, with which editors complete, explain and check; without KIND, "
    "list the kinds. KIND:",
    (
        Option("--into", "DIR", "把各类 Schema 都写入这个文件夹", "write the schemas of all kinds into this folder"),
        Option("--format", "text|json", "列出各类时的格式", "format of the list of kinds"),
        LANG,
        HELP,
    ),
    arguments=1,
    parts=tuple((kind, zh, en) for kind, (zh, en) in KINDS_OF_FILE.items()),
)


def run(argv: Sequence[str], console: Console) -> int:
    """Print one schema, write them all, or list the kinds."""
    options, arguments = parse(MANUAL, argv)
    if "help" in options:
        console.result(help_text(MANUAL, console.lang))
    elif "into" in options:
        _write(Path(str(options["into"])).expanduser(), arguments, console)
    elif arguments:
        _print(arguments[0], console)
    else:
        _list(console)
    return Exit.EVALUATED


def _print(kind: str, console: Console) -> None:
    # Loaded only here: the list of kinds needs none of the models.
    from credit_rules.authoring.schemas import KINDS, schema_of

    if kind not in KINDS:
        raise UsageError(with_nearest("unknown-kind-of-file", "", kind, KINDS))
    console.data(schema_of(kind))


def _write(folder: Path, arguments: Sequence[str], console: Console) -> None:
    from credit_rules.authoring.schemas import write_schemas

    if arguments:
        raise UsageError(problem("extra-argument", "", name=arguments[0]))
    try:
        files = write_schemas(folder)
    except OSError as error:
        raise UsageError(problem("unwritable", str(folder), name=folder, why=error.strerror or "")) from None
    for path in files:
        console.result(f"{path}\n")


def _list(console: Console) -> None:
    if console.json:
        kinds = [{"kind": kind, "title": {"zh": zh, "en": en}} for kind, (zh, en) in KINDS_OF_FILE.items()]
        console.data({"kinds": kinds})
        return
    width = max(len(kind) for kind in KINDS_OF_FILE)
    for kind, words in KINDS_OF_FILE.items():
        console.result(f"{kind:<{width}}  {words[0] if console.lang == 'zh' else words[1]}\n")
