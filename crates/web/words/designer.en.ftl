# The designer of casebooks: drafts, checks, trying, review.

done-drafts-begin = The draft is begun.
done-drafts-write = Saved.
done-drafts-add-field = The field is added.
done-drafts-add-state = The state is added.
done-drafts-add-step = The step is added.
done-drafts-send = Handed in for review.
done-drafts-publish = Published: edition { $edition } is in force.
done-drafts-return = Returned to whoever wrote it.
done-drafts-drop = The draft is dropped.
done-drafts-withdraw = Withdrawn: edition { $edition } is in force no more.
drafts-book-there = There is a casebook “{ $book }” already. Copy it on its page, or choose another id.
drafts-cases-stand = { $count ->
    [one] { $count } case stands on this edition, so it cannot be withdrawn. Publish another edition instead.
   *[other] { $count } cases stand on this edition, so it cannot be withdrawn. Publish another edition instead.
}
drafts-mend-first = The text cannot be read. Mend its faults first.
drafts-no-such-group = There is no such group.
drafts-no-such-sort = There is no such type of field.
drafts-not-in-review = The draft is not waiting for review. Load the page again.
drafts-not-to-write = This draft is being reviewed or is published; it cannot be written in.
drafts-open-already = There is a draft of this casebook already. Go on with that one.
drafts-others-need = Other casebooks lean on this one: { $places }. Change them first.
drafts-own-hand = You wrote in this draft; another person reviews it.
drafts-too-long = The text is longer than { $most } KB.
designer-nav = Design casebooks
designer-title = Casebook designer
designer-what = Every casebook is a page of text. Copy one or begin a new one; it stays a draft until another person has reviewed and published it.
designer-begin = Begin a new casebook
designer-begin-it = Begin
designer-name-zh = Name in Chinese
designer-name-en = Name in English
designer-id = Id
designer-id-hint = Lower-case letters, digits and underscores; it stays as it is
designer-group = Group in the navigation
designer-drafts = Drafts
designer-no-drafts = There is no draft.
designer-books = Casebooks
designer-edition = edition { $edition }
designer-own = county’s own
designer-old-cases = { $count ->
    [one] { $count } case of an older edition
   *[other] { $count } cases of older editions
}
designer-state-draft = Draft
designer-state-review = In review
designer-state-returned = Returned
designer-state-published = Published
designer-state-dropped = Dropped
designer-cases = Cases
designer-copy = Change it: copy to a draft
designer-to-draft = Go on with the draft
designer-own-since = { $name } published this edition at { $at }.
designer-stand = { $count ->
    [0] No case stands on it.
    [one] { $count } case stands on it.
   *[other] { $count } cases stand on it.
}
designer-withdraw = Withdraw
designer-withdraw-ask = The pack’s own edition is in force again; a casebook that only the county has is gone.
designer-way = States and steps
designer-form = Form
designer-text = Text
designer-editions = Editions
designer-edition-since = Edition { $edition }, kept since { $at }
designer-mended = { $count ->
    [one] mended once
   *[other] mended { $count } times
}
designer-picture = States and steps
designer-picture-what = { $states } states and { $steps } steps; each step is in the list below by its number.
designer-stays = stays
designer-by-program = the program
designer-due = due in { $days } days
designer-due-working = due in { $days } working days
designer-needed = needed
designer-computed = worked out
designer-in-list = column of the list
designer-shown-if = asked only if
designer-n-choices = { $count } in all
designer-sort-text = text
designer-sort-whole = whole number
designer-sort-number = number
designer-sort-money = money
designer-sort-date = date
designer-sort-month = month
designer-sort-area = area
designer-sort-person = elder
designer-sort-facility = facility
designer-sort-case = case
designer-sort-worker = colleague
designer-sort-choice = one of a list
designer-sort-many = several of a list
designer-sort-yes-no = yes or no
designer-sort-photo = photo
designer-sort-file = file
designer-sort-signature = signature
designer-sort-place = place on the map
designer-sort-phone = phone (sealed)
designer-sort-resident-number = resident number (sealed)
designer-sort-account = bank account (sealed)
designer-sort-table = table
designer-try = Try it
designer-try-facts = What is true of the subject (made up, for this trial)
designer-try-facts-hint = The rules of the book read these; what is left empty is unknown.
designer-fact = Fact
drafts-no-such-fact = “{ $written }” cannot be the value of { $fact }.
designer-try-what = A sample case in memory. Nothing is written. What points to a person, a record or a file may be any text here.
designer-try-faulty = The draft has faults. Mend them, then it can be tried.
designer-try-open = Open a sample
designer-try-done = Done so far:
designer-try-task = Task: { $step }, due { $day }
designer-try-posts = Posts { $amount } yuan from { $from } to { $to }
designer-try-opens = Opens a linked case of
designer-try-ended = The sample has ended.
designer-try-back = One turn back
designer-try-again = Begin again
designer-sample = Sample
designer-send = Hand in for review
designer-send-ask = The saved text goes to the reviewer and cannot be changed meanwhile.
designer-drop = Drop the draft
designer-drop-ask = The draft is shown no more.
designer-in-force = in force is edition { $edition }
designer-new-book = a new casebook
designer-changed = last changed by { $name } at { $at }
designer-returned-by = { $name } returned it { $at }:
designer-published-by = { $name } published it { $at } as edition { $edition }.
designer-judge = Review
designer-judge-what = Read what differs below and try it. Publishing puts it in force at once; open cases finish by their old steps.
designer-publish = Publish
designer-publish-ask = It is in force at once for the whole county.
designer-return = Return it
designer-two = Somebody else saved meanwhile
designer-two-what = { $name } saved another text. Yours is below and is not saved. Red is theirs, green is yours; saving again replaces theirs.
designer-text-hint = Checked while you type.
designer-check = Check
designer-save = Save the draft
designer-faults = { $count ->
    [0] Faults: none
    [one] { $count } fault
   *[other] { $count } faults
}
designer-no-faults = Nothing is wrong.
designer-at = Line { $line }, column { $column }
designer-no-picture = The text cannot be read yet; the picture comes back when the faults above are mended.
designer-add = Add without the text
designer-add-what = This changes the saved text; save what you typed first.
designer-add-field = Add a field
designer-add-state = Add a state
designer-add-step = Add a step
designer-sort = Type
designer-choices = Choices
designer-choices-hint = For a list, one a line: id Chinese | English
designer-part = Group
designer-asked-by = Asked by the step
designer-asked-by-hint = Nothing: asked when a case is opened
designer-needed-why = A case cannot be opened without it
designer-is-end = It ends a case
designer-from = From
designer-to = To
designer-who = Who takes it
designer-asks = Asks
designer-needs = Needs
designer-days = Due within days
designer-days-hint = Counted from the day the state was entered; marked as the county’s to set
designer-working = Working days
designer-differs = What differs from the edition in force
designer-same = Nothing differs.
designer-take-form = Take a form from Excel
designer-take-form-what = An XLSForm workbook: its groups, questions, conditions and constraints are put into the text. Nothing is taken if something in it cannot be.
designer-form-file = Workbook
designer-form-file-hint = With the sheets survey, choices and settings
done-drafts-take-form = { $fields ->
    [one] { $fields } question was taken.
   *[other] { $fields } questions were taken.
} { $left ->
    [0] Nothing was left out.
   *[other] What has no meaning here ({ $left }) stands as comments at the end of the text.
}
designer-two-lines = Both texts line by line
