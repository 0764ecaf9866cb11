"""The library in ten lines: one subject, one action, which measures apply, and until when."""

from datetime import date
from pathlib import Path

from credit_rules import Action, CreditProfile, check_subject, load_plan

profile = CreditProfile.from_file(Path(__file__).parent / "bidder.json")
decision = check_subject(load_plan("cn"), profile, Action(code="procurement.bid", date=date(2026, 11, 20)))
print(decision.outcome)
for finding in decision.applying:
    print(finding.measure, decision.lifts_on(finding))
