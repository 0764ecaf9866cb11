"""A written decision is made again byte by byte, whatever order its inputs come in; what was altered is noticed."""

import json
from datetime import timedelta

from jsonschema import Draft202012Validator

from credit_rules.authoring.schemas import schema_of
from credit_rules.errors import ProfileError
from credit_rules.pipeline import check_subject
from credit_rules.profiles import CreditProfile, text_of_bytes
from credit_rules.replaying import as_json, decision_of_text, replay
from properties.holding import holds
from properties.strategies import Case, Rules, Wants, copied, decision_of, every_profile
from properties.test_order import shuffled_profile, shuffled_rules
from properties.test_time import learn_later

#: Layouts in which decisions are printed: a file of its own, and a line of a stream.
LAYOUTS = ({"indent": 2}, {"separators": (",", ":")})

#: What the answer of a replay fits.
ANSWER = Draft202012Validator(schema_of("replay"))


def printed(case: Case, everything: bool) -> str:
    """The decision as the command prints it."""
    layout = case.draw.choice(LAYOUTS)
    data = decision_of(case).as_json(everything=everything)
    return json.dumps(data, ensure_ascii=case.draw.chance(0.2), **layout) + "\n"


def read_again(profile: object) -> CreditProfile:
    """A profile after it was written as JSON."""
    return CreditProfile.from_text(json.dumps(profile, default=float, ensure_ascii=False))


@holds()
def test_a_decision_is_made_again_byte_by_byte(case: Case) -> int:
    """Written as JSON, read, its profile shuffled, its rules planned anew from other files: the very same text, and
    the replay says so."""
    everything = case.draw.chance(0.3)
    text = printed(case, everything)
    if not hasattr(case.rules, "replanned"):  # once for all profiles
        case.rules.__dict__["replanned"] = Rules(shuffled_rules(case.rules.documents, case.draw))
    plan = case.rules.__dict__["replanned"].plan
    profile = read_again(shuffled_profile(case.profile, case.draw))
    written = decision_of_text(text)
    told = replay(plan, profile, written)
    assert told.verdict == "same", (told.verdict, told.inputs, told.difference)
    assert told.notes == ()
    again = check_subject(plan, profile, written.action).as_json(everything=everything)
    assert any(json.dumps(again, ensure_ascii=a, **layout) + "\n" == text for layout in LAYOUTS for a in (True, False))
    return 1


@holds(Wants(named_ids=True))
def test_what_is_learned_later_leaves_an_earlier_decision_as_it_was(case: Case) -> int:
    """Held against a profile that has grown, the answer is the same; as known on the same day nothing is other, and
    every finding that is other on a later one has a day and something that became known on it."""
    case = case.but(action={**case.action, "known": case.facts.known.isoformat()})
    written = decision_of_text(printed(case, everything=False))
    grown = copied(case.profile)
    learned = [learn_later(case, own, case.draw) for own in every_profile(grown)]
    profile = CreditProfile.from_data(grown)
    told = replay(case.plan, profile, written, known=written.known)
    assert told.verdict in ("same", "same-answer"), (learned, told.difference)
    assert not told.difference.others, (learned, told.difference)
    assert told.later is not None
    assert not told.later.difference.findings
    assert not told.later.learned
    much_later = case.facts.known + timedelta(days=1200)
    later = replay(case.plan, profile, written, known=much_later).later
    assert later is not None
    for change in later.difference.findings:
        steps = later.steps[change.measure_list, change.measure]
        assert steps, (learned, change.measure)
        assert all(step.because for step in steps)
        assert steps[-1].finding == ("does-not-apply" if change.now is None else change.now["finding"])
    if case.draw.chance(0.02):
        assert not list(ANSWER.iter_errors(as_json(replay(case.plan, profile, written, known=much_later))))
    return 1 + len(later.difference.findings)


@holds()
def test_a_byte_that_was_altered_is_noticed(case: Case) -> int:
    """Wherever it stands: the file is refused, or the replay notes that it is not as it was printed."""
    raw = printed(case, everything=case.draw.chance(0.3)).encode()
    for _ in range(4):
        place = case.draw.randrange(len(raw))
        byte = case.draw.choice([b for b in (case.draw.randrange(256), *b' 0a"}:x') if b != raw[place]])
        altered = raw[:place] + bytes([byte]) + raw[place + 1 :]
        try:
            told = replay(case.plan, case.subject, decision_of_text(text_of_bytes(altered, "decision.json")))
        except ProfileError:
            continue
        assert told.notes or not told.same, (place, raw[place - 30 : place + 30], byte)
    return 4
