//! Facilities as what cases are about.

use base::Result;
use platform::{
    Cx, Scope,
    areas::Atlas,
    subjects::{Subject, SubjectSource},
};

use super::{ask, kinds::Kinds, table, table::Known};

pub struct Places;

impl SubjectSource for Places {
    fn kind(&self) -> &'static str {
        "facility"
    }

    fn page(&self) -> &'static str {
        "/facilities/{subject}"
    }

    fn find(&self, cx: &mut Cx, id: &str) -> Result<Option<Subject>> {
        let found = table::find(cx, id)?;
        found.map(|it| subject(cx, it)).transpose()
    }

    fn matching(&self, cx: &mut Cx, scope: &Scope, text: &str, limit: i64) -> Result<Vec<Subject>> {
        let found = ask::search::matching(cx, scope, text, limit)?;
        found.into_iter().map(|it| subject(cx, it)).collect()
    }

    fn after(&self, cx: &mut Cx, area: &str, after: &str, limit: i64) -> Result<Vec<Subject>> {
        let found = ask::search::after(cx, area, after, limit)?;
        found.into_iter().map(|it| subject(cx, it)).collect()
    }
}

fn subject(cx: &Cx, it: Known) -> Result<Subject> {
    let pack = cx.house.packs.county(cx.county())?;
    let kind = pack.get::<Kinds>().kind.get(&it.said.kind).map_or_else(String::new, |it| it.zh.clone());
    let place = pack.made::<Atlas>().get(&it.said.area).map(|it| it.name_zh.clone()).unwrap_or_default();
    Ok(Subject {
        id: it.id,
        label: it.said.name,
        line: [kind, place].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · "),
        registered: it.said.area.clone(),
        living: it.said.area,
    })
}
