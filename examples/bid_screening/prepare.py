"""The published lists of this example as one file of profiles: what `credit-rules import` does, list by list.

    python examples/bid_screening/prepare.py lists.jsonl

Each list is joined to what was imported before, so that a subject on two lists has one profile.
"""

import sys
from datetime import date
from pathlib import Path

from credit_rules.screening.importing import Wanted, import_files

HERE = Path(__file__).parent / "lists"
AS_OF = date(2026, 11, 19)
#: File, what it covers, where and at which hour it was looked up, and whether it is the whole register.
LISTS = (
    ("penalties.csv", "penalty", "信用中国", "15:50", False),
    ("tax-major.csv", "tax-major", "信用中国", "16:02", True),
    ("judgment-debtor.csv", "judgment-debtor", "中国执行信息公开网", "16:05", True),
    ("procurement-serious.csv", "procurement-serious", "中国政府采购网", "16:10", True),
    ("wage-arrears.csv", "wage-arrears", "信用中国", "16:14", True),
    ("samr-serious.csv", "samr-serious", "国家企业信用信息公示系统", "16:20", True),
    ("work-safety.csv", "work-safety", "信用中国", "16:26", True),
)


def prepare(out: Path) -> Path:
    """Import every list into `out`; the records with an objection come as profiles, as no list says it."""
    joined = HERE / "contested.jsonl"
    for name, covers, channel, hour, complete in LISTS:
        looked_up = f"{AS_OF}T{hour}+08:00"
        wanted = Wanted(covers=covers, as_of=AS_OF, complete=complete, channel=channel, looked_up=looked_up)
        import_files([HERE / name, joined], wanted, out)
        joined = out
    return out


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
