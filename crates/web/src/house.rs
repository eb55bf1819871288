//! Pages of the house itself: start, search, inbox, account, glossary, a form for any verb.

use base::Result;
use platform::listing::SearchInput;
use serde_json::{Value, json};

use crate::{
    call::{Pairs, first},
    gate,
    page::{Context, Nav, Page, ask, may_ask, origin},
    pages,
    shell::INBOX,
    visit::Visit,
};

pub(crate) const PAGES: &[Page] = &[
    Page {
        nav: Some(Nav { label: "web-nav-start", icon: "home", order: 0 }),
        extra: Some(start),
        ..Page::new("/", "house/start")
    },
    Page { extra: Some(search), ..Page::new("/search", "house/search") },
    Page {
        asks: &[ask("inbox", INBOX)],
        list: true,
        nav: Some(Nav { label: "web-nav-inbox", icon: "inbox", order: 1 }),
        ..Page::new("/inbox", "house/inbox")
    },
    Page {
        asks: &[ask("it", "tasks.chosen")],
        prepare: Some(chosen),
        ..Page::new("/inbox/many", "house/many")
    },
    Page { asks: &[ask("it", "tasks.deputies")], ..Page::new("/inbox/deputies", "house/deputies") },
    Page {
        asks: &[ask("offices", "tasks.deserted")],
        list: true,
        ..Page::new("/inbox/deserted", "house/deserted")
    },
    Page { asks: &[ask("it", "tasks.task")], ..Page::new("/inbox/{task}", "house/task") },
    Page { asks: &[ask("notices", "notices.list")], list: true, ..Page::new("/notices", "house/notices") },
    Page { asks: &[ask("it", "notices.notice")], ..Page::new("/notices/{notice}", "house/notice") },
    Page { asks: &[may_ask("mine", "access.mine")], ..Page::new("/account", "house/account") },
    Page::new(gate::CODE, "house/code"),
    Page::new(gate::PASSWORD, "house/password"),
    Page::new(gate::FACTOR, "house/factor"),
    Page::new("/account/codes", "house/codes"),
    Page::new("/account/token", "house/token"),
    // The address is shown once, in the answer to the form that made it.
    Page { extra: Some(origin), ..Page::new("/account/calendar", "house/calendar") },
    Page {
        extra: Some(glossary),
        open: true,
        nav: Some(Nav { label: "web-nav-glossary", icon: "book", order: 990 }),
        ..Page::new("/glossary", "house/glossary")
    },
    Page { extra: Some(any_form), ..Page::new("/form/{_verb}", "house/form") },
];

/// Hits of a room that the search page shows.
const HITS_MAX: i64 = 20;
/// Tasks that the start page shows.
const TASKS_SHOWN: i64 = 8;

/// What is due today, the key figures of every room, and the map.
fn start(visit: &Visit, context: &mut Context) -> Result<()> {
    let (mut figures, mut measures) = (Vec::new(), Vec::new());
    let mut tasks = Value::Null;
    if let Some(actor) = visit.actor() {
        let rooms = visit.site.house.catalogue.questions();
        let mut rooms: Vec<_> =
            rooms.filter(|it| it.name.ends_with(".figures") && actor.may(it.right)).collect();
        // As in the navigation; the first room's measure is on the map when none was chosen.
        rooms.sort_by_key(|it| place_in_nav(it.name));
        for entry in rooms {
            let answer = visit.site.ask(actor, entry.name, json!({}))?;
            let take = |name: &str| answer.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
            figures.extend(take("figures"));
            measures.extend(take("measures"));
        }
        let due = visit.site.house.catalogue.question(INBOX).filter(|it| actor.may(it.right));
        if due.is_some() {
            tasks = visit.site.ask(actor, INBOX, json!({ "per_page": TASKS_SHOWN }))?;
        }
        let chosen = first(&visit.call.queries(), "measure").and_then(|it| it.parse::<usize>().ok());
        let chosen = chosen.filter(|it| *it < measures.len()).unwrap_or(0);
        context.insert("map".into(), crate::map::draw(visit, actor, measures.get(chosen)));
        context.insert("chosen".into(), chosen.into());
    } else {
        context.insert("map".into(), Value::Null);
        context.insert("chosen".into(), 0.into());
    }
    context.insert("figures".into(), figures.into());
    context.insert("measures".into(), measures.into());
    context.insert("tasks".into(), tasks);
    Ok(())
}

/// The rows that were ticked in the inbox.
fn chosen(given: &mut Pairs) {
    for (name, _) in given.iter_mut().filter(|it| it.0 == "selected") {
        "tasks".clone_into(name);
    }
}

/// Where the room of a question stands in the navigation; a room without pages there comes last.
fn place_in_nav(question: &str) -> u16 {
    let room = question.split('.').next();
    let its = pages::all().filter(|it| it.template.split('/').next() == room);
    its.filter_map(|it| it.nav.as_ref()).map(|it| it.order).min().unwrap_or(u16::MAX)
}

/// Asks every room that can be searched. What was typed is shown again, and nowhere kept.
fn search(visit: &Visit, context: &mut Context) -> Result<()> {
    let typed = visit.call.fields();
    let queries = visit.call.queries();
    let text = first(&typed, "q").or(first(&queries, "q")).unwrap_or_default().trim().to_owned();
    let (mut hits, mut more) = (Vec::new(), false);
    if let Some(actor) = visit.actor().filter(|_| !text.is_empty()) {
        let input = json!(SearchInput { text: text.clone(), limit: Some(HITS_MAX) });
        for entry in visit.site.house.catalogue.questions() {
            if entry.name.ends_with(".search") && actor.may(entry.right) {
                let answer = visit.site.ask(actor, entry.name, input.clone())?;
                hits.extend(answer.get("hits").and_then(Value::as_array).cloned().unwrap_or_default());
                more |= answer.get("more").and_then(Value::as_bool).unwrap_or(false);
            }
        }
    }
    context.insert("q".into(), text.into());
    context.insert("hits".into(), hits.into());
    context.insert("more".into(), more.into());
    Ok(())
}

/// Terms and their explanations: every key `term-<id>` that has a `term-<id>-help`.
fn glossary(visit: &Visit, context: &mut Context) -> Result<()> {
    let words = visit.site.templates.words();
    let mut terms: Vec<String> = words
        .keys(visit.lang)
        .into_iter()
        .filter_map(|it| it.strip_prefix("term-")?.strip_suffix("-help").map(str::to_owned))
        .collect();
    terms.sort();
    context.insert("terms".into(), json!(terms));
    Ok(())
}

/// A form for any verb, from its schema: the last resort where no page was made.
fn any_form(visit: &Visit, context: &mut Context) -> Result<()> {
    let verb =
        context.get("given").and_then(|it| it.get("_verb")).and_then(Value::as_str).unwrap_or_default();
    let entry = visit.site.house.catalogue.verb(verb).ok_or_else(|| base::Error::missing("verb"))?;
    if !visit.actor().is_some_and(|it| it.may(entry.right)) {
        return Err(base::Error::denied("door-no-right"));
    }
    let schemas = &visit.site.schemas;
    let fields: Vec<Value> = schemas
        .fields(schemas.input(entry.name))
        .into_iter()
        .map(|(name, schema, required)| {
            let (inner, null) = schemas.present(schema);
            json!({
                "name": name,
                "type": crate::schema::kind(inner),
                "format": inner.get("format"),
                "options": inner.get("enum"),
                "about": schema.get("description").or(inner.get("description")),
                "required": required && !null,
            })
        })
        .collect();
    context.insert("verb".into(), entry.name.into());
    context.insert("fields".into(), fields.into());
    Ok(())
}
