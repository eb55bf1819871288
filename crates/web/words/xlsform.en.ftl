# Forms that stand in a workbook (XLSForm), and what cannot be taken of them.

xlsform-bad-number = A number with more than two decimals, or too great: { $what }
xlsform-bad-pattern = “{ $what }” is no regular expression that we have (no look-around, no back references).
xlsform-bracket = A bracket is not closed after “{ $what }”.
xlsform-column-unknown = Column “{ $column }” has no meaning in a casebook. Empty it.
xlsform-concat = concat() and join() stand alone in a calculation and take questions and words: { $what }
xlsform-empty = This cell must not be empty.
xlsform-empty-text = An empty text is no value; { $what } only compares, as in . != ''.
xlsform-ends-early = The expression ends too early.
xlsform-left-default = The default of “{ $name }” is left out: new rows of a table are empty.
xlsform-left-device = “{ $type }” is said by the device; left out.
xlsform-left-group = Group “{ $name }” within a repeat is not shown as a group; its condition stays.
xlsform-left-language = “{ $language }” is in a language that no page shows; left out.
xlsform-left-note = “{ $name }” is a note and asks nothing; left out.
xlsform-left-sheet = Sheet “{ $sheet }” does not belong to a form; left out.
xlsform-no-column = Sheet “survey” has no column “{ $column }”.
xlsform-no-condition = This is no condition: { $what }
xlsform-no-day = “{ $what }” is no day. Write 2026-11-22.
xlsform-no-function = A casebook has no function “{ $what }”.
xlsform-no-label = “{ $name }” has no label.
xlsform-no-number = Only numbers and days are added and compared so: { $what }
xlsform-no-questions = The form asks nothing.
xlsform-no-sheet = There is no sheet “{ $sheet }”. Is this an XLSForm?
xlsform-no-such-choice = “{ $what }” is none of the choices.
xlsform-no-such-list = Sheet “choices” has no list “{ $list }”.
xlsform-no-such-question = There is no question “{ $what }”.
xlsform-no-text-made = A rule chooses between written words only: { $what }
xlsform-not-begun = This ends a { $what } that was not begun.
xlsform-not-closed = This { $what } is not ended.
xlsform-not-in-a-repeat = “{ $name }” cannot stand in a repeat: rows of a table carry no files.
xlsform-not-in-a-rule = “{ $what }” cannot be read by a rule.
xlsform-not-understood = Not understood: { $what }
xlsform-of-a-row = “{ $what }” is asked in each row of a repeat; outside of it use sum(), count() or count-non-empty().
xlsform-of-a-text = { $what }() has its place in the constraint of a text question itself, as in regex(., '[0-9]+').
xlsform-of-its-own-rows = Within a repeat { $what }() cannot read the rows of the same repeat.
xlsform-of-no-repeat = { $what }() takes a repeat or a question of one.
xlsform-or-other = There is no or_other. Add a choice “Other” and a text question for it.
xlsform-range = Write a range as start=1 end=10 step=1, start below end, at most two decimals.
xlsform-renamed = “{ $from }” is called “{ $to }” here.
xlsform-repeat-count = A table has as many rows as are filled. Empty this cell.
xlsform-repeat-in-repeat = A repeat cannot stand in a repeat.
xlsform-required = Write yes or no; “{ $what }” is not understood.
xlsform-string-length = How long “{ $what }” is no rule can say; only a greatest length: string-length(.) <= 20.
xlsform-there = “{ $name }” is in the draft already.
xlsform-too-deep = The expression is nested too deeply.
xlsform-too-long = The expression is too long: { $what }
xlsform-too-many-rows = More than { $most } rows.
xlsform-twice = “{ $name }” stands there twice.
xlsform-two-kinds = Two kinds of value: { $what }
xlsform-two-texts = A text is held against written words only: { $what }
xlsform-typed-and-computed = A question is either typed or calculated.
xlsform-unknown-type = A casebook has no type “{ $type }”.
xlsform-use-selected = Several may be chosen of “{ $what }”: use selected().
packs-form-left = Left out:
