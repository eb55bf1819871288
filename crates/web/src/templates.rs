//! The templates: one environment a language. Debug builds read the files anew when one was edited.

use std::sync::{Arc, Mutex};

use base::{Error, Result};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use platform::House;

use crate::{
    assets, parts,
    words::{Lang, Words},
};

pub(crate) struct Templates {
    house: Arc<House>,
    /// The edition in use and the pack's version it was made for.
    edition: Mutex<Option<Arc<Edition>>>,
}

/// Words and environments that belong together.
pub(crate) struct Edition {
    pack: String,
    edited: Option<std::time::SystemTime>,
    pub(crate) words: Arc<Words>,
    environments: [Environment<'static>; 2],
}

impl Templates {
    pub(crate) fn new(house: Arc<House>) -> Templates {
        Templates { house, edition: Mutex::new(None) }
    }

    pub(crate) fn words(&self) -> Arc<Words> {
        self.edition().words.clone()
    }

    /// Renders `<room>/<page>.html`.
    pub(crate) fn render(&self, lang: Lang, name: &str, context: Value) -> Result<String> {
        let edition = self.edition();
        let environment = &edition.environments[usize::from(lang == Lang::En)];
        let template = environment.get_template(name).map_err(|it| broken(&it))?;
        template.render(context).map_err(|it| broken(&it))
    }

    fn edition(&self) -> Arc<Edition> {
        let (pack, edited) = (parts::pack_version(&self.house), assets::edited());
        let mut held = self.edition.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(edition) = held.as_ref().filter(|it| it.pack == pack && it.edited == edited) {
            return edition.clone();
        }
        let words = Arc::new(Words::read(&|lang| parts::pack_words(&self.house, lang)));
        let environments = Lang::BOTH.map(|lang| environment(lang, &words, &self.house));
        let edition = Arc::new(Edition { pack, edited, words, environments });
        *held = Some(edition.clone());
        edition
    }
}

pub(crate) fn environment(lang: Lang, words: &Arc<Words>, house: &Arc<House>) -> Environment<'static> {
    let mut env = Environment::new();
    env.set_loader(|name| Ok(assets::page_text(name)));
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|name| {
        if name.ends_with(".html") || name.ends_with(".svg") { AutoEscape::Html } else { AutoEscape::None }
    });
    parts::furnish(&mut env, lang, words, house);
    env
}

fn broken(error: &minijinja::Error) -> Error {
    use std::error::Error as _;
    let mut text = format!("{error:#}");
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str("; ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    Error::broken(text)
}
