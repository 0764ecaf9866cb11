"""Bid screening: from the files people really hold to profiles, tenders, and who bidders might be.

    published lists ─ readers ─ importing ─▶ profiles.jsonl          (`credit-rules import`)
    bidders' sheet, OCDS ─ readers ─▶ `Tender`s ─ identity ─▶ screening   (`credit-rules screen`)

Nothing that was read is dropped in silence: whatever a reader leaves out or doubts stands in its `Tally`.
"""
