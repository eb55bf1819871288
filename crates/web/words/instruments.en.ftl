# Instruments: answers, scores, levels; faults of an instrument's file in a pack
instruments-yes = Yes
instruments-no = No
instruments-null = Cannot tell
instruments-total = Total
instruments-level = Level { $level }: { $name }
instruments-unverified = Cut-offs or rules were not found in print: check before relying on them.
instruments-no-such = There is no instrument “{ $written }”. Known: { $known }
instruments-missing = “{ $item }” is not answered.
instruments-extra = “{ $item }” is no item of this instrument.
instruments-not-asked = “{ $item }” is not asked in this case and should not be answered.
instruments-not-an-option = “{ $item }” has no option “{ $written }”; it has { $options }.
instruments-out-of-range = “{ $item }”: { $written } is out of range ({ $from } to { $to }).
instruments-too-fine = “{ $item }”: { $written } has more than { $decimals } decimals.
instruments-too-long = “{ $item }” is too long: at most { $most } characters.
instruments-twice = “{ $item }” has one option twice.
instruments-not-a-code = “{ $item }”: “{ $written }” is no ICD-10 code such as F00 or I63.9.
instruments-no-band = “{ $item }”: no points are given for this value; check the answers it goes with.
instruments-wrong-kind = The answer to “{ $item }” should be { $kind ->
    [yes_no] yes or no (true or false)
    [number] a number
    [text] a text
    [many] a list of options
    [day] a day such as 2026-10-31
    [codes] a list of codes
   *[choice] one option
 }.
instruments-left-out = The rules leave this combination out: { $combination }. Check the answers, or let the assessors decide.
instruments-other-id = The id “{ $written }” should be the file’s name, “{ $file }”.
instruments-id-twice = “{ $written }” stands twice.
instruments-unknown-name = There is no item, section, score or context “{ $written }”.
instruments-no-options = At least two options are needed.
instruments-not-earlier = “{ $written }” is no earlier item; what is asked can only depend on answers before it.
instruments-form-with-levels = A form without scores has no levels.
instruments-matrix-size = The rows or columns do not fit the levels of the sections, or a level does not exist.
instruments-levels-hole = The scores of the levels do not join: this begins at { $from }, { $wanted } was expected.
instruments-change-what = A change says either set or raise, and a level that exists.
instruments-case-differs = The case’s { $what } came out otherwise: “{ $written }” is written, “{ $came }” came.
