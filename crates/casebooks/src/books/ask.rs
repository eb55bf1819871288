//! Books as pages and programs are told of them: only what the reader's role sees.

use std::{collections::BTreeMap, sync::Arc};

use base::{Error, Result};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Book, Field, Groups, Named, Ready, Shelf, field::Choice, schema};

/// A name in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Words {
    pub zh: String,
    pub en: String,
}

impl Words {
    pub fn of(it: &impl Named) -> Words {
        Words { zh: it.zh().to_owned(), en: it.en().to_owned() }
    }
}

/// Every book that the reader sees, as the navigation groups them.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AllBooks {
    /// Words of a book's name or its id.
    pub q: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GroupShown {
    pub id: String,
    pub name: Words,
    pub books: Vec<BookLine>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BookLine {
    pub id: String,
    pub name: Words,
    pub about: Option<Words>,
    pub subject: String,
    pub requirements: Vec<String>,
    pub may_open: bool,
}

impl Question for AllBooks {
    const NAME: &'static str = "books.all";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Vec<GroupShown>;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Vec<GroupShown>> {
        let pack = cx.house.packs.county(cx.county())?;
        let shelf = pack.made::<Shelf>();
        let typed = self.q.unwrap_or_default().trim().to_lowercase();
        let fits = |it: &Arc<Ready>| {
            let names = [it.id.as_str(), &it.book.zh, &it.book.en];
            typed.is_empty() || names.iter().any(|name| name.to_lowercase().contains(&typed))
        };
        let role = &cx.actor.role;
        let mut groups = Vec::new();
        for (id, group) in &pack.get::<Groups>().group {
            let its = shelf.iter().filter(|it| it.book.group == *id && it.book.may_see(role) && fits(it));
            let books: Vec<BookLine> = its.map(|it| line(it, role)).collect();
            if !books.is_empty() {
                groups.push(GroupShown { id: id.clone(), name: Words::of(group), books });
            }
        }
        Ok(groups)
    }
}

fn line(it: &Ready, role: &str) -> BookLine {
    BookLine {
        id: it.id.clone(),
        name: Words::of(&it.book),
        about: about(&it.book),
        subject: it.book.subject.clone(),
        requirements: it.book.requirements.clone(),
        may_open: it.book.may_open(role),
    }
}

fn about(book: &Book) -> Option<Words> {
    let (zh, en) = book.about_zh.as_ref().zip(book.about_en.as_ref())?;
    Some(Words { zh: zh.clone(), en: en.clone() })
}

/// One book: its fields, states and steps as the reader sees them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OneBook {
    pub book: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BookShown {
    #[serde(flatten)]
    pub line: BookLine,
    pub group: String,
    pub basis: String,
    pub confidence: String,
    pub edition: i64,
    pub parts: Vec<PartShown>,
    pub fields: Vec<FieldShown>,
    pub states: Vec<StateShown>,
    pub steps: Vec<StepShown>,
    pub figures: Vec<FigureName>,
    pub links: Vec<LinkName>,
    pub publishes: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PartShown {
    pub id: String,
    pub name: Words,
}

/// A field as a form and a list need it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FieldShown {
    pub id: String,
    pub sort: String,
    pub name: Words,
    pub hint: Option<Words>,
    pub unit: Option<Words>,
    pub part: Option<String>,
    pub needed: bool,
    pub list: bool,
    pub lines: Option<i64>,
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub digits: Option<u8>,
    pub past: bool,
    pub book: Option<String>,
    pub computed: bool,
    /// Asked only sometimes: its rule.
    pub show_if: Option<String>,
    /// Whether it is asked now.
    pub shown: bool,
    /// Whether other fields are asked depending on it.
    pub decides: bool,
    /// Whether lists filter and sort by it.
    pub findable: bool,
    pub choices: Vec<ChoiceShown>,
    pub columns: Vec<FieldShown>,
    /// Of a table whose rows have rules: what a form asks of each row, and last of an empty one.
    pub rows: Vec<RowAsked>,
}

/// What a form asks of a row of a table.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct RowAsked {
    /// Columns that are not asked now.
    pub hidden: Vec<String>,
    /// What is worked out, as people read it.
    pub worked: BTreeMap<String, Words>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChoiceShown {
    pub id: String,
    pub name: Words,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StateShown {
    pub id: String,
    pub name: Words,
    pub end: bool,
    pub tone: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StepShown {
    pub id: String,
    pub name: Words,
    pub from: Vec<String>,
    pub to: Option<String>,
    pub who: Vec<String>,
    pub asks: Vec<String>,
    pub needs: Vec<String>,
    pub due_days: Option<i64>,
    pub due_working: bool,
    pub due_confidence: Option<String>,
    pub back: bool,
    pub letter: Option<Words>,
}

/// A link that cases of the book have, and the book it leads to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LinkName {
    pub id: String,
    pub name: Words,
    pub book: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FigureName {
    pub id: String,
    pub name: Words,
}

impl Question for OneBook {
    const NAME: &'static str = "books.book";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = BookShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<BookShown> {
        let shelf = cx.house.packs.county(cx.county())?.made::<Shelf>();
        let role = &cx.actor.role;
        let ready = shelf.get(&self.book).filter(|it| it.book.may_see(role));
        let ready = ready.ok_or_else(|| Error::missing("casebook"))?;
        let book = &ready.book;
        let fields = book.field.iter().filter(|it| book.may_see_field(it.1, role));
        let named =
            |(id, it): (&String, &super::book::Part)| PartShown { id: id.clone(), name: Words::of(it) };
        Ok(BookShown {
            line: line(ready, role),
            group: book.group.clone(),
            basis: book.basis.clone(),
            confidence: book.confidence.as_str().to_owned(),
            edition: book.edition,
            parts: book.part.iter().map(named).collect(),
            fields: fields.map(|(id, it)| field(id, it, ready.choices(id))).collect(),
            states: book.state.iter().map(|(id, it)| state(id, it)).collect(),
            steps: book.step.iter().map(|(id, it)| step(book, id, it)).collect(),
            figures: book
                .figure
                .iter()
                .map(|(id, it)| FigureName { id: id.clone(), name: Words::of(it) })
                .collect(),
            links: book
                .link
                .iter()
                .map(|(id, it)| LinkName { id: id.clone(), name: Words::of(it), book: it.book.clone() })
                .collect(),
            publishes: book.publish.is_some(),
        })
    }
}

/// The fields of a form as `look` has them: which are asked now, and on which that depends.
pub fn form(ready: &Ready, fields: &mut [FieldShown], look: super::shelf::Look) {
    for it in fields {
        it.shown = ready.is_shown(&it.id, look);
        it.decides = ready.decides(&it.id);
    }
}

/// What a program sends to open a case of a book and to take its steps.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BookSchema {
    pub book: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SchemasShown {
    pub book: String,
    pub name: Words,
    /// `person`, `area`, `none` …
    pub subject: String,
    pub may_open: bool,
    /// The JSON schema of the values of a new case.
    pub opening: Value,
    /// The steps that the reader's role takes, each with the JSON schema of its values.
    pub steps: Vec<StepSchema>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StepSchema {
    pub id: String,
    pub name: Words,
    pub values: Value,
}

impl Question for BookSchema {
    const NAME: &'static str = "books.schema";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = SchemasShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<SchemasShown> {
        let shelf = cx.house.packs.county(cx.county())?.made::<Shelf>();
        let role = &cx.actor.role;
        let ready = shelf.get(&self.book).filter(|it| it.book.may_see(role));
        let ready = ready.ok_or_else(|| Error::missing("casebook"))?;
        let own = ready.book.step.iter().filter(|it| it.1.who.contains(role));
        let step = |(id, it): (&String, &super::Step)| StepSchema {
            id: id.clone(),
            name: Words::of(it),
            values: schema::step(ready, role, it),
        };
        Ok(SchemasShown {
            book: ready.id.clone(),
            name: Words::of(&ready.book),
            subject: ready.book.subject.clone(),
            may_open: ready.book.may_open(role),
            opening: schema::opening(ready, role),
            steps: own.map(step).collect(),
        })
    }
}

/// A field for forms and lists.
pub fn field(id: &str, it: &Field, choices: &[Choice]) -> FieldShown {
    let pair = |zh: &Option<String>, en: &Option<String>| Some(Words { zh: zh.clone()?, en: en.clone()? });
    FieldShown {
        id: id.to_owned(),
        sort: it.sort.name().to_owned(),
        name: Words::of(it),
        hint: pair(&it.hint_zh, &it.hint_en),
        unit: pair(&it.unit_zh, &it.unit_en),
        part: it.part.clone(),
        needed: it.needed,
        list: it.list,
        lines: it.lines,
        min: it.min,
        max: it.max,
        digits: it.digits,
        past: it.past,
        book: it.book.clone(),
        computed: it.is_computed(),
        show_if: it.show_if.clone(),
        shown: true,
        decides: false,
        findable: it.sort.is_indexed() && !it.sort.is_sealed(),
        choices: choices.iter().map(|it| ChoiceShown { id: it.id.clone(), name: Words::of(it) }).collect(),
        columns: it.columns.iter().map(|(id, it)| field(id, it, &it.choices)).collect(),
        rows: Vec::new(),
    }
}

fn state(id: &str, it: &super::book::State) -> StateShown {
    let tone = serde_json::to_value(it.tone).ok();
    StateShown {
        id: id.to_owned(),
        name: Words::of(it),
        end: it.end,
        tone: tone.as_ref().and_then(Value::as_str).unwrap_or("plain").to_owned(),
    }
}

/// A step for a picture of the book and for the API.
pub fn step(book: &Book, id: &str, it: &super::Step) -> StepShown {
    StepShown {
        id: id.to_owned(),
        name: Words::of(it),
        from: it.from.clone(),
        to: it.to.clone(),
        who: it.who.clone(),
        asks: it.asks.clone(),
        needs: it.needs.clone(),
        due_days: it.due.as_ref().map(|it| it.days),
        due_working: it.due.as_ref().is_some_and(|it| it.working),
        due_confidence: it.due.as_ref().map(|it| it.confidence.as_str().to_owned()),
        back: it.back,
        letter: it.letter.as_ref().and_then(|name| book.letter.get(name)).map(Words::of),
    }
}
