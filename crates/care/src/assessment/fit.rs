//! Who may assess whom: a valid certificate, a body that does not serve the elder, and after an objection
//! another body than before. Pure.

use base::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An assessor as the book of assessors knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Assessor {
    /// The case of the book.
    pub case: String,
    pub account: String,
    pub name: String,
    pub body: String,
    pub certificate: String,
    pub valid_until: Option<Day>,
    /// Homes and services that employ or pay them, as somebody wrote them down.
    pub tied_to: String,
}

/// Somebody who cares for the elder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Serving {
    pub name: String,
    pub operator: String,
}

/// Why somebody may not assess an elder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    /// Nobody signs in as them.
    NoAccount,
    /// The certificate is not valid on the day.
    Expired,
    /// They or their body serve the elder.
    Serves,
    /// They or their body gave the result that is objected to.
    SameBody,
}

impl Unfit {
    /// The key of its words.
    pub fn key(self) -> &'static str {
        match self {
            Unfit::NoAccount => "assessment-unfit-no-account",
            Unfit::Expired => "assessment-unfit-expired",
            Unfit::Serves => "assessment-unfit-serves",
            Unfit::SameBody => "assessment-unfit-same-body",
        }
    }
}

/// What speaks against somebody, first what cannot be helped.
pub fn unfit(who: &Assessor, on: Day, serving: &[Serving], before: &[Assessor]) -> Option<Unfit> {
    if who.account.is_empty() {
        return Some(Unfit::NoAccount);
    }
    let mine = ties(who);
    let serves = |it: &Serving| [&it.name, &it.operator].iter().any(|it| mine.contains(&plain(it)));
    if serving.iter().any(serves) {
        return Some(Unfit::Serves);
    }
    let same = |it: &Assessor| it.account == who.account || plain(&it.body) == plain(&who.body);
    if before.iter().any(same) {
        return Some(Unfit::SameBody);
    }
    who.valid_until.is_none_or(|it| it < on).then_some(Unfit::Expired)
}

/// All that an assessor belongs to or is tied to.
fn ties(who: &Assessor) -> Vec<String> {
    let split = |it: char| matches!(it, '、' | '，' | ',' | '；' | ';' | '\n' | '。');
    let tied = who.tied_to.split(split).chain([who.body.as_str()]);
    tied.map(plain).filter(|it| !it.is_empty()).collect()
}

/// A name as it is compared: spaces and the width of brackets say nothing.
fn plain(name: &str) -> String {
    let sign = |it: char| match it {
        '（' => '(',
        '）' => ')',
        it => it,
    };
    name.chars().filter(|it| !it.is_whitespace()).map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(body: &str, tied_to: &str) -> Assessor {
        Assessor {
            account: "a".to_owned(),
            body: body.to_owned(),
            tied_to: tied_to.to_owned(),
            valid_until: Day::new(2026, 12, 31),
            ..Assessor::default()
        }
    }

    #[track_caller]
    fn check(
        who: &Assessor,
        on: (i8, i8),
        serving: &[(&str, &str)],
        before: &[Assessor],
        want: Option<Unfit>,
    ) {
        let serving: Vec<Serving> = serving
            .iter()
            .map(|(name, operator)| Serving { name: (*name).to_owned(), operator: (*operator).to_owned() })
            .collect();
        let on = Day::new(2026, on.0, on.1).expect("a day");
        assert_eq!(unfit(who, on, &serving, before), want);
    }

    #[test]
    fn nobody_assesses_whom_they_serve() {
        let free = who("评估中心", "");
        check(&free, (11, 1), &[], &[], None);
        check(&free, (11, 1), &[("颐养院", "某公司")], &[], None);
        check(&free, (12, 31), &[], &[], None);
        let next_year = Day::new(2027, 1, 1).expect("a day");
        assert_eq!(unfit(&free, next_year, &[], &[]), Some(Unfit::Expired));
        check(&Assessor { valid_until: None, ..free.clone() }, (11, 1), &[], &[], Some(Unfit::Expired));
        check(&Assessor { account: String::new(), ..free }, (11, 1), &[], &[], Some(Unfit::NoAccount));
        // Their own body, the body that runs the home, a home written down among others.
        check(&who("颐养院", ""), (11, 1), &[("颐养院", "")], &[], Some(Unfit::Serves));
        check(&who("某公司（冕宁）", ""), (11, 1), &[("颐养院", "某公司 (冕宁)")], &[], Some(Unfit::Serves));
        check(&who("评估中心", "敬老院、颐养院；"), (11, 1), &[("颐养院", "")], &[], Some(Unfit::Serves));
        check(&who("评估中心", "敬老院"), (11, 1), &[("颐养院", "")], &[], None);
        // An operator whom nobody wrote down is nobody's tie.
        check(&who("", ""), (11, 1), &[("颐养院", "")], &[], None);
    }

    #[test]
    fn an_objection_is_judged_by_another_body() {
        let first = who("评估中心", "");
        let colleague = Assessor { account: "b".to_owned(), ..first.clone() };
        check(&colleague, (11, 1), &[], std::slice::from_ref(&first), Some(Unfit::SameBody));
        let moved = Assessor { body: "第三方".to_owned(), ..first.clone() };
        check(&moved, (11, 1), &[], std::slice::from_ref(&first), Some(Unfit::SameBody));
        let third = Assessor { account: "c".to_owned(), body: "第三方".to_owned(), ..first.clone() };
        check(&third, (11, 1), &[], std::slice::from_ref(&first), None);
    }
}
