"""An approval system asks before bids are opened: who has to be refused and why, and whom a person has to look at."""

import sys

from credit_rules import load_plan
from credit_rules.pipeline import BACKENDS
from credit_rules.rosters import read_roster
from credit_rules.screening.reading import read_tenders
from credit_rules.screening.screening import Screener

sheet, profiles = sys.argv[1:3]
action = {"code": "procurement.bid", "region": "230100", "authority": "purchaser"}
screener = Screener(load_plan("cn"), read_roster(profiles), action, engine=BACKENDS["verified"])
for tender in read_tenders(sheet).each:
    for one in screener.screen(tender, at="opening").bidders:
        who = f"{one.bidder.number} {one.bidder.party.name}"
        if one.outcome == "barred" and one.told is not None:
            barring = {measure for _, measure in one.because}
            for found in (each for each in one.told["findings"] if each["measure"] in barring):
                cause = " ".join(fact["document"] for fact in found["because"][0] if fact.get("document"))
                print(who, "refuse:", found["measure"], cause, "until", found["lifts_on"], "check", one.told["id"])
        elif one.outcome in ("refer", "incomplete", "not-checked"):
            why = [code for code, _ in one.because] or [problem.code for problem in one.problems]
            print(who, "to a person:", *dict.fromkeys(why))
