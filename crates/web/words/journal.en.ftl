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
# What the journal calls each act
verb-access-sign-in = Sign in
verb-access-sign-out = Sign out
verb-access-switch-role = Switch role
verb-access-change-password = Change the password
verb-access-confirm-factor = Confirm the second factor
verb-access-create-account = Open an account
verb-access-disable = Disable an account
verb-access-enable = Enable an account
verb-access-end-session = End a session
verb-access-enrol-factor = Begin a second factor
verb-access-grant = Grant a role
verb-access-make-token = Make a token
verb-access-record-export = Export
verb-access-reset-factor = Reset a second factor
verb-access-reset-password = Reset a password
verb-access-revoke = Revoke a role
verb-access-revoke-token = Revoke a token
verb-access-unlock = Unlock
verb-audit-print = Print a dossier
verb-audit-record-finding = Record a finding
verb-bank-close = Close the books
verb-bank-drop = Drop a bank file
verb-bank-enter-statement = Enter a statement
verb-bank-make = Make a bank file
verb-bank-send = Send to the bank
verb-bank-settle-doubt = Settle a doubtful answer
verb-bank-take-answer = Take the bank’s return
verb-drafts-add-field = Field added to a draft of a casebook
verb-drafts-add-state = State added to a draft of a casebook
verb-drafts-add-step = Step added to a draft of a casebook
verb-drafts-begin = Draft of a casebook begun
verb-drafts-drop = Draft of a casebook dropped
verb-drafts-publish = Casebook published
verb-drafts-return = Draft of a casebook returned
verb-drafts-send = Draft of a casebook handed in
verb-drafts-take-form = Form taken into a draft of a casebook
verb-drafts-withdraw = Casebook withdrawn
verb-drafts-write = Draft of a casebook written
verb-entry-accept = Accept an entrant
verb-entry-apply = Enter an application
verb-quotas-open = Open an allocation of units
verb-quotas-draw-again = Rank an allocation again
verb-quotas-void = Make an allocation void
verb-quotas-approve = Approve an allocation
verb-quotas-use = Enter a use of units
verb-quotas-take-back = Take back a use of units
verb-quotas-correct = Correct units
verb-quotas-give-up = Give up units
verb-settlement-make = Make a bill of services elsewhere
verb-settlement-take = Take in a bill of services elsewhere
verb-settlement-decide = Decide about a line of a bill
verb-settlement-clear = Clear a bill of services elsewhere
verb-applications-open = Record an application for a benefit
verb-entry-approve = Approve an entrant
verb-entry-decline = Elder declines
verb-entry-examine = Examine an entrant
verb-entry-look-now = Look for entrants
verb-entry-object = Record an objection
verb-entry-post-notice = Post a public notice
verb-entry-refuse = Refuse an entrant
verb-entry-settle-objection = Settle an objection
verb-files-put = Attach a file
verb-intake-check = Check a list
verb-intake-commit = Write a list
verb-intake-decide = Decide a doubtful row
verb-intake-discard = Discard a list
verb-intake-map = Map columns
verb-intake-undo = Undo a decision
verb-intake-upload = Upload a list
verb-jobs-again = Run a job again
verb-jobs-stop = Stop a job
verb-journal-record-impact-assessment = Record an impact assessment
verb-keys-reseal = Seal under the new key
verb-notices-settle = Settle a letter
verb-payees-check = Check an account
verb-payees-check-list = Check the accounts of a list
verb-payees-confirm-agent = Confirm an agent
verb-payees-list-worker = List a village officer
verb-payees-propose = Propose an account
verb-payees-take-list = Take the accounts of a list
verb-recovery-approve-write-off = Approve a write-off
verb-recovery-ask-write-off = Ask for a write-off
verb-recovery-notify = Record a recovery notice
verb-recovery-plan = Agree on instalments
verb-recovery-prove-life = Record a proof of life
verb-recovery-receive = Record money received
verb-runs-approve = Approve a run
verb-runs-approve-arrears = Approve back-pay
verb-runs-confirm = Confirm for a township
verb-runs-confirm-finance = Confirm for finance
verb-runs-confirm-village = Confirm for a village
verb-runs-hold-line = Hold a line
verb-runs-import-history = Take in an old roll
verb-runs-open = Open a run
verb-runs-redraw = Draw the roll again
verb-runs-release-line = Release a line
verb-runs-resume = Resume payment
verb-runs-set-budget = Enter the budget
verb-runs-suspend = Suspend payment
verb-runs-take-roll = Take in a paid roll
verb-runs-void = Void a run
verb-runs-withdraw = Withdraw a payment
verb-tasks-assign = Assign a task
verb-tasks-close = Close a task
verb-cases-propose-correction = Propose a correction of an ended case
verb-cases-decide-correction = Decide a correction of an ended case
verb-cases-back = Take back a step of a case
verb-cases-bulk = Step of many cases
verb-cases-commit-sheet = Cases imported from a sheet
verb-cases-change-view = Kept filter renamed or shared
verb-cases-drop-view = Kept filter dropped
verb-cases-edit = Correct a case
verb-cases-export = Cases exported as a sheet
verb-cases-keep-view = Filter kept
verb-cases-link = Link a case
verb-cases-move = Move cases to the edition in force
verb-cases-open = Open a case
verb-cases-remark = Remark on a case
verb-cases-step = Take a step of a case
verb-cases-take-sheet = Sheet of cases handed in
verb-facilities-register = Register a facility
verb-facilities-change = Change a facility
verb-facilities-set-state = Change the state of a facility
verb-beds-add = Add beds
verb-beds-change = Change the type or state of beds
verb-beds-renew-code = Renew the code of a bed
verb-beds-begin = Begin a stay
verb-beds-end = End a stay
verb-beds-move = Move to another bed
verb-beds-correct = Correct a stay
verb-beds-leave = Begin a leave
verb-beds-return = End a leave
verb-beds-scan = Scan a bed
verb-beds-settle = Settle a scan of a bed
verb-findings-answer = Note the answer to an offer
verb-passes-give = Hand out a family code or card
verb-passes-withdraw = Take back a family code or card
verb-passes-enter = Family comes in by a code
verb-passes-leave = Family signs out
verb-passes-say = Family answers an offer
verb-passes-apply = Family applies
verb-findings-search-now = Search for what is owed
verb-runs-set-fund-budget = Enter a fund's budget
verb-providers-claim = Claim what a facility is owed
verb-recovery-take-check = Take a comparison of faces
verb-runs-open-month = Open the month of all benefits
verb-recovery-suspect = Open a case of suspected fraud
verb-settlement-pay = Enter a payment between areas
