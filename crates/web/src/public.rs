//! Pages for anybody: what the county publishes of its casebooks, and a form to say that it is
//! wrong. They act as the public, also for whoever is signed in.

use axum::{http::StatusCode, response::Response};
use base::{Error, Fault, Instant, Result};
use serde_json::{Map, Value, json};
use subtle::ConstantTimeEq;

use crate::{
    answer,
    call::first,
    list::{Column, Declared, Filter, Kind, Label},
    page::{self, Context, Page, Returned, ask, may_ask},
    site::Site,
    visit::Visit,
};

/// The page with the form.
pub(crate) const WRONG: &str = "/public/{book}/{case}/wrong";
/// The page that asks what somebody is entitled to by; its answers come by post, so that they stand in
/// no address and no log.
pub(crate) const ENTITLED: &str = "/public/entitled";
const ANSWER: &str = "/public/answer";

pub(crate) const PAGES: &[Page] = &[
    Page { asks: &[ask("groups", "public.books")], open: true, ..Page::new("/public", "public/books") },
    Page {
        asks: &[ask("it", "public.services")],
        open: true,
        ..Page::new("/public/services", "public/services")
    },
    Page { asks: &[ask("it", "public.entitled")], open: true, ..Page::new(ENTITLED, "public/entitled") },
    Page { asks: &[may_ask("it", "public.answer")], open: true, ..Page::new(ANSWER, "public/answer") },
    Page {
        asks: &[ask("it", "public.assessment")],
        open: true,
        ..Page::new("/public/assessment", "public/assessment")
    },
    Page { asks: &[ask("it", "public.card")], open: true, ..Page::new("/public/card", "public/card") },
    Page {
        asks: &[ask("cases", "public.cases"), ask("book", "public.book")],
        list: true,
        declare: Some(declare),
        open: true,
        ..Page::new("/public/{book}", "public/list")
    },
    Page {
        asks: &[ask("it", "public.case")],
        open: true,
        ..Page::new("/public/{book}/{case}", "public/case")
    },
    Page {
        asks: &[ask("it", "public.case")],
        extra: Some(drawn),
        open: true,
        ..Page::new(WRONG, "public/wrong")
    },
];

/// Columns of a list beside its title and days.
const COLUMNS: usize = 5;
/// A form is filled by a person between these: sooner is a program, later the page is stale.
const FILLED_SECONDS: std::ops::Range<i64> = 3..86_400;
/// A field that people do not see.
const TRAP: &str = "website";

/// The list of what one book publishes.
fn declare(visit: &Visit, context: &mut Context) -> Result<Declared> {
    let book = context.get("book").cloned().unwrap_or_default();
    let all = book["fields"].as_array().cloned().unwrap_or_default();
    let short =
        |it: &&Value| it["long"] != true && !matches!(text(it, "sort").as_str(), "table" | "photo" | "file");
    let fields: Vec<Value> = all.iter().filter(short).take(COLUMNS).cloned().collect();
    if let Some(rows) =
        context.get_mut("cases").and_then(|it| it.get_mut("rows")).and_then(Value::as_array_mut)
    {
        for row in rows {
            lay_out(visit, row, &fields);
        }
    }
    let key = |key: &str| Label::Key(key.to_owned());
    let column = |id: &str, label: Label, kind: Kind| Column {
        id: id.to_owned(),
        label,
        kind,
        sort: false,
        link: None,
        hidden: false,
        words: None,
        says: None,
        tones: std::collections::BTreeMap::new(),
    };
    let mut columns =
        vec![Column { link: Some("./{id}".to_owned()), ..column("name", key("public-name"), Kind::Text) }];
    for it in &fields {
        let id = format!("field.{}", text(it, "id"));
        columns.push(column(
            &id,
            Label::Said { zh: text(&it["name"], "zh"), en: text(&it["name"], "en") },
            kind(it),
        ));
    }
    columns.push(Column { sort: true, ..column("number", key("cases-number"), Kind::Text) });
    columns.push(Column { sort: true, ..column("from_on", key("public-from"), Kind::Day) });
    let search = Filter {
        id: "q".into(),
        label: key("public-find"),
        kind: "text".into(),
        options: Vec::new(),
        from: None,
        more: false,
    };
    Ok(Declared {
        title: Label::Said { zh: text(&book["name"], "zh"), en: text(&book["name"], "en") },
        columns,
        filters: vec![search],
        bulk: Vec::new(),
        id: "id".into(),
        empty: "public-none".into(),
        export: false,
        counted_to: None,
        excel: None,
        head: None,
        about: Value::Null,
    })
}

/// Gives a row its texts under the ids of the columns.
fn lay_out(visit: &Visit, row: &mut Value, fields: &[Value]) {
    let mut cells = Map::new();
    for field in fields {
        let id = text(field, "id");
        let all = row["fields"].as_array().into_iter().flatten();
        let Some(it) = all.into_iter().find(|it| it["id"] == id.as_str()) else { continue };
        cells.insert(id, cell(visit, field, it));
    }
    let tag = visit.lang.tag();
    let named =
        [&row["title"], &row["subject"]].into_iter().map(|it| text(it, tag)).find(|it| !it.is_empty());
    let name = named.unwrap_or_else(|| text(row, "number"));
    if let Some(row) = row.as_object_mut() {
        row.insert("field".into(), Value::Object(cells));
        row.insert("name".into(), name.into());
    }
}

/// A published value as a list and a file show it.
pub(crate) fn cell(visit: &Visit, field: &Value, it: &Value) -> Value {
    let raw = it.get("raw").cloned().unwrap_or_default();
    match (text(field, "sort").as_str(), &raw) {
        ("yes_no", Value::Bool(yes)) => {
            visit.site.text(visit.lang, if *yes { "web-yes" } else { "web-no" }).into()
        }
        ("money" | "whole", Value::Number(_)) => raw,
        _ => text(&it["shown"], visit.lang.tag()).into(),
    }
}

fn kind(field: &Value) -> Kind {
    match (text(field, "sort").as_str(), field["masked"] == true) {
        ("whole", false) => Kind::Count,
        ("money", false) => Kind::Money,
        ("number", false) => Kind::Number,
        _ => Kind::Text,
    }
}

pub(crate) fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// When a form was drawn, for whom; nobody else can write it.
fn drawn(visit: &Visit, context: &mut Context) -> Result<()> {
    let now = visit.site.now().0;
    context.insert("drawn".into(), format!("{now}.{}", mark(visit, now)).into());
    Ok(())
}

fn mark(visit: &Visit, micros: i64) -> String {
    visit.site.house.keys.derive("web.drawn", &format!("{} {micros}", visit.token))
}

/// `POST /public/<book>/<case>/wrong`.
pub(crate) fn object(visit: &Visit) -> Result<Response> {
    let (_, address) = page::find(&visit.call.path).ok_or_else(|| Error::missing("page"))?;
    let fields = visit.call.fields();
    visit.check_csrf(&fields)?;
    let field = |name: &str| first(&fields, name).unwrap_or_default().to_owned();
    let refused = |status: StatusCode, faults: Vec<Fault>| {
        let returned = Returned { verb: "public.object".to_owned(), values: fields.clone(), faults, status };
        page::show_again(visit, &visit.call.path, &returned)
    };
    let fault = |key: &'static str| vec![Fault::new("", key)];
    if !field(TRAP).is_empty() {
        return refused(StatusCode::UNPROCESSABLE_ENTITY, fault("public-trap"));
    }
    if !FILLED_SECONDS.contains(&age(visit, &field("_drawn"))) {
        return refused(StatusCode::UNPROCESSABLE_ENTITY, fault("public-again"));
    }
    let sender = visit.call.from.as_str();
    if !visit.site.limit.allows(sender, visit.site.now()) {
        return refused(StatusCode::TOO_MANY_REQUESTS, fault("cases-objection-too-many"));
    }
    let of = |name: &str| first(&address, name).unwrap_or_default().to_owned();
    let input = json!({ "book": of("book"), "case": of("case"), "text": field("text"),
        "contact": field("contact"), "sender": sender });
    let command = Some(field("_command")).filter(|it| !it.is_empty());
    let public = visit.site.public()?;
    match visit.site.submit(&public, "public.object", command.as_deref(), input) {
        Ok(answer) => page::show_answer(visit, ANSWER, answer),
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => {
            refused(answer::status(&error), error.faults().to_vec())
        }
        Err(error) => Err(error),
    }
}

/// `POST /public/entitled`: what the answers come to, and what to ask next. Nothing is written.
pub(crate) fn entitled(visit: &Visit) -> Result<Response> {
    page::show_with(visit, &visit.call.fields())
}

/// How many seconds ago this visitor's form was drawn; before all time when nobody here drew it.
fn age(visit: &Visit, written: &str) -> i64 {
    let read = written.split_once('.').and_then(|(micros, mark)| Some((micros.parse::<i64>().ok()?, mark)));
    let Some((micros, sent)) = read else { return i64::MIN };
    let right: bool = sent.as_bytes().ct_eq(mark(visit, micros).as_bytes()).into();
    if right { Instant(micros).seconds_until(visit.site.now()) } else { i64::MIN }
}

impl Site {
    /// Whoever comes without an account: sees what is public and nothing else.
    pub(crate) fn public(&self) -> Result<platform::Actor> {
        self.service(&platform::jobs::accounts::PUBLIC)
    }

    /// One of the accounts that are no people, at a page.
    pub(crate) fn service(&self, service: &platform::jobs::accounts::Service) -> Result<platform::Actor> {
        let packs = self.house.packs.now();
        let county = packs.county().ok_or_else(|| Error::missing("county"))?;
        let actor = platform::jobs::accounts::actor(&self.house, service, &county.area);
        Ok(platform::Actor { channel: platform::Channel::Web, ..actor })
    }
}
