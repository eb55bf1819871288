# Casebooks whose definition changed: cases of older editions, and moving them.

casebooks-renamed-known = Field “{ $field }” is still there; only fields that are gone are renamed.
cases-edition-old = edition { $edition }, in force is { $newest }
cases-move-nothing = No open case goes by an older edition.
cases-move-no-choice = “{ $en }” holds a choice that the new edition does not have.
cases-move-no-way = The new edition has no state “{ $en }” and does not say where its cases go. Add to the casebook: [moves] { $state } = "…".
cases-move-other-edition = Another edition came into force since the preview. Look at the preview again.
cases-move-other-sort = “{ $en }” is of another type in the new edition.
cases-move-other-subject = The new edition is about another kind of subject.
cases-move-under-way = Cases of this book are being moved already. Wait until that has ended.
cases-sheet-old-case = This case goes by edition { $edition } of the casebook. Correct it on its own page, or move it to the edition in force first.
done-cases-move = { $cases ->
    [one] The case is being moved.
   *[other] { $cases } cases are being moved.
}
move-title = Cases of older editions
move-in-force = edition { $edition } is in force
move-none = Every open case goes by the edition in force.
move-what = { $count ->
    [one] { $count } open case goes by an older edition. It finishes by its old steps unless it is moved.
   *[other] { $count } open cases go by an older edition. They finish by their old steps unless they are moved.
}
move-where = Where the cases go
move-edition = Edition
move-from = Stands in
move-to = Goes to
move-cases = Cases
move-stays = stays
move-nowhere = nowhere
move-renamed = Fields with another name
move-fallen = Fields that are gone
move-fallen-what = What stands in them falls away; the history of each case keeps it.
move-n-cases = { $count ->
    [one] { $count } case
   *[other] { $count } cases
}
move-refused = { $count ->
    [0] Refused: none
    [one] Refused: { $count } case
   *[other] Refused: { $count } cases
}
move-refused-what = These cases go on by the old edition.
move-refused-none = Every case that was read can be moved.
move-judged = { $judged } of { $waiting } cases were read for this preview.
move-do = Move the cases
move-ask = { $count ->
    [one] { $count } case goes by edition { $edition } from then on. This cannot be undone.
   *[other] { $count } cases go by edition { $edition } from then on. This cannot be undone.
}
move-who = Whoever reviews casebooks moves the cases.
move-progress = { $done } of { $total } cases
move-past = Moves so far
move-when = When
move-by = By
move-moved = Moved
move-left = Refused
