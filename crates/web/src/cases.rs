//! Pages of the casebooks: all books, one as a list, a board and a calendar, a new case, one case,
//! its letters, its file for printing. All follow from what the pack declares.

use base::{Error, Result};
use fluent_bundle::FluentArgs;
use serde_json::{Map, Value, json};

use crate::{
    call::Pairs,
    list::{Bulk, Choice, Column, Declared, Filter, Kind, Label},
    page::{Ask, Context, Nav, Page, ask, may_ask},
    visit::Visit,
    words::{Lang, Words},
};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("groups", "books.all"), ask("counts", "cases.counts")],
        nav: Some(Nav { label: "books-nav", icon: "book", order: 40 }),
        ..Page::new("/casebooks", "cases/books")
    },
    Page {
        asks: &[
            ask("cases", "cases.list"),
            ask("book", "books.book"),
            ask("figures", "cases.book-figures"),
            may_ask("views", "cases.views"),
        ],
        list: true,
        prepare: Some(filters_of),
        declare: Some(declare),
        ..Page::new("/casebooks/{book}", "cases/list")
    },
    Page {
        asks: &[ask("lanes", "cases.board"), ask("book", "books.book")],
        ..Page::new("/casebooks/{book}/board", "cases/board")
    },
    Page {
        asks: &[ask("it", "cases.calendar"), ask("book", "books.book")],
        ..Page::new("/casebooks/{book}/calendar", "cases/calendar")
    },
    Page { asks: &[ask("it", "cases.move-preview")], ..Page::new("/casebooks/{book}/move", "cases/move") },
    Page {
        asks: &[ask("it", "cases.form")],
        extra: Some(found),
        ..Page::new("/casebooks/{book}/new", "cases/new")
    },
    Page {
        asks: &[ask("it", "cases.case"), may_ask("face", "cases.public-face")],
        extra: Some(found),
        ..Page::new("/cases/{case}", "cases/case")
    },
    Page {
        asks: &[ask("rows", "cases.archive")],
        list: true,
        nav: Some(Nav { label: "archive-nav", icon: "file", order: 45 }),
        ..Page::new("/archive", "cases/archive")
    },
    Page { asks: &[ask("it", "cases.archived")], ..Page::new("/archive/{case}", "cases/archived") },
    Page { asks: &[ask("it", "cases.public-face")], ..Page::new("/cases/{case}/public", "cases/public") },
    Page { asks: &[ask("it", "cases.case")], ..Page::new("/cases/{case}/print", "cases/print") },
    Page { asks: &[ask("it", "cases.case")], ..Page::new("/cases/{case}/letters/{letter}", "cases/letter") },
];

/// The cases about somebody, for their own page.
pub(crate) const OF_PERSON: Ask =
    Ask { set: &[("kind", "person"), ("id", "{person}")], ..may_ask("cases", "cases.of-subject") };

/// Where the list's question stops counting.
const COUNTED_TO: i64 = casebooks::cases::ask::list::COUNT_MAX;
/// What a filter of a declared field may say.
const OPERATORS: [&str; 4] = ["is", "from", "to", "begins"];

/// Whether a name of an address is a filter by a field: `grade.is`.
pub(crate) fn is_filter(name: &str) -> bool {
    name.split_once('.').is_some_and(|(field, operator)| field != "values" && OPERATORS.contains(&operator))
}

/// `grade.is=major` of an address is a filter `grade:is:major` of the question.
pub(crate) fn filters_of(given: &mut Pairs) {
    let filter = |(name, value): &(String, String)| {
        let (field, operator) = name.split_once('.')?;
        let known = OPERATORS.contains(&operator) && !value.trim().is_empty();
        known.then(|| format!("{field}:{operator}:{}", value.trim()))
    };
    let filters: Vec<String> = given.iter().filter_map(filter).collect();
    given.retain(|(name, _)| !name.contains(['.', '[']) && name != "filter");
    given.extend(filters.into_iter().enumerate().map(|(at, it)| (format!("filter[{at}]"), it)));
}

/// What was looked for in the fields of a form, each with what fits.
pub(crate) fn found(visit: &Visit, context: &mut Context) -> Result<()> {
    let mut found = Map::new();
    let book = context.get("it").and_then(|it| it.get("book")).and_then(Value::as_str).unwrap_or_default();
    let typed = context.get("form").and_then(|it| it.get("values")).and_then(Value::as_object);
    if let Some(actor) = visit.actor() {
        for (name, texts) in typed.into_iter().flatten() {
            let Some(path) = name.strip_prefix("find.values.") else { continue };
            let text = texts.get(0).and_then(Value::as_str).unwrap_or_default().trim();
            if text.is_empty() {
                continue;
            }
            // A column of a table: `rows[3].person` is the field `rows.person`.
            let field: String = without_index(path);
            let hits =
                visit.site.ask(actor, "cases.find", json!({ "book": book, "field": field, "text": text }));
            match hits {
                Ok(hits) => _ = found.insert(format!("values.{path}"), hits),
                Err(Error::Broken(why)) => return Err(Error::Broken(why)),
                Err(_) => (),
            }
        }
    }
    context.insert("found".into(), Value::Object(found));
    Ok(())
}

fn without_index(path: &str) -> String {
    match (path.find('['), path.find(']')) {
        (Some(open), Some(close)) if open < close => format!("{}{}", &path[..open], &path[close + 1..]),
        _ => path.to_owned(),
    }
}

/// The list of a book, from its declaration; the rows are laid out as its columns read them.
fn declare(visit: &Visit, context: &mut Context) -> Result<Declared> {
    let book = context.get("book").cloned().unwrap_or_default();
    let words = visit.site.templates.words();
    let listed = |name: &str| book.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let (fields, states) = (listed("fields"), listed("states"));
    if let Some(rows) =
        context.get_mut("cases").and_then(|it| it.get_mut("rows")).and_then(Value::as_array_mut)
    {
        let of_area = text(&book, "subject") == "area";
        for row in rows.iter_mut() {
            lay_out(row, &fields, visit.lang);
            if of_area {
                let path = text(row, "subject_id");
                row["label"] = crate::parts::area_name(&visit.site.house, visit.lang, &path).into();
            }
        }
    }
    let key = |text: &str| Label::Key(text.to_owned());
    let fixed = |id: &str, label: &str, kind: Kind, sort: bool| Column {
        id: id.to_owned(),
        label: key(label),
        kind,
        sort,
        link: None,
        hidden: false,
        words: None,
        says: None,
        tones: std::collections::BTreeMap::new(),
    };
    let link = Some("/cases/{id}".to_owned());
    let mut columns = vec![
        Column { link: link.clone(), ..fixed("number", "cases-number", Kind::Text, true) },
        Column { link, ..fixed("title", "cases-title", Kind::Text, true) },
    ];
    if text(&book, "subject") != "none" {
        // Where the title names something else, what the case is about stands beside it.
        let hidden = context
            .get("cases")
            .and_then(|it| it.get("rows"))
            .and_then(Value::as_array)
            .is_none_or(|rows| rows.iter().all(|it| it.get("label") == it.get("title")));
        columns.push(Column { hidden, ..fixed("label", "cases-subject", Kind::Text, false) });
    }
    let mut tones = std::collections::BTreeMap::new();
    for it in &states {
        tones.insert(text(&it["name"], visit.lang.tag()), tone(&text(it, "tone")).to_owned());
    }
    columns.push(Column { tones, ..fixed("state_name", "cases-state", Kind::Chip, false) });
    columns.push(fixed("due_on", "cases-due", Kind::Due, true));
    for field in fields.iter().filter(|it| it["list"] == true) {
        columns.push(Column {
            label: said(&field["name"]),
            sort: field["findable"] == true && field["sort"] != "many",
            ..fixed(&format!("field.{}", text(field, "id")), "", kind(&text(field, "sort")), true)
        });
    }
    columns.push(fixed("area", "web-area", Kind::Area, true));
    columns.push(Column { hidden: true, ..fixed("opened_on", "cases-opened-on", Kind::Day, true) });
    Ok(Declared {
        title: said(&book["name"]),
        columns,
        filters: filters(&fields, &states, book["publishes"] == true, &words),
        bulk: bulk(visit, &book),
        id: "id".into(),
        empty: "cases-empty".into(),
        export: true,
        counted_to: Some(COUNTED_TO),
        excel: Some(format!("/casebooks/{}/excel", text(&book, "id"))),
        head: Some("cases/kept.html".to_owned()),
        about: json!({ "book": book["id"], "views": context.get("views") }),
    })
}

/// What can be done to many cases: a step, where the reader's role takes one.
fn bulk(visit: &Visit, book: &Value) -> Vec<Bulk> {
    let Some(actor) = visit.actor().filter(|it| it.may("cases.act")) else { return Vec::new() };
    let takes = |step: &Value| listed(step, "who").iter().any(|it| it == actor.role.as_str());
    if !listed(book, "steps").iter().any(takes) {
        return Vec::new();
    }
    let page = Some(format!("/casebooks/{}/many", text(book, "id")));
    vec![Bulk { label: "books-many-ticked".into(), verb: None, field: None, page, danger: false }]
}

/// Gives a row its texts under the ids of the columns.
fn lay_out(row: &mut Value, fields: &[Value], lang: Lang) {
    let mut cells = Map::new();
    for field in fields.iter().filter(|it| it["list"] == true) {
        let id = text(field, "id");
        let raw = matches!(text(field, "sort").as_str(), "money" | "whole");
        let value = if raw { row["values"].get(&id) } else { row["shown"][lang.tag()].get(&id) };
        if let Some(value) = value {
            cells.insert(id, value.clone());
        }
    }
    let state = if lang == Lang::En { &row["state_en"] } else { &row["state_zh"] }.clone();
    if let Some(row) = row.as_object_mut() {
        row.insert("field".into(), Value::Object(cells));
        row.insert("state_name".into(), state);
    }
}

fn filters(fields: &[Value], states: &[Value], publishes: bool, words: &Words) -> Vec<Filter> {
    let filter = |id: String, label: Label, kind: &str, options: Vec<Choice>, more: bool| Filter {
        id,
        label,
        kind: kind.to_owned(),
        options,
        from: None,
        more,
    };
    let key = |text: &str| Label::Key(text.to_owned());
    let choices = |all: &[Value]| -> Vec<Choice> {
        all.iter().map(|it| Choice { value: text(it, "id"), label: said(&it["name"]) }).collect()
    };
    let named = |all: &[(&str, &str)]| -> Vec<Choice> {
        all.iter().map(|it| Choice { value: it.0.to_owned(), label: key(it.1) }).collect()
    };
    let open = named(&[("yes", "cases-open-yes"), ("no", "cases-open-no")]);
    let due = named(&[("overdue", "web-overdue"), ("week", "cases-due-week"), ("none", "cases-due-none")]);
    let mut filters = vec![
        filter("q".into(), key("cases-find"), "text", Vec::new(), false),
        filter("state".into(), key("cases-state"), "choice", choices(states), false),
        filter("area".into(), key("web-area"), "area", Vec::new(), false),
        filter("due.is".into(), key("cases-due"), "choice", due, false),
        filter("open.is".into(), key("cases-open"), "choice", open, false),
    ];
    if publishes {
        let public = named(&[("yes", "public-filter-yes"), ("no", "public-filter-no")]);
        filters.push(filter("public.is".into(), key("public-filter"), "choice", public, true));
    }
    // A long text is not found by its beginning.
    let short = |it: &Value| it["lines"].as_i64().unwrap_or(1) <= 1;
    for field in fields.iter().filter(|it| it["findable"] == true && short(it)) {
        let (id, sort) = (text(field, "id"), text(field, "sort"));
        let ways: &[(&str, &str)] = match sort.as_str() {
            "choice" | "many" | "yes_no" => &[("is", "")],
            "date" | "month" | "whole" | "number" | "money" => {
                &[("from", "cases-field-from"), ("to", "cases-field-to")]
            }
            "text" => &[("begins", "cases-field-begins")],
            "area" => &[("is", "")],
            _ => &[],
        };
        for (way, label) in ways {
            let kind = match sort.as_str() {
                "choice" | "many" => "choice",
                "yes_no" => "flag",
                "whole" | "number" | "money" => "number",
                "area" => "area",
                other => other,
            };
            let label = if label.is_empty() { said(&field["name"]) } else { phrased(words, label, field) };
            let options = listed(field, "choices");
            // What is a column and chosen from a list stands in front, the others behind a fold.
            let more = !(field["list"] == true && kind == "choice");
            filters.push(filter(format!("{id}.{way}"), label, kind, choices(&options), more));
        }
    }
    filters
}

/// A sentence about a field, in both languages.
fn phrased(words: &Words, key: &str, field: &Value) -> Label {
    let in_language = |lang: Lang| {
        let mut args = FluentArgs::new();
        args.set("field", text(&field["name"], lang.tag()));
        words.text(lang, key, Some(&args)).unwrap_or_else(|| key.to_owned())
    };
    Label::Said { zh: in_language(Lang::Zh), en: in_language(Lang::En) }
}

fn kind(sort: &str) -> Kind {
    match sort {
        "whole" => Kind::Count,
        "money" => Kind::Money,
        "number" => Kind::Number,
        _ => Kind::Text,
    }
}

fn tone(tone: &str) -> &'static str {
    match tone {
        "good" => "pine",
        "warn" => "amber",
        "bad" => "crane",
        _ => "blue",
    }
}

fn said(name: &Value) -> Label {
    Label::Said { zh: text(name, "zh"), en: text(name, "en") }
}

fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn listed(value: &Value, name: &str) -> Vec<Value> {
    value.get(name).and_then(Value::as_array).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_of_an_address_are_those_of_the_question() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut given = vec![
            pair("book", "hazard"),
            pair("grade.is", "major"),
            pair("cost.from", " "),
            pair("q", "x"),
            pair("place.begins", "a,b"),
            pair("place.like", "c"),
            pair("filter", "state:is:open"),
        ];
        filters_of(&mut given);
        let want = vec![
            pair("book", "hazard"),
            pair("q", "x"),
            pair("filter[0]", "grade:is:major"),
            pair("filter[1]", "place:begins:a,b"),
        ];
        assert_eq!(given, want);
    }

    #[test]
    fn a_column_of_a_table_is_named_without_its_row() {
        assert_eq!(without_index("members[12].person"), "members.person");
        assert_eq!(without_index("person"), "person");
    }
}
