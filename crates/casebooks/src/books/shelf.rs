//! Every book of a county, ready to be used: its choices read, its rules compiled.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use indexmap::IndexMap;
use platform::{
    packs::{Made, Pack},
    terms::CodeRow,
};
use rules::{Kind, Program, Value};

use super::{Book, Books, Field, Sort, facts, field::Choice, graph, lines::Lines};
use crate::editions::Kept;

/// A book and its rules.
pub struct Ready {
    pub id: String,
    pub book: Book,
    choices: BTreeMap<String, Vec<Choice>>,
    shown: BTreeMap<String, Program>,
    values: Vec<(String, Program)>,
    checks: Vec<(String, Program)>,
    /// By table, the rules of its rows.
    lines: BTreeMap<String, Lines>,
    whens: BTreeMap<String, Program>,
    sets: BTreeMap<(String, String), Program>,
    amounts: BTreeMap<(String, usize), Program>,
    counts: BTreeMap<String, Program>,
    figures: BTreeMap<String, Program>,
    publish: Option<Program>,
    opens_when: Option<Program>,
    /// For which subjects a periodic case opens.
    recurs_for: Option<Program>,
    /// By state, the fields that can be filled by then.
    knowable: BTreeMap<String, Vec<String>>,
    /// Its text as it is kept with cases, once that was asked for.
    pub(crate) kept: OnceLock<Kept>,
}

/// What a rule is asked of: the value of a fact by its name.
pub type Look<'l> = &'l dyn Fn(&str) -> Option<Value>;

/// All books of a pack, by id, in the order of its files.
pub struct Shelf(IndexMap<String, Arc<Ready>>);

impl Made for Shelf {
    fn make(pack: &Pack) -> Shelf {
        let books = &pack.get::<Books>().0;
        let codes = pack.rows::<CodeRow>();
        // The pack was checked, so every rule compiles.
        let ready = |(id, book): (&String, &Book)| match Ready::make(id, book.clone(), pack.facts(), codes) {
            Ok(ready) => (id.clone(), Arc::new(ready)),
            Err(why) => panic!("casebook {id}: a rule that passed the check does not compile: {why}"),
        };
        let mut shelf = Shelf(books.iter().map(ready).collect());
        for (id, book) in books {
            let Some(rule) = book.periodic.as_ref().and_then(|it| it.condition.as_ref()) else { continue };
            let known = facts::of_subject(books.iter().map(|(id, it)| (id.as_str(), it)), &book.subject);
            let program = Program::compile(rule, &Kind::Bool, &known, []);
            if let Some(ready) = shelf.0.get_mut(id).and_then(Arc::get_mut) {
                ready.recurs_for = program.ok();
            }
        }
        shelf
    }
}

impl Shelf {
    pub fn get(&self, id: &str) -> Option<&Arc<Ready>> {
        self.0.get(id)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Arc<Ready>> {
        self.0.values()
    }
}

/// The choices of a field: its own, or those of a list of the pack.
pub(super) fn choices_of(field: &Field, codes: &[CodeRow]) -> Vec<Choice> {
    let Some(list) = &field.list_of else { return field.choices.clone() };
    let rows = codes.iter().filter(|row| row.list == *list);
    rows.map(|row| Choice { id: row.id.clone(), zh: row.name_zh.clone(), en: row.name_en.clone() }).collect()
}

impl Ready {
    /// A book with its rules compiled; or the rule that does not compile, and why. A page of TOML that
    /// was checked has none; one that was kept from earlier may name what is there no more.
    pub fn make(
        id: &str,
        mut book: Book,
        facts: &rules::Catalogue,
        codes: &[CodeRow],
    ) -> Result<Ready, String> {
        // A column has its choices with it.
        for column in book.field.values_mut().flat_map(|it| it.columns.values_mut()) {
            column.choices = choices_of(column, codes);
        }
        let catalogue = facts::catalogue(&book, facts, &|field| choices_of(field, codes));
        let program = |text: &str, kind: &Kind| {
            Program::compile(text, kind, &catalogue, []).map_err(|faults| format!("{text}: {faults:?}"))
        };
        let truth = |text: &String| program(text, &Kind::Bool);
        let field_kind = |name: &str| {
            let field = book.field.get(name);
            field.and_then(|it| it.kind(&choices_of(it, codes))).unwrap_or(Kind::Text)
        };
        let mut ready = Ready {
            id: id.to_owned(),
            choices: book.field.iter().map(|(id, field)| (id.clone(), choices_of(field, codes))).collect(),
            shown: by_name(&book.field, |it| it.show_if.as_ref().map(truth))?,
            values: Vec::new(),
            checks: Vec::new(),
            lines: BTreeMap::new(),
            whens: by_name(&book.step, |it| it.when.as_ref().map(truth))?,
            sets: BTreeMap::new(),
            amounts: BTreeMap::new(),
            counts: by_name(&book.fact, |it| it.count.as_ref().map(truth))?,
            figures: by_name(&book.figure, |it| it.condition.as_ref().map(truth))?,
            publish: book.publish.as_ref().map(|it| truth(&it.when)).transpose()?,
            opens_when: book.opens_when.as_ref().map(|it| truth(&it.rule)).transpose()?,
            recurs_for: None,
            knowable: BTreeMap::new(),
            kept: OnceLock::new(),
            book: book.clone(),
        };
        for (name, table) in book.field.iter().filter(|it| it.1.sort == Sort::Table) {
            let choices = |field: &Field| choices_of(field, codes);
            if let Some(lines) = Lines::make(name, table, &book, &catalogue, &choices)? {
                ready.lines.insert(name.clone(), lines);
            }
        }
        for (name, check) in book.check.iter().filter(|it| it.1.each.is_none()) {
            ready.checks.push((name.clone(), truth(&check.rule)?));
        }
        for (name, field) in &book.field {
            if let Some(rule) = &field.value {
                ready.values.push((name.clone(), program(rule, &field_kind(name))?));
            }
        }
        for (step_id, step) in &book.step {
            for (field, rule) in &step.sets {
                ready.sets.insert((step_id.clone(), field.clone()), program(rule, &field_kind(field))?);
            }
            for (at, posts) in step.posts.iter().enumerate() {
                ready.amounts.insert((step_id.clone(), at), program(&posts.amount, &Kind::Money)?);
            }
        }
        for (state, fields) in graph::knowable(&book) {
            ready.knowable.insert(state.to_owned(), fields.into_iter().map(str::to_owned).collect());
        }
        Ok(ready)
    }

    pub fn choices(&self, field: &str) -> &[Choice] {
        self.choices.get(field).map_or(&[], Vec::as_slice)
    }

    /// Whether a field is asked now. What its rule does not know yet is not asked.
    pub fn is_shown(&self, field: &str, look: Look) -> bool {
        self.shown.get(field).is_none_or(|rule| answer(rule, look) == Some(Value::Bool(true)))
    }

    /// Whether some field is asked depending on this one, also by way of one that is worked out.
    pub fn decides(&self, field: &str) -> bool {
        let reads = |rule: &Program| rule.facts().iter().any(|it| facts::field_of(&it.name) == Some(field));
        let by_value = |it: &(String, Program)| {
            reads(&it.1)
                && self.shown.values().any(|rule| {
                    rule.facts().iter().any(|fact| facts::field_of(&fact.name) == Some(it.0.as_str()))
                })
        };
        self.shown.values().any(reads)
            || self.values.iter().any(by_value)
            || self.lines.values().any(|it| it.reads(field))
    }

    /// The rules of a table's rows, where it has any.
    pub fn lines(&self, table: &str) -> Option<&Lines> {
        self.lines.get(table)
    }

    /// The worked-out fields in the order of the page, each with its rule.
    pub fn values(&self) -> &[(String, Program)] {
        &self.values
    }

    /// The checks that do not hold; unknown holds nothing up.
    pub fn broken_checks(&self, look: Look) -> Vec<&str> {
        let broken = self.checks.iter().filter(|it| answer(&it.1, look) == Some(Value::Bool(false)));
        broken.map(|it| it.0.as_str()).collect()
    }

    /// Which fields a check reads, so that its message stands beside one of them.
    pub fn read_by_check(&self, check: &str) -> Vec<&str> {
        let rule = self.checks.iter().find(|it| it.0 == check);
        let read = rule.into_iter().flat_map(|it| it.1.facts());
        read.filter_map(|it| facts::field_of(&it.name)).collect()
    }

    /// Whether a step may be taken now, as its rule says.
    pub fn may_be_taken(&self, step: &str, look: Look) -> bool {
        self.whens.get(step).is_none_or(|rule| answer(rule, look) == Some(Value::Bool(true)))
    }

    /// Whether a step is to be offered: its rule is true, or it depends on what its own form asks.
    pub fn may_come(&self, step: &str, look: Look) -> bool {
        let (Some(rule), Some(declared)) = (self.whens.get(step), self.book.step.get(step)) else {
            return true;
        };
        let reads =
            |rule: &Program, id: &str| rule.facts().iter().any(|it| facts::field_of(&it.name) == Some(id));
        let worked_out = |id: &str| {
            let rule = self.values.iter().find(|it| it.0 == id);
            rule.is_some_and(|it| declared.asks.iter().any(|asked| reads(&it.1, asked)))
        };
        let open = |name: &str| {
            let id = facts::field_of(name).unwrap_or("");
            declared.asks.iter().any(|it| it == id) || worked_out(id)
        };
        if !rule.facts().iter().any(|it| open(&it.name)) {
            return self.may_be_taken(step, look);
        }
        let before = |name: &str| if open(name) { None } else { look(name) };
        answer(rule, &before) != Some(Value::Bool(false))
    }

    pub fn set_by<'r>(&'r self, step: &'r str) -> impl Iterator<Item = (&'r str, &'r Program)> + 'r {
        self.sets.iter().filter(move |it| it.0.0 == step).map(|it| (it.0.1.as_str(), it.1))
    }

    pub fn amount(&self, step: &str, at: usize, look: Look) -> Option<Value> {
        answer(self.amounts.get(&(step.to_owned(), at))?, look)
    }

    /// Whether a case counts for a fact.
    pub fn counts_for(&self, fact: &str, look: Look) -> bool {
        self.counts.get(fact).is_none_or(|rule| answer(rule, look) == Some(Value::Bool(true)))
    }

    pub fn counts_in_figure(&self, figure: &str, look: Look) -> bool {
        self.figures.get(figure).is_none_or(|rule| answer(rule, look) == Some(Value::Bool(true)))
    }

    /// Which fields the rule of a figure reads.
    pub fn read_by_figure(&self, figure: &str) -> Vec<String> {
        let read = self.figures.get(figure).into_iter().flat_map(Program::facts);
        read.filter_map(|it| facts::field_of(&it.name)).map(str::to_owned).collect()
    }

    /// What must be so of a case for it to count in a figure, by the name of the fact; more may have to be.
    pub fn musts_of_figure(&self, figure: &str) -> Vec<(&str, Value)> {
        let musts = self.figures.get(figure).map(Program::musts).unwrap_or_default();
        musts.into_iter().map(|(fact, value)| (fact.name.as_str(), value)).collect()
    }

    pub fn is_public(&self, look: Look) -> bool {
        self.publish.as_ref().is_some_and(|rule| answer(rule, look) == Some(Value::Bool(true)))
    }

    /// Whether the rule of publication can turn without a change of the case.
    pub fn publishes_by_day(&self) -> bool {
        let own = |name: &str| name.starts_with("case.") && name != facts::TODAY;
        self.publish.as_ref().is_some_and(|rule| rule.facts().iter().any(|it| !own(&it.name)))
    }

    pub fn opens_when(&self) -> Option<&Program> {
        self.opens_when.as_ref()
    }

    /// The rule over facts of a subject that says whether a periodic case opens for it.
    pub fn recurs_for(&self) -> Option<&Program> {
        self.recurs_for.as_ref()
    }

    /// Whether a field can be filled by the time a case stands in `state`.
    pub fn is_knowable(&self, state: &str, field: &str) -> bool {
        self.knowable.get(state).is_some_and(|it| it.iter().any(|known| known == field))
    }

    /// Facts of the subject that the rules read: those that are not the case's own.
    pub fn subject_facts(&self) -> Vec<rules::Fact> {
        let programs = self
            .shown
            .values()
            .chain(self.values.iter().map(|it| &it.1))
            .chain(self.checks.iter().map(|it| &it.1))
            .chain(self.whens.values())
            .chain(self.sets.values())
            .chain(self.lines.values().flat_map(Lines::programs));
        let mut facts: Vec<rules::Fact> =
            programs.flat_map(Program::facts).filter(|it| !it.name.starts_with("case.")).cloned().collect();
        facts.sort_by(|a, b| a.name.cmp(&b.name));
        facts.dedup();
        facts
    }

    /// Fields whose files are attachments, and so on: by what they hold.
    pub fn fields_of(&self, is: fn(Sort) -> bool) -> impl Iterator<Item = (&str, &Field)> {
        let fields = self.book.field.iter().map(|(id, field)| (id.as_str(), field));
        fields.filter(move |it| is(it.1.sort))
    }
}

fn by_name<T>(
    of: &IndexMap<String, T>,
    make: impl Fn(&T) -> Option<Result<Program, String>>,
) -> Result<BTreeMap<String, Program>, String> {
    let programs = of.iter().filter_map(|(name, it)| Some(make(it)?.map(|program| (name.clone(), program))));
    programs.collect()
}

/// A rule's answer with `look` for its facts.
pub fn answer(rule: &Program, look: Look) -> Option<Value> {
    let facts: Vec<Option<Value>> = rule.facts().iter().map(|fact| look(&fact.name)).collect();
    rule.answer(&facts).0
}
