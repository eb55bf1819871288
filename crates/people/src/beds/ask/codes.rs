//! The codes of a home's beds, for printing.

use base::Result;
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{NOW, home::by_number};
use crate::beds::{home, table};

/// The codes of a home's beds that are not closed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Codes {
    pub facility: String,
    /// Of one room; of all when nothing is said.
    #[serde(default)]
    pub room: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CodesShown {
    pub facility: String,
    pub name: String,
    pub area: String,
    pub beds: Vec<CodeShown>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CodeShown {
    pub bed: String,
    pub name: String,
    pub code: String,
    /// In fours, as it is read out.
    pub spaced: String,
}

impl Question for Codes {
    const NAME: &'static str = "beds.codes";
    // Whoever can print a code could also make a sheet of them at a desk and scan it there.
    const RIGHT: &'static str = "beds.write";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = CodesShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<CodesShown> {
        let home = home::seen(cx, scope, &self.facility)?;
        let asked = table::Asked { facility: Some(&self.facility), known_at: NOW };
        let (beds, today) = (table::beds(cx, asked)?, cx.today());
        let room = self.room.filter(|it| !it.is_empty());
        let beds = beds.into_values().filter(|it| it.stands(today));
        let mut beds: Vec<CodeShown> = beds
            .filter(|it| room.as_ref().is_none_or(|room| it.room == *room))
            .map(|it| CodeShown { name: it.name(), spaced: spaced(&it.code), bed: it.id, code: it.code })
            .collect();
        beds.sort_by_cached_key(|it| by_number(&it.name));
        Ok(CodesShown { facility: home.id, name: home.label, area: home.living, beds })
    }
}

fn spaced(code: &str) -> String {
    let signs: Vec<char> = code.chars().collect();
    signs.chunks(4).map(|it| it.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
