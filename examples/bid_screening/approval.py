"""An approval system asks before it lets bids be opened: who has to be refused, and whom a person has to look at."""

import sys
from pathlib import Path

from credit_rules import load_plan
from credit_rules.rosters import read_roster
from credit_rules.screening.reading import read_tenders
from credit_rules.screening.screening import Screener

sheet, profiles = Path(sys.argv[1]), Path(sys.argv[2])
action = {"code": "procurement.bid", "region": "230100", "authority": "purchaser"}
screener = Screener(load_plan("cn"), read_roster(profiles), action)
for tender in read_tenders(sheet).each:
    for one in screener.screen(tender, at="opening").bidders:
        who = f"{one.bidder.number} {one.bidder.party.name}"
        if one.outcome == "barred" and one.decision is not None:
            print(who, "refuse:", *(measure for _, measure in one.because), one.decision.id)
        elif one.outcome in ("refer", "incomplete", "not-checked"):
            print(who, "to a person:", *dict.fromkeys(code for code, _ in one.because))
