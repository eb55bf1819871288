# Pages of the system, security and audit administrators
admin-accounts = Accounts and roles
admin-accounts-empty = There is no account yet.
admin-account-new = New account
admin-handed-over = First password unchanged
admin-handed-over-help = Hand this first password to its owner in person; it must be changed at the first sign-in. It serves until { $until } and is shown only now.
admin-disabled = Disabled
admin-text = Login or name
admin-login-hint = Letters, digits, dots and dashes
admin-phone = Phone
admin-duties = { $count ->
    [one] Duties cannot be kept apart in { $count } place
   *[other] Duties cannot be kept apart in { $count } places
}
admin-duty = duties that two people must hold
admin-duty-nobody-for-the-first = nobody prepares
admin-duty-nobody-for-the-second = nobody checks
admin-duty-one-person-for-both = one and the same person would prepare and check
admin-grants = Roles
admin-no-grants = No role is granted yet; signed in, this account may do nothing.
admin-grant = Grant a role
admin-from = From
admin-to = Until
admin-to-hint = From this day it no longer holds; empty for no end
admin-do = Actions
admin-revoke = Take back
admin-revoke-ask = From now on { $name } no longer acts under this role.
admin-enable = Enable the account
admin-disable = Disable the account
admin-why = Why
admin-reset-password = Reset the password
admin-reset-password-ask = All sessions of { $name } end, and a new first password must be used.
admin-reset-factor = Take off the second factor
admin-reset-factor-ask = { $name } will have to set up an authenticator anew.
admin-unlock = Unlock
admin-journal = Journal
admin-journal-empty = There is no entry.
admin-unsealed = { $count ->
    [one] { $count } entry waits to be sealed, for 10 seconds at most as a rule.
   *[other] { $count } entries wait to be sealed, for 10 seconds at most as a rule.
}
admin-at = At
admin-seq = No.
admin-account = Account
admin-verb = What
admin-subject = Subject
admin-subject-id = Subject's id
admin-outcome = Outcome
admin-outcome-done = done
admin-outcome-denied = denied
admin-outcome-invalid = invalid
admin-outcome-conflict = conflict
admin-outcome-missing = missing
admin-outcome-broken = broken
admin-channel = Channel
admin-exports = Exports
admin-exports-empty = Nothing was exported.
admin-what = What
admin-rows = Rows
admin-digest = Digest of the file
admin-jobs = Jobs
admin-jobs-empty = There is no job.
admin-job-kind = Job
admin-job-done = Done
admin-job-total = Of
admin-job-created = Begun
admin-job-ended = Ended
subject-account = Account
subject-bank-batch = Bank file
subject-benefit = Benefit
subject-export = Export
subject-file = File
subject-job = Job
subject-notice = Notice
subject-person = Person
subject-recovery = Recovery
subject-review = Review
subject-run = Run
subject-session = Session
subject-task = Task
subject-token = Token
subject-quota-allocation = Allocation of units
subject-settlement-bill = Settlement bill
subject-entrant = Entrant
admin-wait-notices = { $count ->
    [one] Hand over { $count } letter
   *[other] Hand over { $count } letters
}
admin-wait-grants = { $count ->
    [one] { $count } account has no role yet
   *[other] { $count } accounts have no role yet
}
admin-wait-passwords = { $count ->
    [one] The first password of { $count } account has expired
   *[other] The first passwords of { $count } accounts have expired
}
subject-page = page
subject-merge = merge
subject-household = household
subject-grant = granted role
subject-anomaly = anomaly
subject-statement = statement
subject-recovery-case = recovery
subject-pack = pack
subject-event = event
subject-roll-line = line of the roll
subject-payee = account
subject-bank-answer = bank’s return
subject-bank-line = payment line
subject-bank-doubt = doubt of the bank’s return
subject-verb = act
subject-question = question
subject-obligation = obligation
subject-fund = Fund
