//! The words of a pack in both languages: Fluent files piled up layer by layer.

use std::{collections::BTreeMap, sync::Arc};

use fluent_syntax::{ast, parser};

use super::{
    fault::{Lines, Place},
    node::Reading,
};

pub(crate) const LANGUAGES: [&str; 2] = ["zh", "en"];

/// The Fluent sources of a pack, and which keys they have.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    /// By language, in the order of the layers: a later source overrides an earlier one.
    pub sources: BTreeMap<&'static str, Vec<Arc<str>>>,
    keys: BTreeMap<&'static str, BTreeMap<String, (u32, Place)>>,
}

impl Words {
    /// Takes one layer's file of a language.
    pub(crate) fn add(&mut self, language: &'static str, path: &str, text: &Arc<str>, reading: &mut Reading) {
        let file = reading.file(path);
        let lines = Lines::new(text);
        let resource = match parser::parse_runtime(&**text) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                for error in errors {
                    let place = lines.place(file, error.pos.start);
                    reading.fault(place, "packs-bad-words").arg("why", error.kind.to_string());
                }
                resource
            }
        };
        let keys = self.keys.entry(language).or_default();
        for entry in &resource.body {
            let ast::Entry::Message(message) = entry else { continue };
            // The parser hands out slices of the text, so their place in it is known.
            let at = message.id.name.as_ptr() as usize - text.as_ptr() as usize;
            keys.insert(message.id.name.to_owned(), (file, lines.place(file, at)));
        }
        self.sources.entry(language).or_default().push(text.clone());
    }

    /// Each language with whether it lacks the key.
    pub(crate) fn lacking(&self, key: &str) -> [(&'static str, bool); 2] {
        LANGUAGES
            .map(|language| (language, !self.keys.get(language).is_some_and(|keys| keys.contains_key(key))))
    }

    /// Reports keys that only one language has.
    pub(crate) fn check(&self, reading: &mut Reading) {
        for (language, other) in [("zh", "en"), ("en", "zh")] {
            for (key, (_, place)) in self.keys.get(language).into_iter().flatten() {
                if !self.keys.get(other).is_some_and(|keys| keys.contains_key(key)) {
                    let fault = reading.fault(*place, "packs-missing-word");
                    fault.arg("word", key).arg("language", other);
                }
            }
        }
    }
}
