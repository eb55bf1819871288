//! Corrects what the columns of a sheet are, and whether it is taken. Remembered for the township.

use base::{Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    file::{SheetPlan, State},
    header::Mapping,
    pack::Field,
    table,
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Map {
    pub file: String,
    /// The revision that was seen.
    pub revision: i64,
    /// Which sheet, from 0.
    pub sheet: i64,
    /// Of each column its field; columns that are left out are not read.
    pub columns: Vec<Column>,
    #[serde(default = "taken")]
    pub taken: bool,
}

/// What one column is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// From 0.
    #[schemars(range(min = 0, max = 1000))]
    pub column: u32,
    #[serde(default)]
    pub field: Option<Field>,
}

fn taken() -> bool {
    true
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Mapped {
    pub file: String,
    pub revision: i64,
    pub sheet: SheetPlan,
}

impl Verb for Map {
    const NAME: &'static str = "intake.map";
    const RIGHT: &'static str = "intake.import";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Mapped;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(table::file(cx, &self.file)?.area))
    }

    fn run(self, cx: &mut Cx) -> Result<Mapped> {
        let mut file = table::file(cx, &self.file)?;
        if file.revision != self.revision {
            return Err(Error::conflict("record-moved-on"));
        }
        file.state = file.state.map()?;
        let at = usize::try_from(self.sheet).unwrap_or(usize::MAX);
        let Some(plan) = file.sheets.get_mut(at) else {
            return Err(Error::invalid("sheet", "intake-no-such-sheet"));
        };
        plan.header.mapping = mapping(&self.columns, self.taken)?;
        plan.taken = self.taken;
        plan.remembered = true;
        let plan = plan.clone();
        table::remember(cx, &file.area, file.list, &plan.header.fingerprint(), &plan.header.mapping)?;
        file.state = State::Staged;
        table::update_file(cx, &file)?;
        cx.subject("file", file.id.clone());
        Ok(Mapped { file: file.id, revision: file.revision + 1, sheet: plan })
    }
}

/// A field stands over one column, and somebody must be told by name or number.
fn mapping(columns: &[Column], taken: bool) -> Result<Mapping> {
    let mut mapping = Mapping::default();
    let mut faults = Vec::new();
    for (place, it) in columns.iter().enumerate() {
        let Some(field) = it.field else { continue };
        if mapping.has(field) {
            let path = format!("columns[{place}].field");
            faults.push(Fault::new(path, "intake-field-twice").arg("field", field.as_str()));
        }
        mapping.0.insert(it.column, field);
    }
    if taken && !mapping.has(Field::Name) && !mapping.has(Field::Number) {
        faults.push(Fault::new("columns", "intake-mapping-needs-name"));
    }
    if faults.is_empty() { Ok(mapping) } else { Err(Error::Invalid(faults)) }
}
