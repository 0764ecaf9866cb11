"""The follower held against the batch answer: the long run behind `make fuzz-follow`, and the small one of the tests.

    python tests/follow_check.py                              100,000 events over 10,000 subjects, 100 moments
    python tests/follow_check.py --worlds 200 --seed 1        generated rules, few subjects, every day compared
    python tests/follow_check.py --events 5000 --subjects 500 --moments 10

At a random moment every subject's profile is made once more from what was sent, by the `Oracle` and not by the
follower, read as any profile is, and checked afresh at every action watched: outcome and every finding must be those
the follower remembers, and what it told so far, added up, must be what applies and what is open.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from time import monotonic, process_time
from typing import Any

from credit_rules import Action, CreditProfile, check_subject, load_plan
from credit_rules.following import Follower, Watched
from credit_rules.model.plan import Plan
from follow_worlds import Line, Oracle, StreamMaker, as_line
from properties.strategies import ANY, KINDS, PLACES, Draw, ProfileMaker, cases_of

Json = dict[str, Any]
Key = tuple[str, str, str, str]  # subject, action, list and id of a measure


@dataclass
class Run:
    """One stream being followed, and what it told so far."""

    follower: Follower
    oracle: Oracle
    subjects: list[str]
    told: dict[Key, str] = field(default_factory=dict)
    compared: int = 0

    def take(self, line: Line) -> None:
        """One line, for both."""
        for change in self.follower.take(line.raw):
            if change["change"] in ("begins", "ends", "opens", "closes"):
                for action in change["actions"]:
                    key = change["subject"]["id"], action["code"], change["measure_list"], change["measure"]
                    self.told[key] = change["now"]
        for counts in line.counts:
            self.oracle.hear(counts)

    def compare(self) -> None:
        """Every subject at every action, as if it were asked now; AssertionError where the follower is elsewhere."""
        follower, day = self.follower, self.follower.day.isoformat()
        biting = {key: finding for key, finding in self.told.items() if finding in ("applies", "undetermined")}
        open_now: dict[Key, str] = {}
        for subject in self.subjects:
            data = self.oracle.profile(subject, day)
            profile = None if data is None else CreditProfile.from_data(data)
            for number, action in enumerate(follower.actions_on(follower.day)):
                state = follower.states.get(subject, {}).get(number)
                found = (state.outcome, dict(state.findings)) if state else ("ordinary", {})
                wanted = ("ordinary", {}) if profile is None else checked(follower.plan, profile, action)
                assert found == wanted, f"{subject} at {action.code} on {day}: {found}, afresh {wanted}\n{data}"
                for key, finding in wanted[1].items():
                    if finding in ("applies", "undetermined"):
                        open_now[subject, str(action.code), *key] = finding
                self.compared += 1
        assert biting == open_now, f"on {day}: told {biting.items() ^ open_now.items()}"


def checked(plan: Plan, profile: CreditProfile, action: Action) -> tuple[str, dict[tuple[str, str], str]]:
    """The batch answer: outcome, and the finding of every measure."""
    decision = check_subject(plan, profile, action)
    found = {(v.planned.list.measure_list, v.planned.id): v.finding for v in decision.verdicts}
    return decision.outcome, found


def run(seed: int, events: int = 80) -> int:
    """One generated world: rules of every sort, a few subjects related to one another; every day is compared."""
    draw = Draw(f"follow {seed}")
    case = next(cases_of(seed, ANY, 1))
    names = {
        f"S-{n}": {"scheme": "internal", "kind": draw.choice(KINDS), "region": draw.choice(PLACES)} for n in range(4)
    }
    asked = (("bid.open", "370300", None), ("fund", "CN", "body-a"), ("permit.food", "110000", "body-b"))
    actions = [Action(code=code, date=date(2026, 1, 1), region=region, authority=body) for code, region, body in asked]
    follower = Follower(case.plan, Watched.of(case.plan, actions), date.fromisoformat(min(case.days)), open_too=True)
    stream = Run(follower, Oracle(follower.known.depth), sorted(names))
    for line in StreamMaker(draw, case.days, names).lines(events):
        stream.take(line)
        if line.day or draw.chance(0.05):
            stream.compare()
    return stream.compared


# --- the long run -------------------------------------------------------------------------------------------------

ACTIONS = ("award.honour", "funds.subsidy", "permit.by-commitment", "procurement.bid", "tender.bid")


class NationalRecords(ProfileMaker):
    """Records as the national rule sets know them."""

    def __init__(self, draw: Draw, plan: Plan, days: list[str]) -> None:
        super().__init__(draw, ANY, days)
        self.lists, self.roles = sorted(plan.law.lists), sorted(plan.law.roles)
        self.schemes = {"rating": sorted(plan.law.rating_schemes), "points": sorted(plan.law.points_schemes)}

    def record(self, kind: str, **told: Any) -> Json:
        """A record of a kind, of a list or scheme that is loaded."""
        record = super().record(kind, **told)
        if kind == "listing":
            record["list"] = self.draw.choice(self.lists)
            record.pop("document", None)
        elif kind in self.schemes:
            record["scheme"] = self.draw.choice(self.schemes[kind] or ["none"])
        return record


def codes(subjects: int) -> list[str]:
    """So many codes of enterprises that do not exist; the check digits are right."""
    from stdnum.cn import uscc

    heads = (f"91370300{n:09d}" for n in range(subjects))
    return [head + str(uscc.calc_check_digit(head)) for head in heads]


def long_lines(plan: Plan, seed: int, events: int, subjects: int) -> tuple[list[Line], list[str], list[str]]:
    """The lines of the long run, its subjects, and its days."""
    draw = Draw(f"long {seed}")
    days = [(date(2025, 1, 1) + timedelta(days=2 * n)).isoformat() for n in range(250)]
    names = codes(subjects)
    about = {
        name: {"scheme": "CN-USCI", "kind": "enterprise", "region": draw.choice(("370300", "230100"))} for name in names
    }
    maker = StreamMaker(draw, days, about)
    maker.maker = NationalRecords(draw, plan, days)
    maker.roles = sorted(plan.law.roles)
    everything = {"event": "E0", "what": "covered", "known_on": days[0], "fields": {"registers": "all"}}
    first = Line(as_line(everything), (("covered", days[0], ["all"]),))
    return [first, *maker.lines(events)], names, days


def long_run(seed: int, events: int, subjects: int, moments: int) -> int:
    """Follow one long stream and compare it at random moments; how many answers were compared."""
    plan = load_plan("cn")
    lines, names, days = long_lines(plan, seed, events, subjects)
    usual = {"date": date.fromisoformat(days[0]), "region": "370300", "authority": "purchaser"}
    watched = Watched.of(plan, [Action(code=code, **usual) for code in ACTIONS])
    follower = Follower(plan, watched, date.fromisoformat(days[0]), open_too=True)
    stream = Run(follower, Oracle(follower.known.depth), names)
    chosen = [*sorted(random.Random(seed).sample(range(len(lines) - 1), moments - 1)), len(lines) - 1]
    print(f"{len(lines)} lines, {len(names)} subjects, {len(watched.actions)} actions, {moments} moments", flush=True)
    took = 0.0
    for number, line in enumerate(lines):
        start = process_time()
        stream.take(line)
        took += process_time() - start
        if chosen and number == chosen[0]:
            stream.compare()
            chosen.pop(0)
            said = f"{follower.number} changes, {stream.compared} answers compared, 0 differences"
            print(f"line {number + 1}  {follower.day}  {said}; {took:.0f} s of processor time to follow", flush=True)
    return stream.compared


def main() -> int:
    """The run asked for; 1 at the first difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--subjects", type=int, default=10_000)
    parser.add_argument("--moments", type=int, default=100)
    parser.add_argument("--worlds", type=int, default=0, help="so many generated rule sets instead, from --seed on")
    asked = parser.parse_args()
    start = monotonic()
    try:
        compared = (
            sum(_worlds(asked)) if asked.worlds else long_run(asked.seed, asked.events, asked.subjects, asked.moments)
        )
    except AssertionError as error:
        print(f"FAILED  {error}", file=sys.stderr)
        return 1
    print(f"ok  {compared} answers compared, 0 differences, {monotonic() - start:.0f} s")
    return 0


def _worlds(asked: argparse.Namespace) -> Iterator[int]:
    for seed in range(asked.seed, asked.seed + asked.worlds):
        try:
            yield run(seed)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error
        if seed % 20 == 19:
            print(f"seed {seed}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
