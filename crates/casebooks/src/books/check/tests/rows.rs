//! Rules of a table's columns, told at their place however the columns are written.
// not for people: what a clerk might write

use super::{faults, good};

#[test]
fn a_rule_of_a_row_is_told_at_the_word_that_is_wrong() {
    let columns = "type = \"table\"\ncolumns = [\n    { id = \"a\", type = \"whole\", zh = \"甲\", en = \"A\" },\n    \
        { id = \"b\", type = \"whole\", zh = \"乙\", en = \"B\", show_if = \"row.a > 1 && row.aa > 2\" },\n]\nzh = \"照\"";
    let text = good().replacen("type = \"photo\"\nzh = \"现场照片\"", columns, 1);
    let found = faults(&text);
    let line = text.lines().position(|it| it.contains("row.aa")).expect("the line") + 1;
    let column = text.lines().nth(line - 1).and_then(|it| it.find("row.aa")).expect("the word");
    let column = text.lines().nth(line - 1).map_or(0, |it| it[..column].chars().count()) + 1;
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((found[0].line as usize, found[0].column as usize), (line, column), "{}", found[0]);
    assert_eq!(found[0].key, "rules-unknown-fact");
    // Columns may also stand as tables by their ids.
    let columns = "type = \"table\"\nzh = \"照\"\nen = \"T\"\n[field.photo.columns]\n\
        a = { type = \"whole\", zh = \"甲\", en = \"A\" }\nb = { type = \"whole\", zh = \"乙\", en = \"B\", value = \"row.c\" }\n";
    let tables = good().replacen("type = \"photo\"\nzh = \"现场照片\"\nen = \"Photo\"", columns, 1);
    let found = faults(&tables);
    let line = tables.lines().position(|it| it.contains("row.c")).expect("the line") as u32 + 1;
    assert_eq!(found.iter().map(|it| it.line).collect::<Vec<_>>(), [line], "{found:#?}");
    // And what is right is taken.
    assert_eq!(faults(&text.replace("row.aa", "row.a")), [], "taken");
}
