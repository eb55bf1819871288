//! Both languages: Fluent files of the rooms, with the pack's own words laid over them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, LazyLock},
};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle, types::FluentNumber};
use unic_langid::LanguageIdentifier;

use crate::assets::WordFiles;

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Lang {
    Zh,
    En,
}

impl Lang {
    pub(crate) const BOTH: [Lang; 2] = [Lang::Zh, Lang::En];

    pub(crate) fn of(tag: &str) -> Option<Lang> {
        match tag.to_ascii_lowercase().as_str() {
            "zh" | "zh-cn" | "zh-hans" => Some(Lang::Zh),
            "en" | "en-us" | "en-gb" => Some(Lang::En),
            _ => None,
        }
    }

    pub(crate) fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    /// As `<html lang>` and Fluent spell it.
    pub(crate) fn html(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    pub(crate) fn other(self) -> Lang {
        match self {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        }
    }
}

type Bundle = FluentBundle<Arc<FluentResource>>;

/// The words of one edition: the rooms' files and the pack's.
pub(crate) struct Words {
    bundles: BTreeMap<Lang, Bundle>,
    keys: BTreeMap<Lang, BTreeSet<String>>,
}

impl Words {
    /// Reads the rooms' files, then lays `over` (the pack's sources) on them. A faulty line is
    /// left out here; a test and `pack check` report it.
    pub(crate) fn read(over: &dyn Fn(Lang) -> Vec<Arc<str>>) -> Words {
        let mut keys = BTreeMap::new();
        let bundles = Lang::BOTH.into_iter().map(|lang| {
            let mut bundle = empty(lang);
            let mut known = BTreeSet::new();
            let mut add = |text: &str| {
                let resource = resource(text);
                for entry in resource.entries() {
                    if let fluent_syntax::ast::Entry::Message(it) = entry {
                        known.insert(it.id.name.to_owned());
                    }
                }
                bundle.add_resource_overriding(resource);
            };
            let ending = format!(".{}.ftl", lang.tag());
            for name in WordFiles::iter().filter(|it| it.ends_with(&ending)) {
                let Some(file) = WordFiles::get(&name) else { continue };
                add(&String::from_utf8_lossy(&file.data));
            }
            for text in over(lang) {
                add(&text);
            }
            keys.insert(lang, known);
            (lang, bundle)
        });
        let bundles = bundles.collect();
        Words { bundles, keys }
    }

    /// Every key of a language.
    pub(crate) fn keys(&self, lang: Lang) -> Vec<&str> {
        self.keys.get(&lang).into_iter().flatten().map(String::as_str).collect()
    }

    pub(crate) fn has(&self, lang: Lang, key: &str) -> bool {
        self.bundles.get(&lang).is_some_and(|it| it.get_message(key).is_some_and(|it| it.value().is_some()))
    }

    /// A key as it is written, with its arguments.
    pub(crate) fn pattern(&self, lang: Lang, key: &str) -> Option<&fluent_syntax::ast::Pattern<&str>> {
        self.bundles.get(&lang)?.get_message(key)?.value()
    }

    /// The text of a key, or nothing when the language lacks it.
    pub(crate) fn text(&self, lang: Lang, key: &str, args: Option<&FluentArgs>) -> Option<String> {
        let bundle = self.bundles.get(&lang)?;
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut errors).into_owned();
        if let Some(error) = errors.first() {
            tracing::warn!(key, lang = lang.tag(), %error, "a text lacks an argument");
        }
        Some(text)
    }
}

/// The rooms' files alone.
pub(crate) static SHIPPED: LazyLock<Words> = LazyLock::new(|| Words::read(&|_| Vec::new()));

/// A message of the rooms' files in a language (`zh`, else English), for the terminal. A pack's
/// own words are not in it, because a message may be about a pack that does not open.
pub fn say(language: &str, key: &str, args: &[(&str, String)]) -> Option<String> {
    let lang = Lang::of(language).unwrap_or(Lang::En);
    let mut named = FluentArgs::new();
    for (name, value) in args {
        named.set(*name, FluentValue::try_number(value));
    }
    SHIPPED.text(lang, key, Some(&named))
}

fn resource(text: &str) -> Arc<FluentResource> {
    Arc::new(FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, errors)| {
        tracing::error!(?errors, "a language file has faulty lines");
        resource
    }))
}

fn empty(lang: Lang) -> Bundle {
    let id: LanguageIdentifier = lang.html().parse().expect("a language tag of this file");
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // The marks round arguments confuse searching and copying; all arguments here run one way.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(FluentNumber { value, .. }) if value.fract() == 0.0 => {
            Some(grouped(*value as i64))
        }
        _ => None,
    }));
    bundle
}

/// Digits grouped by thousands.
pub(crate) fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::from(if value < 0 { "−" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if 0 < place && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped() {
        for (value, text) in [(0, "0"), (999, "999"), (10_714, "10,714"), (-1_234_567, "−1,234,567")] {
            assert_eq!(grouped(value), text);
        }
    }

    #[test]
    fn a_pack_lays_its_words_over_the_rooms() {
        let over = |lang: Lang| vec![Arc::from(format!("web-name = over {}\npack-own = own", lang.tag()))];
        let words = Words::read(&over);
        assert_eq!(words.text(Lang::En, "web-name", None).as_deref(), Some("over en"));
        assert!(words.has(Lang::Zh, "pack-own"));
        assert!(!words.has(Lang::Zh, "nobody-wrote-this"));
    }
}
