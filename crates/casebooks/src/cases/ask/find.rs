//! What a field of a case may name: people, facilities, cases, colleagues that fit what was typed.

use base::{Error, Result};
use platform::{Cx, Purpose, Question, Scope, access::ask::staff, subjects::Subject};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    books::Sort,
    cases::{access, table},
};

/// What fits a field, within the reader's sight.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Find {
    pub book: String,
    pub field: String,
    pub text: String,
}

/// Hits offered to choose from.
const MOST: i64 = 20;

impl Question for Find {
    const NAME: &'static str = "cases.find";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Vec<Subject>;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Vec<Subject>> {
        let ready = access::book(cx, &self.book)?;
        // A column of a table is named as a path: `members.person`.
        let (name, column) = self.field.split_once('.').unwrap_or((&self.field, ""));
        let field = ready.book.field.get(name).filter(|it| ready.book.may_see_field(it, &cx.actor.role));
        let field = if column.is_empty() { field } else { field.and_then(|it| it.columns.get(column)) };
        let field = field.ok_or_else(|| Error::invalid("field", "cases-not-found-by"))?;
        let typed = self.text.trim();
        if typed.is_empty() {
            return Ok(Vec::new());
        }
        let scope = access::scope(cx, &ready);
        let source = |kind| cx.house.catalogue.subject(kind);
        match field.sort {
            Sort::Person => {
                source("person").map_or(Ok(Vec::new()), |it| it.matching(cx, &scope, typed, MOST))
            }
            Sort::Facility => {
                source("facility").map_or(Ok(Vec::new()), |it| it.matching(cx, &scope, typed, MOST))
            }
            Sort::Case => {
                let book = field.book.clone().unwrap_or_default();
                let other = access::book(cx, &book)?;
                let scope = access::scope(cx, &other);
                let above = cx.actor.area.clone();
                table::by_title(cx, &book, &scope, &above, typed, MOST)
            }
            Sort::Worker => {
                let place = cx.actor.area.clone();
                let named = staff::matching(cx, typed, MOST)?;
                let subject = |(id, label): (String, String)| Subject {
                    id,
                    label,
                    line: String::new(),
                    registered: place.clone(),
                    living: place.clone(),
                };
                Ok(named.into_iter().map(subject).collect())
            }
            _ => Err(Error::invalid("field", "cases-not-found-by")),
        }
    }
}
