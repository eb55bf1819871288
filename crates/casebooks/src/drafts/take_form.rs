//! Takes an `XLSForm` workbook into a draft: its questions become fields.

use base::{Error, Fault, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::write::{put, to_write};
use crate::xlsform;

/// Largest form that is taken: a workbook of words.
const FILE_BYTES_MAX: usize = 4 << 20;
const NAME_CHARS_MAX: usize = 120;

/// Takes a form that stands in a workbook (`XLSForm`): groups become parts, questions fields, constraints
/// checks. All of it, or nothing where something cannot be taken.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TakeForm {
    pub draft: String,
    pub revision: i64,
    /// The file's name.
    pub name: String,
    /// Its bytes in base64.
    pub content: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FormTaken {
    pub draft: String,
    pub revision: i64,
    pub fields: i64,
    /// Rows that have no meaning in a casebook: they stand as comments at the end of the text.
    pub left: i64,
}

impl Verb for TakeForm {
    const NAME: &'static str = "drafts.take-form";
    const RIGHT: &'static str = "books.design";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = FormTaken;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<FormTaken> {
        let it = to_write(cx, &self.draft, self.revision)?;
        let name = self.name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
        let name: String = name.chars().filter(|it| !it.is_control()).take(NAME_CHARS_MAX).collect();
        if FILE_BYTES_MAX * 4 / 3 + 4 < self.content.len() {
            let fault = Fault::new("content", "sheets-file-too-big").arg("file", &name);
            return Err(fault.arg("most", FILE_BYTES_MAX >> 20).into());
        }
        let bytes = BASE64_STANDARD.decode(self.content.trim());
        let bytes = bytes.map_err(|_| Error::invalid("content", "intake-content-not-base64"))?;
        let form = xlsform::read(&sheets::read(&name, &bytes)?)?;
        let mut text = xlsform::into_text(&it.text, &form)?;
        for left in &form.left {
            let what =
                left.args.iter().map(|it| it.1.replace(['\n', '\r'], " ")).collect::<Vec<_>>().join(" ");
            text.push_str(&format!("# {}: {what}\n", left.path.replace(['\n', '\r'], " ")));
        }
        cx.note("file", name);
        let written = put(cx, &it, &text)?;
        let (fields, left) = (form.fields.len() as i64, form.left.len() as i64);
        Ok(FormTaken { draft: written.draft, revision: written.revision, fields, left })
    }
}
