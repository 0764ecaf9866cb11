"""Start: a folder with a small rule set that loads, passes its cases, and explains itself line by line.

The template says nothing that is not so: its two measures rest on national sources that ship, and the local regulation
it holds a place for is unverified, so that it stands among the drafts.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from credit_rules.authoring.schemas import text_of
from credit_rules.errors import UsageError, problem

TEMPLATE = Path(__file__).parent / "template"
#: The kinds of file whose schemas a rule set needs beside it.
SCHEMAS = ("ruleset", "catalogue", "measure-list", "cases", "scenario", "settings")
#: No province has it: a region that nobody's action lies in until it is changed.
NO_REGION = "990000"

#: How ids begin where the folder's name has no letters for them.
NO_SLUG = "local"

#: What the title is in the language it was not given in.
_TITLES = {"zh": "{region} 地区奖惩措施", "en": "Measures of region {region}"}
_WORDS = re.compile(r"«(?P<zh>[^|»]*)\|(?P<en>[^»]*)»")
_COMMENT = re.compile(r"^(?P<before>.*?)#zh (?P<zh>.*?) #en (?P<en>.*)$")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new rule set is about. The comments in it are written in `lang`."""

    region: str
    title: str
    lang: str
    today: date  # the list is in force from the first day of this year


def start(folder: Path, beginning: Beginning) -> list[Path]:
    """Write the rule set into `folder`; UsageError where the folder holds anything already."""
    _refuse(folder)
    texts = files_of(_slug(folder), beginning)
    written = []
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def files_of(slug: str, beginning: Beginning) -> Mapping[str, str]:
    """The text of each file by its name within the folder; ids begin with `slug`."""
    fills = _fills(slug, beginning)
    texts = {name: _filled(_in_language(text, beginning.lang), fills) for name, text in _templates(beginning.lang)}
    return texts | {f"schema/{kind}.json": text_of(kind) for kind in SCHEMAS}


def _refuse(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(problem("not-a-folder", "", name=folder))
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(problem("folder-not-empty", "", name=folder))


def _slug(folder: Path) -> str:
    return slug_in(folder) or NO_SLUG


def slug_in(folder: Path) -> str:
    """The folder's name as an id: lower-case letters, digits and hyphens; empty where it has none of them."""
    return re.sub("[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-")


def _templates(lang: str) -> Iterator[tuple[str, str]]:
    for path in sorted(TEMPLATE.rglob("*")):
        name = path.relative_to(TEMPLATE).as_posix()
        if path.is_dir() or name == f"README.{'en' if lang == 'zh' else 'zh'}.md":
            continue
        yield name.replace(f".{lang}.md", ".md"), path.read_text(encoding="utf-8")


def _fills(slug: str, beginning: Beginning) -> Mapping[str, str]:
    titles = {lang: told.format(region=beginning.region) for lang, told in _TITLES.items()}
    titles[beginning.lang] = beginning.title
    return {
        "slug": slug,
        "region": beginning.region,
        "lang": beginning.lang,
        # As JSON writes a text, so does YAML.
        "title": ", ".join(f"{lang}: {json.dumps(told, ensure_ascii=False)}" for lang, told in titles.items()),
        "title_text": beginning.title,
        "today": beginning.today.isoformat(),
        "year": f"{beginning.today.year}",
        "last_year": f"{beginning.today.year - 1}",
    }


def _in_language(text: str, lang: str) -> str:
    """The text in one language: of comments `#zh … #en …`, and of words `«…|…»`."""

    def one(line: str) -> str:
        found = _COMMENT.match(line)
        return f"{found['before']}# {found[lang]}" if found else line

    return _WORDS.sub(lambda found: found[lang], "\n".join(one(line) for line in text.split("\n")))


def _filled(text: str, fills: Mapping[str, str]) -> str:
    return re.sub("@([a-z_]+)@", lambda found: fills[found[1]], text)
