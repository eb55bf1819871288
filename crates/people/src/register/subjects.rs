//! People as what records of other rooms are about.

use base::{Result, name::masked};
use platform::{
    Cx, Question, Scope,
    areas::Atlas,
    listing::SearchInput,
    subjects::{Subject, SubjectSource},
};

use super::{ask::search::Search, person::Person, table};

pub struct People;

impl SubjectSource for People {
    fn kind(&self) -> &'static str {
        "person"
    }

    fn page(&self) -> &'static str {
        "/persons/{subject}"
    }

    fn find(&self, cx: &mut Cx, id: &str) -> Result<Option<Subject>> {
        let found = table::person::find(cx, id)?;
        found.map(|it| subject(cx, &it)).transpose()
    }

    fn matching(&self, cx: &mut Cx, scope: &Scope, text: &str, limit: i64) -> Result<Vec<Subject>> {
        let asked = SearchInput { text: text.to_owned(), limit: Some(limit) };
        let hits = Search(asked).ask(cx, scope)?.hits;
        let ids: Vec<&str> = hits.iter().map(|it| it.id.as_str()).collect();
        let people = table::person::many(cx, &ids)?;
        let in_order = ids.iter().filter_map(|id| people.iter().find(|it| it.id == *id));
        in_order.map(|it| subject(cx, it)).collect()
    }

    fn after(&self, cx: &mut Cx, area: &str, after: &str, limit: i64) -> Result<Vec<Subject>> {
        let people = table::person::after(cx, area, after, limit)?;
        people.iter().map(|it| subject(cx, it)).collect()
    }
}

fn subject(cx: &Cx, it: &Person) -> Result<Subject> {
    let atlas = cx.house.packs.county(cx.county())?.made::<Atlas>();
    let portrait = &it.portrait;
    // Whoever lives nowhere that is known is looked after where they are registered, and the other way.
    let or = |first: &String, second: &String| if first.is_empty() { second.clone() } else { first.clone() };
    let living = or(&portrait.living_path, &portrait.registered_path);
    let born = portrait.birth_date.map(|day| day.year().to_string());
    let place = atlas.get(&living).map(|it| it.name_zh.clone());
    Ok(Subject {
        id: it.id.clone(),
        label: masked(&portrait.name),
        line: born.into_iter().chain(place).collect::<Vec<_>>().join(" · "),
        registered: or(&portrait.registered_path, &portrait.living_path),
        living,
    })
}
