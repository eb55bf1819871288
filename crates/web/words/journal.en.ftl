# The journal: who did what, and whether its chain is whole.

journal-text-length = Write something, at most 4,000 characters.
journal-anchor-unreadable = This line is not an anchor: { $why }. Use a file that “songhe journal head” wrote.
journal-not-sound = The journal was tampered with. Keep the database as it is and tell the audit administrator.
journal-head = head of the journal
journal-county = Journal of { $county }
journal-sealed = Sealed: entries { $from } to { $to }.
journal-sealed-none = Sealed: nothing yet.
journal-pruned = Entries up to { $to } are past their time and were removed under a checkpoint.
journal-anchored = Anchored: agrees with what was kept outside, up to entry { $to }.
journal-not-anchored = Sealed but not anchored: entries { $from } to { $to }. If an older state were put back whole, it would not show here; give --anchor FILE.
journal-unverified = Unverified: { $count } entries of the last seconds are not sealed yet; whether one was removed cannot be told.
journal-finding = { $what ->
    [altered] ALTERED
    [removed] REMOVED
    [moved] MOVED OR LINKED ANEW
    [truncated] CUT OFF AT THE END
    [head] HEAD ALTERED OR GONE
    [checkpoint] CHECKPOINT ALTERED, OR WHAT IT KEEPS IS GONE
    [anchor] DIFFERS FROM AN ANCHOR
    [foreign_anchor] AN ANCHOR OF OTHER KEYS
   *[other] { $what }
 }: { $from } to { $to } { $id }
journal-sound = Nothing was found.
journal-unsound = Found: { $found }.
journal-record-impact-assessment = Record an impact assessment
journal-verify = Verify the journal
journal-wait-unsealed = { $count ->
    [one] { $count } entry of the journal has long waited to be sealed
   *[other] { $count } entries of the journal have long waited to be sealed
}
journal-wait-refused = { $count ->
    [one] { $count } act without a right was refused in seven days
   *[other] { $count } acts without a right were refused in seven days
}
journal-impact = Record an impact assessment
journal-impact-what = Before a new source, a new recipient or a new use of personal data, its impact is assessed. The record stands in the journal for at least three years and cannot be changed.
journal-impact-matter = What was assessed
journal-impact-matter-hint = For example: giving the list of those over 80 to the health insurance bureau
journal-impact-risk = Effects and risks for those concerned
journal-impact-risk-hint = Whom and what it concerns, and what may come of it
journal-impact-conclusion = Safeguards and conclusion
journal-impact-conclusion-hint = What is done about it, and whether it may go on
done-journal-record-impact-assessment = The assessment stands in the journal.
