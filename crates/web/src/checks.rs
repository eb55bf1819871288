//! Every page renders with every sample in both languages; neither language lacks a word.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::http::{HeaderMap, Method};
use base::{Instant, Result};
use fluent_syntax::{ast, parser};
use platform::{
    Actor, Catalogue, Channel, House, Purpose,
    keys::Keys,
    packs::{Bundle, Packs},
};
use serde_json::{Value, json};
use store::Store;

use crate::{
    assets::{PageFiles, WordFiles, page_text},
    call::Call,
    gate::{At, Door, Gate, GrantChoice, Session, SignIn},
    list,
    page::Context,
    pages, shell,
    site::{Settings, Site},
    visit::Visit,
    words::{Lang, Words},
};

/// 2026-11-22 12:00 in Shanghai.
const NOON: Instant = Instant(1_795_320_000_000_000);

/// Everybody is signed in and may do everything.
struct OpenDoor(Actor);

impl Gate for OpenDoor {
    fn sign_in(&self, _: &Door, _: At, _: &SignIn) -> Result<String> {
        Ok("token".to_owned())
    }

    fn prove(&self, _: &Door, _: At, _: &str, _: &str) -> Result<()> {
        Ok(())
    }

    fn session(&self, _: &Door, at: At, _: &str) -> Result<Option<Session>> {
        let grant = |id: &str, current| GrantChoice {
            id: id.to_owned(),
            role: "county_clerk".to_owned(),
            area: self.0.area.clone(),
            current,
        };
        let grants = vec![grant("1", true), grant("2", false)];
        let (actor, ends_at) = (self.0.clone(), at.now.plus_minutes(30));
        Ok(Some(Session { actor, language: None, grants, must: None, ends_at }))
    }

    fn sign_out(&self, _: &Door, _: At, _: &str) -> Result<()> {
        Ok(())
    }

    fn choose(&self, _: &Door, _: At, _: &str, _: &str) -> Result<()> {
        Ok(())
    }

    fn program(&self, _: &Door, _: At, _: &str) -> Result<Option<Actor>> {
        Ok(Some(self.0.clone()))
    }

    fn calendar(&self, _: &Door, _: At, token: &str) -> Result<Option<Actor>> {
        Ok((token == "open").then(|| self.0.clone()))
    }
}

/// A site on an empty database whose one visitor may do everything.
pub(crate) fn site() -> Site {
    let catalogue = Catalogue::new(&[platform::ROOMS, casebooks::ROOMS, people::ROOMS, care::ROOMS])
        .with_sources(people::SOURCES)
        .with_sources(care::SOURCES);
    let sections = catalogue.sections();
    let packs = Packs::open(&Bundle::shipped(), &sections, "mianning").expect("the shipped packs are right");
    let rights = catalogue.verbs().map(|it| it.right).chain(catalogue.questions().map(|it| it.right));
    let rights: BTreeSet<String> = rights.map(str::to_owned).collect();
    let purposes = [Purpose::Register, Purpose::Benefits, Purpose::Care, Purpose::System, Purpose::Audit];
    let actor = Actor {
        account: "a".to_owned(),
        name: "A".to_owned(),
        role: "county_clerk".to_owned(),
        county: "mianning".to_owned(),
        area: "sc/liangshan/mianning/".to_owned(),
        rights: Arc::new(rights),
        purposes: Arc::new(purposes.into()),
        channel: Channel::Web,
    };
    let house = House {
        catalogue,
        packs,
        keys: Arc::new(Keys::new([1; 32], [2; 32], [3; 32])),
        entropy: |bytes| {
            // Each draw is another, so that ids are.
            static DRAWN: AtomicU64 = AtomicU64::new(7);
            let drawn = DRAWN.fetch_add(1, Ordering::Relaxed).to_le_bytes();
            bytes.iter_mut().zip(drawn.iter().cycle()).for_each(|(byte, drawn)| *byte = *drawn);
            Ok(())
        },
    };
    let store = Store::open("sqlite::memory:").expect("a database in memory");
    let settings = Settings { synthetic: true, ..Settings::default() };
    Site::new(Arc::new(store), Arc::new(house), || NOON, Box::new(OpenDoor(actor)), settings)
}

pub(crate) fn call(path: &str) -> Call {
    let mut headers = HeaderMap::new();
    headers.insert("cookie", "session=token".parse().expect("a header"));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    Call {
        method: Method::GET,
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
        body: axum::body::Bytes::new(),
        from: "127.0.0.1".to_owned(),
        files: Vec::new(),
        parts: Vec::new(),
    }
}

fn samples(template: &str) -> BTreeMap<String, Context> {
    let name = format!("{template}.samples.json");
    let Some(text) = page_text(&name) else { return BTreeMap::new() };
    serde_json::from_str(&text).unwrap_or_else(|why| panic!("{name}: {why}"))
}

#[test]
fn every_page_renders_with_every_sample_in_both_languages() {
    let site = site();
    let mut faults = String::new();
    for page in pages::all() {
        let found = samples(page.template);
        assert!(page.asks.is_empty() || !found.is_empty(), "{} has no sample", page.template);
        for (name, sample) in found {
            for lang in Lang::BOTH {
                let call = call(page.path);
                let mut visit = Visit::open(&site, &call).expect("a visit");
                visit.lang = lang;
                if let Err(why) = render(&visit, page, &sample) {
                    faults.push_str(&format!("\n{} {name} {}: {why}", page.template, lang.tag()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

fn render(visit: &Visit, page: &crate::page::Page, sample: &Context) -> Result<()> {
    let mut context = Context::new();
    for it in page.asks.iter().filter(|it| it.optional) {
        context.insert(it.name.to_owned(), Value::Null);
    }
    context.insert("given".into(), json!({}));
    context.insert("faults".into(), json!([]));
    context.insert("answer".into(), Value::Null);
    context.insert("form".into(), Value::Null);
    context.insert("template".into(), page.template.into());
    context.insert("shell".into(), shell::shell(visit, page.path, &[])?);
    context.extend(sample.clone());
    if page.list {
        let declared = match page.declare {
            Some(declare) => declare(visit, &mut context)?,
            None => list::declared(page.template)?,
        };
        let answer = context.get(page.asks[0].name).cloned().unwrap_or_default();
        context.insert("list".into(), list::build(visit, &declared, page.path, &[], &answer)?);
    }
    let own = format!("{}.html", page.template);
    let name = if page.list && page_text(&own).is_none() { "parts/list_page.html" } else { own.as_str() };
    let body = visit.site.templates.render(
        visit.lang,
        name,
        minijinja::Value::from(minijinja::value::Serde(&context)),
    )?;
    for lost in ["undefined</", "{{", ">None<"] {
        if body.contains(lost) {
            return Err(base::Error::broken(format!("shows {lost}")));
        }
    }
    Ok(())
}

#[test]
fn pages_of_the_house_answer_as_they_are() {
    let site = site();
    for path in
        ["/", "/search", "/inbox", "/account", "/glossary", "/code", "/account/password", "/account/factor"]
    {
        for lang in Lang::BOTH {
            let call = call(path);
            let mut visit = Visit::open(&site, &call).expect("a visit");
            visit.lang = lang;
            let response = crate::page::show(&visit).unwrap_or_else(|why| panic!("{path}: {why}"));
            assert_eq!(response.status(), 200, "{path}");
        }
    }
}

/// Keys with the arguments each names, by language.
fn keys(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for name in WordFiles::iter().filter(|it| it.ends_with(&format!(".{}.ftl", lang.tag()))) {
        let file = WordFiles::get(&name).expect("a listed file");
        let text = String::from_utf8(file.data.into_owned()).expect("words are UTF-8");
        let resource = parser::parse(text.as_str()).unwrap_or_else(|(_, why)| panic!("{name}: {why:?}"));
        for entry in resource.body {
            let ast::Entry::Message(message) = entry else { continue };
            let mut args = BTreeSet::new();
            if let Some(pattern) = &message.value {
                arguments(pattern, &mut args);
            }
            let twice = found.insert(message.id.name.to_owned(), args).is_some();
            assert!(!twice, "{name}: {} stands twice", message.id.name);
        }
    }
    found
}

fn arguments(pattern: &ast::Pattern<&str>, args: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            in_expression(expression, args);
        }
    }
}

fn in_expression(expression: &ast::Expression<&str>, args: &mut BTreeSet<String>) {
    let mut inline = |it: &ast::InlineExpression<&str>| {
        if let ast::InlineExpression::VariableReference { id } = it {
            // What a pack names in both languages comes as two arguments, of which each takes its own.
            let own = if matches!(id.name, "zh" | "en") { "in this language" } else { id.name };
            args.insert(own.to_owned());
        }
    };
    match expression {
        ast::Expression::Inline(it) => inline(it),
        ast::Expression::Select { selector, variants } => {
            inline(selector);
            variants.iter().for_each(|it| arguments(&it.value, args));
        }
    }
}

#[test]
fn neither_language_lacks_a_word_nor_an_argument() {
    let (zh, en) = (keys(Lang::Zh), keys(Lang::En));
    let mut faults = String::new();
    for (key, args) in &zh {
        match en.get(key) {
            None => faults.push_str(&format!("\n{key} is not in English")),
            Some(other) if other != args => faults.push_str(&format!("\n{key}: {args:?} and {other:?}")),
            Some(_) => (),
        }
    }
    en.keys()
        .filter(|it| !zh.contains_key(*it))
        .for_each(|it| faults.push_str(&format!("\n{it} is not in Chinese")));
    assert!(faults.is_empty(), "{faults}");
}

/// Words named literally in templates and declarations of lists.
#[test]
fn every_word_that_a_page_names_is_there() {
    let site = site();
    let words: Arc<Words> = site.templates.words();
    let mut faults = String::new();
    for name in PageFiles::iter() {
        let text = page_text(&name).expect("a listed file");
        let mut named: Vec<String> = Vec::new();
        if name.ends_with(".html") {
            for opening in ["t(\"", "t('", "empty(\"", "form_end(\"", "label_key=\"", "link_label=\""] {
                for (at, _) in text.match_indices(opening) {
                    let before = text[..at].chars().last().unwrap_or(' ');
                    let rest = &text[at + opening.len()..];
                    let end = rest.find(['"', '\'']).unwrap_or(0);
                    // A key that goes on with `~` is made at run time; the samples find those.
                    let joined = rest[end + 1..].trim_start().starts_with('~');
                    if !before.is_alphanumeric() && before != '_' && !joined {
                        named.push(rest[..end].to_owned());
                    }
                }
            }
        } else if name.ends_with(".list.json") {
            let declared: list::Declared =
                serde_json::from_str(&text).unwrap_or_else(|why| panic!("{name}: {why}"));
            let key = |it: list::Label| it.key().map(str::to_owned);
            named.extend(key(declared.title));
            named.push(declared.empty);
            named.extend(declared.columns.into_iter().filter_map(|it| key(it.label)));
            named.extend(declared.bulk.into_iter().map(|it| it.label));
            for filter in declared.filters {
                named.extend(key(filter.label));
                named.extend(filter.options.into_iter().filter_map(|it| key(it.label)));
            }
        }
        named.extend(pages::all().filter_map(|it| it.nav.map(|it| it.label.to_owned())));
        for key in named {
            for lang in Lang::BOTH.into_iter().filter(|it| !words.has(*it, &key)) {
                let fault = format!("\n{name}: no word {key} in {}", lang.tag());
                if !faults.contains(&fault) {
                    faults.push_str(&fault);
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// Keys that code gives to readers as faults: both languages must say them.
#[test]
fn every_fault_of_the_pages_has_its_words() {
    let site = site();
    let words = site.templates.words();
    let source = [
        include_str!("submit.rs"),
        include_str!("typed.rs"),
        include_str!("api.rs"),
        include_str!("entrance.rs"),
        include_str!("visit.rs"),
        include_str!("serve.rs"),
    ];
    for text in source {
        for part in text.split("\"web-").skip(1) {
            let key = format!("web-{}", part.split('"').next().unwrap_or_default());
            assert!(words.has(Lang::Zh, &key) && words.has(Lang::En, &key), "no word {key}");
        }
    }
}

/// The journal names what was done in words, and not by the verb.
#[test]
fn every_verb_has_its_words() {
    let site = site();
    let words = site.templates.words();
    for entry in site.house.catalogue.verbs() {
        let key = crate::list::word_key("verb-", entry.name);
        assert!(words.has(Lang::Zh, &key) && words.has(Lang::En, &key), "no word {key}");
    }
}
