//! Questions of the room: why somebody is owed what for a month.

use base::{Error, Instant, Month, Result};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{About, Engines, Entered, Explained, explain, read};
use crate::{
    entry,
    register::{code, person::Person, table::person},
};

/// Explains what one person is owed for a month, on what was known at an instant.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Explain {
    /// The person's id, or the short code that is printed on papers.
    pub person: String,
    /// This month when nothing is said.
    #[serde(default)]
    pub month: Option<Month>,
    /// Id of the benefit in the pack; may be left out where the pack has only one.
    #[serde(default)]
    pub benefit: Option<String>,
    /// RFC 3339; everything known today when left out.
    #[serde(default)]
    pub known_at: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Answer {
    pub person: String,
    pub name: String,
    /// Path of the registered place (户籍地).
    pub area: String,
    /// The benefits of this county, to choose another.
    pub benefits: Vec<String>,
    /// RFC 3339; absent when everything known today was taken.
    pub known_at: Option<String>,
    /// Digest of the pack that was used.
    pub pack: String,
    pub explained: Explained,
}

impl Question for Explain {
    const NAME: &'static str = "benefits.explain";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Answer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Answer> {
        let known_at = known_at(self.known_at.as_deref())?;
        let person = person(cx, scope, &self.person)?;
        let pack = cx.house.packs.county(cx.county())?;
        let engines = pack.made::<Engines>();
        let ids: Vec<String> = engines.about(About::Person).map(|it| it.id.clone()).collect();
        let engine = engines.named(self.benefit.as_deref())?;
        let benefit = engine.id.clone();
        let people = [person.id.clone()];
        let entrants = entry::table::of_range(cx, &benefit, (&person.id, &person.id))?;
        let entered = entrants.get(&person.id).map_or_else(Entered::default, entry::Entrant::entered);
        let month = self.month.unwrap_or_else(|| cx.today().month());
        let frames = read::read(cx, engine, &people, &[month], known_at, &[entered])?;
        let frame = frames.first().ok_or_else(|| Error::missing("person"))?;
        Ok(Answer {
            person: person.id,
            name: person.portrait.name,
            area: person.portrait.registered_path,
            benefits: ids,
            known_at: (known_at != Instant::MAX).then(|| known_at.rfc3339()),
            pack: pack.version().to_owned(),
            explained: explain(engine, frame, 0, month),
        })
    }
}

/// The instant that is asked about; all that is known when nothing is said.
pub(crate) fn known_at(text: Option<&str>) -> Result<Instant> {
    match text.filter(|it| !it.is_empty()) {
        None => Ok(Instant::MAX),
        Some(text) => Instant::parse(text).ok_or_else(|| Error::invalid("known_at", "benefits-known-at")),
    }
}

/// The person of an id or a short code, if the reader may see them.
pub(super) fn person(cx: &mut Cx, scope: &Scope, named: &str) -> Result<Person> {
    let person = match code::read(named) {
        Some(code) => person::by_code(cx, &code)?,
        None => person::find(cx, named)?,
    };
    let sees = |it: &Person| scope.covers_person(&it.portrait.registered_path, &it.portrait.living_path);
    person.filter(sees).ok_or_else(|| Error::missing("person"))
}
