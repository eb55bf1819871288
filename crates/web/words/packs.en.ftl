# Packs: what `songhe pack` and the pages about packs say.

packs-bad-toml = This is not TOML: { $why }
packs-bad-words = This is not a Fluent message: { $why }. Write: room-thing = Text
packs-not-utf8 = The file is not UTF-8 text (from byte { $byte } on). Save it as UTF-8.
packs-unknown-section = No room reads a section “{ $written }”. Check the file's name.
packs-unknown-key = Unknown key “{ $written }”. Known here: { $known }
packs-missing-key = The key “{ $name }” is missing.
packs-figure-without = A figure must say its “{ $name }”. Write: basis = "document, clause", confidence = "printed", "local" or "unverified"
packs-bare-figure = A figure stands here without its foundation ({ $found }). Write: { "{" } value = …, basis = "document, clause", confidence = "unverified" { "}" }
packs-wrong-type = Found { $found }, but this must be { $expected ->
    [text] text in quotes
    [yes-no] true or false
    [number] a number
    [whole] a whole number
    [list] a list in square brackets
    [table] a table
    [choice] one of the known words
    [day] a day such as 2026-11-22
   *[other] { $expected }
 }.
packs-unknown-choice = “{ $written }” is none of: { $known }
packs-bad-value = { $why }
packs-out-of-range = { $value } lies outside { $from } to { $to }.
packs-dangling = There is no { $kind } “{ $written }”.
packs-missing-word = The word “{ $word }” is missing in { $language ->
    [zh] Chinese (words.zh.ftl)
   *[en] English (words.en.ftl)
 }. Write: { $word } = …
packs-overlap = This figure overlaps an earlier one. Give the earlier one a valid_to.
packs-ends-before-it-begins = It ends on { $to }, which is not after { $from }, when it begins.
packs-row-length = The row has { $cells } cells and the head { $columns }. A comma inside a cell needs quotes around the cell.
packs-no-such-pack = There is no pack “{ $written }”.
packs-circle = “{ $written }” is laid over this pack already: parents go in a circle, or there are too many.
packs-id-is-not-folder = The id “{ $written }” must be the folder's name, “{ $folder }”.
packs-county-is-not-id = The county's slug “{ $written }” must be the pack's id, “{ $id }”.
packs-county-code = “{ $written }” must be the county's six digits.
packs-bad-id = “{ $written }” must be lower case letters and digits, such as dechang.
packs-id-taken = There is a pack “{ $written }” already.
packs-bad-area-path = “{ $written }” must be lower case slugs, each ending with a slash: sc/liangshan/
packs-none-here = There is no pack in { $folder }: no folder with a pack.toml.
packs-suggestion = Did you mean “{ $meant }”?
packs-all-well = No fault in: { $packs }
packs-faults = { $count ->
    [one] One fault.
   *[other] { $count } faults.
 }
packs-started = Started. Fill the files in and run: songhe pack check

areas-level-depth = A { $written } does not stand at this depth of the path.
areas-bad-code = “{ $written }” is no code: stats codes have 12 digits, civil ones 6, 9 or 12.
areas-code-twice = “{ $written }” is the code of { $other } on the same days. Give one of them valid_from or valid_to.

terms-not-in-order = “{ $written }” is missing in `order`, which names the gravest first.
terms-two-digits = “{ $written }” must be two digits.
terms-no-death = No event ends life: `death` is missing.
terms-work-on-a-weekday = { $day } is a weekday, which is worked anyway.
