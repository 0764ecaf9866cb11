"""The long run behind `make fuzz-readers`: files of every kind, damaged, through every reader.

    python tests/fuzz_readers.py --cases 100000 --seed 1

No damage may crash a reader, hold it for more than two seconds, or make a record disappear: what is read is taken,
merged or left out with a reason, rows are counted again by other means, and every profile written is one, or stops
whoever looks it up. The first failure ends the run with exit code 1; its file stays in the folder told.
"""

import argparse
import csv
import gzip
import io
import json
import random
import re
import shutil
import signal
import sys
import tempfile
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from time import monotonic, process_time
from xml.etree import ElementTree

import reading_seeds as seeds
from credit_rules.errors import InputError, ProfileError, UsageError
from credit_rules.profiles import CreditProfile
from credit_rules.screening.importing import Wanted, import_files
from credit_rules.screening.readers.bidders import read_bidders
from credit_rules.screening.readers.files import source_of
from credit_rules.screening.readers.ocds import read_ocds
from credit_rules.screening.tallies import Tally

MOST_SECONDS = 2.0
DAY = date(2026, 11, 20)
TOKENS = [
    "2099-12-31",
    "03/04/2020",
    "20191010",
    "43748",
    "长期",
    "=1+1",
    "<script>",
    "\x00",
    "\u200b",
    "\ufeff",
    '"',
    ",",
    ";",
    "\t",
    "\r\n",
    "1.2E+17",
    seeds.USCI,
    seeds.USCI[:-1] + "X",
    "9" * 40,
    "NaN",
    "null",
    "{",
    "}",
    "[",
    "]",
    "行政相对人名称",
    "统一社会信用代码",
    "列入日期",
    "\ud83d\ude00",
    "𠀀",
    "-",
    "0",
    "1e999",
    "。",
    "注：",
    "\\ud800",
    "true",
    '":',
    "\x1f\x8b",
    "PK\x03\x04",
]


#: What a row may say that stops whoever looks its subject up.
_STOPS = frozenset({"bad-date", "dates-contradict", "two-versions", "removal-undated"})


class Failure(Exception):
    """A reader did what none may do."""


# --- what is read -----------------------------------------------------------------------------------------------------


Read = Callable[[Path, Path], tuple[list[Tally], str]]  # what became of everything, and everything that came out


def _imported(covers: str, mapping: bool = False) -> Read:
    def read(path: Path, folder: Path) -> tuple[list[Tally], str]:
        how = folder / "mapping.yaml"
        return _import(
            [path], folder, Wanted(covers=covers, as_of=DAY, complete=True, mapping=how if mapping else None)
        )

    return read


def _import(files: list[Path], folder: Path, wanted: Wanted) -> tuple[list[Tally], str]:
    out = folder / "out.jsonl"
    found = import_files(files, wanted, out)
    codes = _check_profiles(out, found.subjects, found.nobodys)
    if codes - _STOPS:
        raise Failure(f"profiles nobody can read: {sorted(codes)}")
    return found.tallies, out.read_text(encoding="utf-8")


def _joined(path: Path, folder: Path) -> tuple[list[Tally], str]:
    """Joining cures nothing: what could not be read as a profile cannot be read when it is joined."""
    out = folder / "out.jsonl"
    found = import_files([path, folder / "good.csv"], Wanted(covers="wage-arrears", as_of=DAY, complete=True), out)
    codes = _check_profiles(out, found.subjects, found.nobodys)
    lines = [_json_of(line) for line in path.read_bytes().decode(source_of(path).encoding).split("\n")]
    before = {code for line in lines if isinstance(line, dict) for code in _wrong_in(line)}
    if before and not codes:
        raise Failure(f"wrong before joining, right behind it: {sorted(before)}")
    return found.tallies, out.read_text(encoding="utf-8")


def _searched(path: Path, folder: Path) -> tuple[list[Tally], str]:
    tallies, text = _import(
        [folder / "good.csv"], folder, Wanted(covers="wage-arrears", as_of=DAY, complete=False, searched=path)
    )
    return tallies[::-1], text


def _mapped(path: Path, folder: Path) -> tuple[list[Tally], str]:
    return _import(
        [folder / "bank-good.csv"], folder, Wanted(covers="example-bank", as_of=DAY, complete=True, mapping=path)
    )


def _check_profiles(out: Path, subjects: int, nobodys: int) -> set[str]:
    """Every line is JSON, a profile or nobody's; what keeps profiles from being read."""
    lines = out.read_text(encoding="utf-8").split("\n")[1:-1]
    whole = [json.loads(line) for line in lines]
    told = [data for data in whole if isinstance(data, dict) and isinstance(data.get("subject"), dict)]
    if len(told) != subjects or len(whole) - len(told) != nobodys:
        raise Failure(f"{subjects} subjects and {nobodys} nobody's, found {len(told)} of {len(whole)}")
    return {code for data in told for code in _wrong_in(data)}


def _wrong_in(data: dict[str, object]) -> set[str]:
    """What keeps a profile from being read: codes of problems."""
    if not isinstance(data.get("subject"), dict):
        return set()
    try:
        CreditProfile.from_data(data)
    except ProfileError as error:
        return {told.code for told in error.problems}
    return set()


def _bidders(path: Path, _: Path) -> tuple[list[Tally], str]:
    tenders = read_bidders(source_of(path))
    found = list(tenders.each)
    if len(found) != 1 or sum(1 for _ in found[0].bidders) > tenders.tally.taken:
        raise Failure("more bidders than rows")
    return [tenders.tally], repr(found)


def _ocds(path: Path, _: Path) -> tuple[list[Tally], str]:
    tenders = read_ocds(source_of(path))
    found = list(tenders.each)
    if len(found) != tenders.tally.taken:
        raise Failure(f"{len(found)} tenders, {tenders.tally.taken} taken")
    return [tenders.tally], repr(found)


Seed = tuple[str, bytes, Read]


def _seeds() -> Iterator[Seed]:
    penalty, permit, listed = _imported("penalty"), _imported("permit"), _imported("tax-major")
    bank = _imported("example-bank", mapping=True)
    yield "p18.csv", seeds.csv_of(seeds.PENALTIES_2018), penalty
    yield "p18gb.csv", seeds.csv_of(seeds.PENALTIES_2018, encoding="gb18030"), penalty
    yield "p16.csv", seeds.csv_of(seeds.PENALTIES_2016, encoding="utf-8-sig"), penalty
    yield "p16.csv.gz", seeds.packed(seeds.csv_of(seeds.PENALTIES_2016)), penalty
    yield "p18.xlsx", seeds.xlsx_of(seeds.PENALTIES_2018), penalty
    yield "p18u16.csv", seeds.csv_of(seeds.PENALTIES_2018, encoding="utf-16"), penalty
    yield "x16.csv", seeds.csv_of(seeds.PERMITS_2016), permit
    yield "rated.csv", seeds.csv_of(seeds.RATED, "|"), _imported("rating.tax")
    yield "x18.csv", seeds.csv_of(seeds.PERMITS_2018, ";"), permit
    yield "listed.csv", seeds.csv_of(seeds.LISTED, "\t"), listed
    yield "listed.xlsx", seeds.xlsx_of(seeds.LISTED), listed
    yield "bank.csv", seeds.csv_of(seeds.BANK), bank
    yield "bank.xlsx", seeds.xlsx_of(seeds.BANK), bank
    yield "entities.ftm.json", seeds.lines_of(seeds.ENTITIES), listed
    yield "entities.ftm.json.gz", seeds.packed(seeds.lines_of(seeds.ENTITIES)), listed
    yield "nested.ftm.json", seeds.lines_of(seeds.NESTED), listed
    yield "before.jsonl", seeds.lines_of(seeds.PROFILES), _joined
    yield "searched.csv", seeds.csv_of(seeds.BIDDERS), _searched
    yield "searched.json", seeds.json_of({"releases": [seeds.RELEASE]}), _searched
    yield "how.yaml", seeds.MAPPING.encode(), _mapped
    yield "package.json", seeds.json_of({"uri": "x", "releases": [seeds.RELEASE]}), _ocds
    yield "records.json", seeds.json_of({"records": [{"ocid": "o", "releases": [seeds.RELEASE]}]}), _ocds
    yield "release.json", json.dumps(seeds.RELEASE, indent=1).encode(), _ocds
    yield "releases.jsonl", seeds.lines_of([seeds.RELEASE, seeds.RELEASE]), _ocds
    yield "releases.jsonl.gz", seeds.packed(seeds.lines_of([seeds.RELEASE])), _ocds
    yield "bidders.csv", seeds.csv_of(seeds.BIDDERS), _bidders
    yield "bidders.xlsx", seeds.xlsx_of(seeds.BIDDERS), _bidders


# --- damage -----------------------------------------------------------------------------------------------------------


def damaged(name: str, raw: bytes, chance: random.Random) -> bytes:
    """The file with some damage: to its bytes, or to what is packed in it."""
    if ".json" in name and not name.endswith(".gz") and chance.random() < 0.6:
        return _damaged_json(raw, chance)
    if name.endswith(".gz") and chance.random() < 0.7:
        return seeds.packed(_damaged_text(gzip.decompress(raw), chance))
    if name.endswith(".xlsx") and chance.random() < 0.8:
        return _damaged_parts(raw, chance)
    return _damaged_text(raw, chance) if not name.endswith((".gz", ".xlsx")) else _damaged_bytes(raw, chance)


def _damaged_parts(raw: bytes, chance: random.Random) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive, zipfile.ZipFile(written, "w") as into:
        for part in archive.namelist():
            text = archive.read(part)
            often = 0.9 if "sheet" in part or "shared" in part else 0.05
            into.writestr(part, _damaged_text(text, chance) if chance.random() < often else text)
    return written.getvalue()


_ONE_A_LINE = (b'{"ocid"', b'{"id"', b'{"coverage"')


def _damaged_json(raw: bytes, chance: random.Random) -> bytes:
    """Whole JSON in which something is not what the schema has there."""
    written = []
    for line in raw.split(b"\n") if raw.startswith(_ONE_A_LINE) else [raw]:
        if line.strip():
            data = json.loads(line)
            for _ in range(chance.choice((1, 1, 2, 6))):
                data = _other(data, chance)
            written.append(json.dumps(data).encode())
    return b"\n".join(written)


def _other(data: object, chance: random.Random) -> object:
    """The same data with one value, somewhere, replaced, doubled or gone."""
    if isinstance(data, dict) and data and chance.random() < 0.92:
        key = chance.choice(sorted(data))
        if chance.random() < 0.05:
            return {name: value for name, value in data.items() if name != key}
        return {**data, key: _other(data[key], chance)}
    if isinstance(data, list) and data and chance.random() < 0.9:
        at = chance.randrange(len(data))
        if chance.random() < 0.1:
            return data[:at] + [data[at]] * chance.choice((0, 2, 3)) + data[at + 1 :]
        return [*data[:at], _other(data[at], chance), *data[at + 1 :]]
    others = [None, True, 0, -1, 1e308, 10**70, "", " ", [], {}, [[]], [{}], [None], {"id": {}}, [data], {"x": data}]
    return chance.choice([*others, *TOKENS])


def _damaged_text(raw: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 1, 1, 2, 5))):
        raw = chance.choice(_DAMAGES)(raw, chance)
    return raw


def _damaged_bytes(raw: bytes, chance: random.Random) -> bytes:
    return chance.choice((_cut, _flip, _flip, _drop, _double))(raw, chance)


def _at(raw: bytes, chance: random.Random) -> int:
    """A place: mostly behind the headings, since a file without them is soon refused."""
    least = len(raw) // 3 if chance.random() < 0.8 else 0
    return chance.randrange(least, len(raw) + 1)


def _cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: _at(raw, chance)]


def _flip(raw: bytes, chance: random.Random) -> bytes:
    if not raw:
        return raw
    at = min(_at(raw, chance), len(raw) - 1)
    return raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]


def _drop(raw: bytes, chance: random.Random) -> bytes:
    at = _at(raw, chance)
    return raw[:at] + raw[at + chance.choice((1, 1, 2, 5, 30)) :]


def _double(raw: bytes, chance: random.Random) -> bytes:
    at = _at(raw, chance)
    part = raw[at : at + chance.choice((1, 5, 30, 200))]
    return raw[:at] + part * chance.choice((2, 3, 20)) + raw[at + len(part) :]


def _insert(raw: bytes, chance: random.Random) -> bytes:
    at = _at(raw, chance)
    return raw[:at] + chance.choice(TOKENS).encode("utf-8", "surrogatepass") + raw[at:]


def _swap_lines(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return b"\n".join(lines)


def _swap_cells(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    at = chance.randrange(len(lines))
    cells = lines[at].split(b",")
    chance.shuffle(cells)
    lines[at] = b",".join(cells)
    return b"\n".join(lines)


def _digits(raw: bytes, chance: random.Random) -> bytes:
    places = [at for at, sign in enumerate(raw) if 48 <= sign <= 57]
    if not places:
        return raw
    at = chance.choice(places)
    return raw[:at] + bytes([48 + chance.randrange(10)]) + raw[at + 1 :]


_DAMAGES = (_cut, _flip, _drop, _drop, _double, _insert, _insert, _insert, _swap_lines, _swap_cells, _digits, _digits)


# --- checks -----------------------------------------------------------------------------------------------------------


def _check(name: str, path: Path, tallies: list[Tally], out: str) -> None:
    for tally in tallies:
        if not tally.adds_up:
            raise Failure(f"{tally.read} read, {tally.taken} + {tally.merged} + {tally.left_out.total()}")
    tally = tallies[0]
    if not _says_something(tally):
        lost = [each for each in _what_stands_in(name, path) if each not in out]
        if lost:
            raise Failure(f"lost without a word: {lost}")
    if name.endswith((".csv", ".csv.gz")):
        rows, told = _rows_of(path), tally.read + tally.besides.total()
        if told not in rows:
            raise Failure(f"{told} rows told, {sorted(rows)} counted")
    if name.endswith(".xlsx"):
        filled, told = _filled_rows_of(path), tally.read + tally.besides.total() - tally.besides["blank"]
        if told not in filled:
            raise Failure(f"{told} rows told, {sorted(filled)} counted")
    if name.endswith((".ftm.json", ".ftm.json.gz")) and tally.format == "ftm":
        raw = path.read_bytes()
        text = gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw
        lines = len(io.TextIOWrapper(io.BytesIO(text), encoding=source_of(path).encoding, newline="").readlines())
        if tally.read + tally.besides.total() < lines:
            raise Failure(f"{lines} lines, {tally.read} read, {tally.besides.total()} besides")


def _says_something(tally: Tally) -> bool:
    """Whether a reader told anything that could explain why something is not in what came out."""
    return bool(tally.doubted or tally.left_out or tally.besides["remark"] or set(tally.noted) - {"column-ignored"})


def _what_stands_in(name: str, path: Path) -> set[str]:
    """What nobody may overlook: whole codes in cells, ids of sanctions, documents; found without the readers."""
    if name == "how.yaml" or (name.endswith(".json") and "ftm" not in name):
        return set()
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(path) as archive:
            parts = [name for name in archive.namelist() if name.startswith(("xl/worksheets/", "xl/shared"))]
            text = b" ".join(archive.read(part) for part in parts).decode("utf-8", "replace")
        return {code for code in _CODES if re.search(f"<(?:\\w+:)?[tv][^<>]*>{code}<", text)}
    source, raw = source_of(path), path.read_bytes()
    text = (gzip.decompress(raw) if source.gzipped else raw).decode(source.encoding)
    if ".csv" in name:
        tables = [csv.reader(io.StringIO(text, newline=""), delimiter=sign) for sign in ",;\t|"]
        return {cell.strip() for rows in tables for row in rows for cell in row} & _CODES
    lines = [line for line in map(_json_of, text.splitlines()) if isinstance(line, dict)]
    if ".ftm.json" in name:
        return {str(line["id"]) for line in lines if line.get("schema") == "Sanction" and line.get("id")}
    return {record["document"] for line in lines for record in _listings_of(line)}


_CODES = {seeds.USCI, seeds.OTHER, seeds.THIRD}


def _json_of(line: str) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _listings_of(line: dict[str, object]) -> list[dict[str, str]]:
    told = line.get("listings") if isinstance(line.get("subject"), dict) else None
    found = told if isinstance(told, list) else []
    return [each for each in found if isinstance(each, dict) and isinstance(each.get("document"), str)]


def _rows_of(path: Path) -> set[int]:
    """How many rows a CSV file has, by each delimiter it may have: counted without the reader."""
    source = source_of(path)
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if source.gzipped else raw).decode(source.encoding)
    return {sum(1 for _ in csv.reader(io.StringIO(text, newline=""), delimiter=sign)) for sign in ",;\t|"}


def _filled_rows_of(path: Path) -> set[int]:
    """How many rows of each sheet of a workbook hold something: counted without the reader."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        shared = []
        if "xl/sharedStrings.xml" in archive.namelist():
            root = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
            shared = ["".join(each.itertext()).strip() for each in root if each.tag.endswith("}si")]
        return {_filled_rows(ElementTree.fromstring(archive.read(name)), shared) for name in names}


def _filled_rows(root: ElementTree.Element, shared: list[str]) -> int:
    count = 0
    for row in (each for each in root.iter() if each.tag.endswith("}row")):
        values = [
            (cell.get("t"), each.text or "") for cell in row for each in cell.iter() if each.tag[-2:] in ("}v", "}t")
        ]
        texts = [shared[int(text)] if kind == "s" else text for kind, text in values if text.strip()]
        count += any(re.sub("[\\s\u200b\ufeff]", "", text) for text in texts)
    return count


def try_one(seed: Seed, chance: random.Random, folder: Path) -> str:
    """One damaged file; what came of it. `Failure` where a reader did what none may do."""
    name, raw, read = seed
    path = folder / name
    path.write_bytes(damaged(name, raw, chance))
    start = process_time()
    try:
        tallies, out = read(path, folder)
        outcome = "doubted" if any(t.doubted or t.left_out for t in tallies) else "read"
    except (InputError, UsageError, ProfileError):
        tallies, out, outcome = [], "", "refused"
    if process_time() - start > MOST_SECONDS:
        raise Failure(f"{process_time() - start:.1f} s")
    if tallies:
        _check(name, path, tallies, out)
    return outcome


def run(cases: int, seed: int, *, only: str = "", told: Callable[[str], None] = print) -> int:
    """So many damaged files; 1 at the first failure, which is told."""
    known = [each for each in _seeds() if only in each[0]]
    outcomes: Counter[str] = Counter()
    began = monotonic()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-readers-"))
    (folder / "mapping.yaml").write_text(seeds.MAPPING, encoding="utf-8")
    (folder / "good.csv").write_bytes(seeds.csv_of(seeds.LISTED))
    (folder / "bank-good.csv").write_bytes(seeds.csv_of(seeds.BANK))
    signal.signal(signal.SIGPROF, _hangs)
    for case in range(cases):
        chance = random.Random(f"{seed}:{case}")
        chosen = known[case % len(known)]
        # Time of this process, not of the clock: others may be at work on the machine.
        signal.setitimer(signal.ITIMER_PROF, 10 * MOST_SECONDS)
        try:
            outcomes[try_one(chosen, chance, folder)] += 1
        except Exception as error:
            kind = str(error) if isinstance(error, Failure) else traceback.format_exc()
            told(f"FAILED  {chosen[0]} at seed {seed}, case {case}: {kind}\nthe file: {folder / chosen[0]}")
            return 1
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        if case % 5000 == 4999:
            told(f"{case + 1} files, {dict(sorted(outcomes.items()))}, {monotonic() - began:.0f} s")
    shutil.rmtree(folder)
    told(f"ok  {cases} damaged files of {len(known)} kinds from seed {seed}: {dict(sorted(outcomes.items()))}")
    return 0


def _hangs(*_: object) -> None:
    raise Failure(f"no answer within {10 * MOST_SECONDS:.0f} s")


def main() -> int:
    """Runs as many files as asked for."""
    parser = argparse.ArgumentParser(description="Damaged files of every kind through every reader.")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="kinds of files whose name contains this")
    asked = parser.parse_args()
    return run(asked.cases, asked.seed, only=asked.only, told=lambda text: print(text, flush=True))


if __name__ == "__main__":
    sys.exit(main())
