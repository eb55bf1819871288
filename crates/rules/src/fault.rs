//! What is wrong with a rule: a message key with its arguments, the span, and what to write instead.

use serde::Serialize;

/// One thing wrong with an expression. `start..end` are byte offsets in its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleFault {
    /// The message in the language files, `rules-…`.
    pub key: &'static str,
    pub args: Vec<(&'static str, String)>,
    pub start: usize,
    pub end: usize,
    /// What the writer probably meant, ready to stand in place of the span.
    pub suggestion: Option<String>,
}

/// Edits that a name may be away from another and still be taken for a slip of the pen.
const EDITS_MAX: usize = 3;

impl RuleFault {
    pub(crate) fn new(key: &'static str, (start, end): (usize, usize)) -> RuleFault {
        RuleFault { key, args: Vec::new(), start, end, suggestion: None }
    }

    pub(crate) fn arg(mut self, name: &'static str, value: impl std::fmt::Display) -> RuleFault {
        self.args.push((name, value.to_string()));
        self
    }

    pub(crate) fn suggest(mut self, suggestion: Option<String>) -> RuleFault {
        self.suggestion = suggestion;
        self
    }

    /// The fault as the house's error carries it, for a form in which the rule was typed.
    pub fn to_fault(&self, path: impl Into<std::borrow::Cow<'static, str>>) -> base::Fault {
        let mut fault = base::Fault::new(path, self.key);
        for (name, value) in &self.args {
            fault = fault.arg(*name, value);
        }
        if let Some(suggestion) = &self.suggestion {
            fault = fault.arg("suggestion", suggestion);
        }
        fault.arg("offset", self.start)
    }
}

/// The candidate nearest to `name`, if one is near enough to be meant.
pub(crate) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    let limit = EDITS_MAX.min(name.chars().count() / 3 + 1);
    let distance = |candidate: &str| {
        // `registered_here` for `person.registered_here`: the last part alone is a good guess too.
        let whole = strsim::damerau_levenshtein(name, candidate);
        let tail = candidate.rsplit('.').next().filter(|_| !name.contains('.'));
        tail.map_or(whole, |tail| whole.min(strsim::damerau_levenshtein(name, tail)))
    };
    candidates
        .map(|candidate| (distance(candidate), candidate))
        .filter(|(edits, _)| *edits <= limit)
        .min()
        .map(|(_, candidate)| candidate.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_pen_are_recognised() {
        let names = ["person.age", "person.registered_here", "support.centralised"];
        let meant = |name| nearest(name, names.into_iter());
        assert_eq!(meant("person.agee").as_deref(), Some("person.age"));
        assert_eq!(meant("person.registred_here").as_deref(), Some("person.registered_here"));
        assert_eq!(meant("age").as_deref(), Some("person.age"));
        assert_eq!(meant("weather.today"), None);
    }
}
