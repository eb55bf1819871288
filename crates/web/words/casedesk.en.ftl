# Casebooks: steps of many cases, kept filters, Excel both ways
books-kept-views = Kept filters
books-keep-view = Keep these filters
books-view-name = Name of the filter
books-view-name-hint = One of the same name is replaced
books-view-of = shared by { $who }
books-view-shared = shared
books-views-mine = My filters
books-view-share = My colleagues of this office see it, too
books-view-drop = Remove “{ $name }”
books-many-title = A step of many cases
books-many-ticked = Step for the ticked ones
books-many-all = Step for all { $count } that match
books-many-all-more = Step for all that match (more than { $count })
books-many-none = No cases are chosen. Go back and tick some, or take all that match the filters.
books-many-too-many = { $count } cases are chosen; at most { $most } go at once. Go back and narrow the filters.
books-many-chosen = { $count ->
    [one] One case is chosen.
   *[other] { $count } cases are chosen.
}
books-many-which = Which step?
books-many-all-may = All { $count } stand where it can be taken
books-many-some-may = { $fits } of { $count } stand where it can be taken; the others will be refused
books-many-no-step = There is no step that you may take of the chosen cases now.
books-many-step = “{ $step }” for { $count } chosen cases. What you fill in here is the same for each.
books-many-preview = Look ahead
books-many-again = Look ahead again
books-many-ahead = Before it is done
books-many-judged = { $count } cases are chosen; the first { $judged } were looked at.
books-many-fits = { $fits } of { $count } can take it.
books-many-why = Why others cannot
books-many-reason = Reason
books-many-refused-ones = One by one
books-many-first = Only the first { $count } are listed
books-many-take = “{ $step }” for { $count ->
    [one] one case
   *[other] { $count } cases
}
books-many-progress = { $done } of { $count } done
books-many-done = Taken
books-many-refused = Refused
books-many-waiting = Waiting
books-many-stop = Stop
books-many-all-done = All { $count } are done.
books-sheet-in = Import from Excel
books-sheet-what = Export the list to Excel first, edit it there or add new cases below the last row, and hand it in here. Every row is checked and shown to you before anything is changed.
books-sheet-file = Workbook
books-sheet-file-hint = xlsx, xls, et, csv or ods, at most { $most } MB
books-sheet-look = Hand in and check
books-sheet-earlier = Handed in before
books-sheet-rows = Rows
books-sheet-at = Handed in
books-sheet-state-planning = being checked
books-sheet-state-planned = checked, waits for you
books-sheet-state-taking = being imported
books-sheet-state-done = imported
books-sheet-n-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
books-sheet-progress = { $done } of { $count } rows done
books-sheet-dry-run = This is only a check. Nothing has been changed yet.
books-sheet-strange = { $count ->
    [one] One column is none of this book and was not read: { $columns }
   *[other] { $count } columns are none of this book and were not read: { $columns }
}
books-sheet-new = New
books-sheet-changed = Changed
books-sheet-conflict = Conflicts
books-sheet-wrong = Wrong
books-sheet-same = Unchanged
books-sheet-told-new = Entries
books-sheet-told-changed = Changes
books-sheet-told-conflict = Somebody changed it since the export
books-sheet-told-wrong = Why
books-sheet-told-same = Entries
books-sheet-cell = Sheet “{ $sheet }”, row { $row }, column { $column } ({ $address })
books-sheet-row = Row
books-sheet-becomes = becomes
books-sheet-both = exported as “{ $was }”, you wrote “{ $yours }”, it is now “{ $now }”
books-sheet-commit = Import { $count ->
    [one] one row
   *[other] { $count } rows
}
books-sheet-commit-ask = This opens { $new } and corrects { $changed } cases; the { $left } rows with conflicts or faults stay as they are.
books-sheet-nothing = There is nothing to import.
books-sheet-left = Download the rows that were not taken
cases-view-there = You have a filter named “{ $name }” already.
done-cases-bulk = The step has begun for { $cases } cases.
done-cases-take-sheet = The file is here and is being checked.
done-cases-commit-sheet = The rows are being imported.
done-cases-keep-view = The filter is kept.
done-cases-change-view = Saved.
done-cases-drop-view = The filter is removed.
books-move = Take a step
books-later = Steps that cannot be taken now ({ $count })
cases-figure-overdue = Casebooks: overdue
cases-figure-week = Casebooks: due within a week
books-only-overdue = Only the books with overdue cases.
books-only-week = Only the books with cases due within a week.
books-n-week = { $count } due within a week
books-none-due = There are no such cases.
