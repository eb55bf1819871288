//! What a row of a survey says it is. Pure.

use crate::books::Sort;

/// What a telephone says of itself; a casebook has its own history.
const OF_THE_DEVICE: [&str; 12] = [
    "start",
    "end",
    "today",
    "deviceid",
    "subscriberid",
    "simserial",
    "phonenumber",
    "username",
    "email",
    "audit",
    "start-geopoint",
    "background-audio",
];
/// Types of `XLSForm` that a casebook has under another name.
const SORTS: [(&str, Sort); 11] = [
    ("text", Sort::Text),
    ("barcode", Sort::Text),
    ("time", Sort::Text),
    ("integer", Sort::Whole),
    ("decimal", Sort::Number),
    ("date", Sort::Date),
    ("image", Sort::Photo),
    ("file", Sort::File),
    ("geopoint", Sort::Place),
    ("acknowledge", Sort::YesNo),
    ("calculate", Sort::Text),
];

/// What a row says it is.
pub(super) enum Row<'t> {
    Question(Sort, Option<&'t str>),
    Begin(&'t str),
    End(&'t str),
    Note,
    Device,
    /// A choice with an answer beside its list.
    OrOther,
    Unknown,
}

pub(super) fn row_of(written: &str) -> Row<'_> {
    let mut words = written.split_whitespace();
    let (first, second) = (words.next().unwrap_or(""), words.next());
    let kind = first.to_lowercase();
    match (kind.as_str(), second) {
        ("begin" | "end", Some(what)) => {
            let what = if what.eq_ignore_ascii_case("repeat") {
                "repeat"
            } else if what.eq_ignore_ascii_case("group") {
                "group"
            } else {
                ""
            };
            match (what, kind.as_str()) {
                ("", _) => Row::Unknown,
                (what, "begin") => Row::Begin(what),
                (what, _) => Row::End(what),
            }
        }
        ("begin_group", _) => Row::Begin("group"),
        ("begin_repeat", _) => Row::Begin("repeat"),
        ("end_group", _) => Row::End("group"),
        ("end_repeat", _) => Row::End("repeat"),
        // Another answer that is typed beside the list has no place in a choice.
        ("select_one" | "select_multiple", Some(_)) if words.next().is_some() => Row::OrOther,
        ("select_one", Some(list)) => Row::Question(Sort::Choice, Some(list)),
        ("select_multiple", Some(list)) => Row::Question(Sort::Many, Some(list)),
        ("range", _) => Row::Question(Sort::Whole, None),
        ("note", _) => Row::Note,
        (it, _) if OF_THE_DEVICE.contains(&it) => Row::Device,
        (it, _) => {
            let sort = SORTS.iter().find(|known| known.0 == it).map(|known| known.1);
            sort.map_or(Row::Unknown, |sort| Row::Question(sort, None))
        }
    }
}
