"""Generated streams of events, and the profiles they make by another way than the follower's.

A stream is made from lives of records (a record begins, is contested, suspended, removed), told out of order, twice,
and mixed with lines that are wrong or contradict. The `Oracle` keeps what truly counts, and makes a profile of it as
plain data: one dictionary after the other, laid over each other in the order in which they became known.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from properties.strategies import (
    ANY,
    ATOMS,
    LETTER,
    OWN_DATE,
    ROLES,
    SECTION,
    SUBJECT_VALUES,
    Draw,
    ProfileMaker,
    Wants,
)

Json = dict[str, Any]

BEGINS = {
    "listing": "listed",
    "penalty": "penalty-decided",
    "permit": "permit-granted",
    "conviction": "convicted",
    "commitment": "commitment-made",
    "rating": "rated",
    "points": "points-given",
}
HAPPENS = {
    "corrected_on": "corrected",
    "performed_on": "penalty-performed",
    "fulfilled_on": "commitment-fulfilled",
    "breached_on": "commitment-breached",
}
REMOVED = {None: "removed", "repaired": "repaired", "revoked": "revoked", "suspended": "suspended"}


@dataclass
class Told:
    """What one line that counts says: the fields it lays over its record, known from a day."""

    subject: str
    kind: str
    name: str
    known_on: str
    fields: Json
    begins: bool
    needs: Json = field(default_factory=dict)  # what must be so for it to count


@dataclass
class Oracle:
    """What counts of the lines that arrived."""

    depth: int
    about: dict[str, list[tuple[str, Json]]] = field(default_factory=dict)
    looked_up: dict[str, list[tuple[str, list[str]]]] = field(default_factory=dict)
    declared: dict[str, list[tuple[str, Json]]] = field(default_factory=dict)
    covered: list[tuple[str, list[str]]] = field(default_factory=list)
    by_subject: dict[str, list[Told]] = field(default_factory=dict)
    since: dict[str, str] = field(default_factory=dict)  # since when something is known of a subject

    def hear(self, told: Any) -> None:
        """Let a line count."""
        match told:
            case Told():
                self.by_subject.setdefault(told.subject, []).append(told)
                self._known(told.subject, told.known_on)
                self._known(told.fields.get("other"), told.known_on)
            case ("about", subject, known_on, values):
                self.about.setdefault(subject, []).append((known_on, values))
                self._known(subject, known_on)
            case ("consulted", subject, known_on, names):
                self.looked_up.setdefault(subject, []).append((known_on, names))
                self._known(subject, known_on)
            case ("declared", subject, known_on, values):
                self.declared.setdefault(subject, []).append((known_on, values))
                self._known(subject, known_on)
            case ("covered", known_on, names):
                self.covered.append((known_on, names))

    def _known(self, subject: str | None, known_on: str) -> None:
        if subject is not None:
            self.since[subject] = min(known_on, self.since.get(subject, known_on))

    def profile(self, subject: str, day: str, depth: int | None = None) -> Json | None:
        """The profile of a subject as known on a day, as plain data."""
        depth = self.depth if depth is None else depth
        if self.since.get(subject, "9") > day:
            return None
        who: Json = {"scheme": "CN-USCI", "kind": "enterprise"} if subject.startswith("91") else {}
        for _, values in sorted((p for p in self.about.get(subject, ()) if p[0] <= day), key=lambda pair: pair[0]):
            who |= values
        if "kind" not in who:
            return None
        consulted = {name for known, names in self.looked_up.get(subject, ()) if known <= day for name in names}
        if who.get("scheme") == "CN-USCI":
            consulted |= {name for known, names in self.covered if known <= day for name in names}
        profile: Json = {"subject": {"id": subject, **who}, "as_of": day, "consulted": sorted(consulted)}
        profile["declared"] = [values for known, values in self.declared.get(subject, ()) if known <= day]
        by_record: dict[tuple[str, str], list[Told]] = {}
        for told in self.by_subject.get(subject, ()):
            by_record.setdefault((told.kind, told.name), []).append(told)
        for (kind, name), history in by_record.items():
            versions = [v for v in self._versions(history) if v[0] <= day]
            if kind == "related":
                other = versions and depth and self.profile(versions[-1][1]["other"], day, depth - 1)
                if other:
                    said = {key: value for key, value in versions[-1][1].items() if key != "other"}
                    profile.setdefault("related", []).append({"id": name, **said, "profile": other})
                continue
            section = profile.setdefault(SECTION[kind], [])
            section += [{**values, "id": name, "known_on": known} for known, values in versions]
        return profile

    @staticmethod
    def _comes_too_late(told: Told, values: Json) -> bool:
        """Whether a record that was struck out on an objection is contested or suspended after that."""
        by_objection = values.get("objection") or {}
        days = [values.get("removed_on") if values.get("removal") == "objection-upheld" else None]
        days.append(by_objection.get("closed_on") if by_objection.get("upheld") else None)
        on = [day for name, day in (told.fields.get("objection") or {}).items() if name.endswith("_on")]
        on += [told.fields["removed_on"]] if told.fields.get("removal") == "suspended" else []
        return any(day and later and day <= later for day in days for later in on)

    @staticmethod
    def _versions(history: list[Told]) -> list[tuple[str, Json]]:
        begun = [told.known_on for told in history if told.begins]
        if not begun:
            return []
        values: Json = {}
        found: dict[str, Json] = {}
        for told in sorted(history, key=lambda t: (max(t.known_on, begun[0]), not t.begins)):
            if any(values.get(name) != value for name, value in told.needs.items()):
                continue
            if not told.begins and Oracle._comes_too_late(told, values):
                continue
            objection = told.fields.get("objection")
            laid = {**values, **told.fields}
            if objection is not None:
                laid["objection"] = {**(values.get("objection") or {}), **objection}
            values = laid
            found[max(told.known_on, begun[0])] = values
        return sorted(found.items(), key=lambda item: item[0])


@dataclass
class Line:
    """One line, and what truly counts of it once it has arrived."""

    raw: bytes
    counts: tuple[Any, ...] = ()
    day: str | None = None


def as_line(data: Json) -> bytes:
    """A line of JSON."""
    return json.dumps(data, ensure_ascii=False, default=float).encode() + b"\n"


class StreamMaker:
    """Makes one stream. The days lie in `days`; subjects are given with what is known of them from the start."""

    def __init__(self, draw: Draw, days: Sequence[str], subjects: dict[str, Json], wants: Wants = ANY) -> None:
        self.draw, self.days, self.subjects = draw, sorted(days), subjects
        self.maker = ProfileMaker(draw, wants, self.days)
        self.names = sorted(subjects)
        self.count = 0
        self.roles: Sequence[str] = ROLES
        self.records: dict[str, int] = {}
        self.said: dict[str, list[tuple[str, Json]]] = {}

    def record(self, kind: str) -> Json:
        """A record as registers tell it; another maker may know other lists."""
        return self.maker.record(kind)

    def event(self, what: str, subject: str, known_on: str, **more: Any) -> Json:
        """An event with an id of its own."""
        self.count += 1
        return {"event": f"E{self.count}", "what": what, "subject": subject, "known_on": known_on, **more}

    def later(self, day: str) -> str:
        """Some day not before one."""
        return self.draw.choice([other for other in self.days if other >= day] or [day])

    def lines(self, events: int) -> list[Line]:
        """So many events, more or less, with days in between."""
        draw, found = self.draw, []
        for name in self.names:
            found.append(self._described(name, self.days[0], self.subjects[name]))
        while len(found) < events:
            found += self._life()
        # Lines come in the order in which they become known, but for some that come early or late.
        slack = max(2, len(self.days) // 4)
        keyed = []
        for number, (known_on, line) in enumerate(found):
            place = self.days.index(known_on) if known_on in self.days else 0
            place += draw.randint(-slack, slack) if draw.chance(0.3) else 0
            keyed.append(((place, draw.random(), number), line))
        ordered = [line for _, line in sorted(keyed, key=lambda pair: pair[0])]
        return list(self._mixed(ordered))

    def _mixed(self, lines: list[Line]) -> Iterator[Line]:
        """The lines with days that come, repetitions, and lines that are wrong."""
        draw, day = self.draw, 0
        each = max(1, len(lines) // len(self.days))
        seen: list[Line] = []
        for number, line in enumerate(lines):
            if number % each == each - 1 and day < len(self.days) - 1:
                day += 1
                yield Line(as_line({"day": self.days[day]}), (), self.days[day])
            yield line
            seen.append(line)
            if draw.chance(0.03):
                yield Line(draw.choice(seen[-50:]).raw)
            if draw.chance(0.01):
                yield Line(
                    draw.choice((b"{\n", b"[]\n", b'{"event": "x"}\n', b"\xff\xfe\n", b'{"day": "2026-13-01"}\n'))
                )
            if draw.chance(0.02):
                yield from self._contrary(draw.choice(seen[-50:]))
        last = (date.fromisoformat(self.days[-1]) + timedelta(days=500)).isoformat()
        yield Line(as_line({"day": last}), (), last)

    def _contrary(self, line: Line) -> Iterator[Line]:
        """The same id with other content, or another event of the same day that says something else; none counts."""
        told = json.loads(line.raw)
        if self.draw.chance(0.5):
            yield Line(as_line({**told, "known_on": self.days[0], "on": self.days[0], "what": "amended"}))
        elif told["what"] in BEGINS.values() and told["fields"].get("amount"):
            self.count += 1
            fields = {**told["fields"], "amount": "12345"}
            yield Line(as_line({**told, "event": f"E{self.count}", "fields": fields}))

    def _described(self, name: str, known_on: str, values: Json) -> tuple[str, Line]:
        event = self.event("subject-described", name, known_on)
        return known_on, Line(
            as_line({**event, "subject": {"id": name, **values}}), (("about", name, known_on, values),)
        )

    def _life(self) -> list[tuple[str, Line]]:
        """One thing that happens to somebody, with what follows."""
        draw, name = self.draw, self.draw.choice(self.names)
        sort = draw.random()
        known_on = draw.choice(self.days)
        if sort < 0.08:
            names = draw.some(ATOMS, 1) if draw.chance(0.6) else ["all"]
            event = self.event("consulted", name, known_on, fields={"registers": names})
            return [(known_on, Line(as_line(event), (("consulted", name, known_on, names),)))]
        if sort < 0.10:
            fact = draw.choice(("clean", "other"))
            event = self.event("declared", name, known_on, on=known_on, fields={"fact": fact})
            values = {"fact": fact, "made_on": known_on}
            return [(known_on, Line(as_line(event), (("declared", name, known_on, values),)))]
        if sort < 0.13:
            key = draw.choice(sorted(SUBJECT_VALUES))
            known_on = self.days[1 + self.count % (len(self.days) - 1)]
            if any(known_on == when and key in said for when, said in self.said.get(name, ())):
                return []
            values = {key: draw.choice(SUBJECT_VALUES[key])}
            self.said.setdefault(name, []).append((known_on, values))
            return [self._described(name, known_on, values)]
        if sort < 0.19 and len(self.names) > 1:
            return self._relation(name)
        kinds = ["listing"] * 6 + ["penalty"] * 3 + ["permit", "conviction", "commitment", "rating", "rating", "points"]
        return self._record(name, draw.choice(kinds))

    def _number(self, name: str) -> int:
        self.records[name] = self.records.get(name, 0) + 1
        return self.records[name]

    def _relation(self, name: str) -> list[tuple[str, Line]]:
        draw = self.draw
        other = draw.choice([one for one in self.names if one != name])
        identifier, known_on = f"X{self._number(name)}", draw.choice(self.days)
        fields: Json = {"role": draw.choice(list(self.roles)), "other": other}
        event = self.event("related-added", name, known_on, record=identifier, fields=fields)
        start = draw.choice(self.days) if draw.chance(0.5) else None
        if start:
            event["on"] = start
        counts = {**fields, "from": start}
        found = [(known_on, Line(as_line(event), (Told(name, "related", identifier, known_on, counts, True),)))]
        if draw.chance(0.4):
            later = self.later(known_on)
            if later > known_on:
                until = self.later(start or self.days[0])
                event = self.event("related-ended", name, later, record=identifier, on=until)
                told = Told(name, "related", identifier, later, {"until": until}, False)
                found.append((later, Line(as_line(event), (told,))))
        return found

    def _record(self, name: str, kind: str) -> list[tuple[str, Line]]:
        """A record's life: some of it is said when it begins, the rest comes as events of their own."""
        draw = self.draw
        record = self.record(kind)
        identifier = f"{LETTER[kind]}{self._number(name)}"
        own = record[OWN_DATE[kind]]
        known_on = record.pop("known_on", None) or self.later(own)
        apart = list(self._apart(record)) if draw.chance(0.8) else []
        fields = {key: value for key, value in record.items() if key != OWN_DATE[kind]}
        event = self.event(BEGINS[kind], name, known_on, record=identifier, on=own, fields=fields)
        told = Told(name, kind, identifier, known_on, dict(record), True)
        found = [(known_on, Line(as_line(event), (told,)))]
        days = [day for day in self.days if day > known_on] or [known_on]
        taken: set[str] = {known_on}
        when = ""
        for what, on, said, needs in apart:
            free = [day for day in days if day >= max(on, when) and day not in taken] or [
                (date.fromisoformat(max(on, when, *taken)) + timedelta(days=1)).isoformat()
            ]
            when = draw.choice(free[:4])
            taken.add(when)
            more = {} if kind == "listing" else {"kind": kind}
            event = self.event(what, name, when, record=identifier, on=on, **more)
            found.append((when, Line(as_line(event), (Told(name, kind, identifier, when, said, False, needs),))))
        return found

    @staticmethod
    def _apart(record: Json) -> Iterator[tuple[str, str, Json, Json]]:
        """The events taken out of a record, in their order: what, on which day, what it lays over, what it needs."""
        for name, what in HAPPENS.items():
            if record.get(name):
                on = record.pop(name)
                yield what, on, {name: on}, {}
        objection = record.pop("objection", None)
        if objection is not None:
            for name in ("filed", "accepted", "closed"):
                day = objection.get(f"{name}_on")
                upheld = objection.get("upheld")
                said = {f"{name}_on": day, **({"upheld": bool(upheld)} if name == "closed" else {})}
                if day:
                    what = "upheld" if name == "closed" and upheld else name
                    yield f"objection-{what}", day, {"objection": said}, {}
        if record.get("removed_on") and record.get("removal") in REMOVED:
            on, how, resumes = (record.pop(name, None) for name in ("removed_on", "removal", "resumes_on"))
            yield REMOVED[how], on, {"removed_on": on, "removal": how, "resumes_on": None}, {}
            if how == "suspended" and resumes:
                yield "resumed", resumes, {"resumes_on": resumes}, {"removal": "suspended"}
