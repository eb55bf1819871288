//! Items: what a phone holds, one thing each, under a token of its content.
//!
//! A phone says which tokens it holds; it is given what it lacks and told which of its own are gone. No
//! clock and no memory of what it was given before is needed: a break, a move out of the area, a change
//! of a right or of the pack all come out right by themselves.

use std::collections::BTreeSet;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// One thing that a phone holds.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Item {
    /// What it is: `area`, `elder`, `task` …
    pub k: &'static str,
    /// Its id among those of its kind.
    pub i: String,
    /// Its token.
    pub t: String,
    /// The thing itself.
    pub v: Value,
}

/// Characters of a token: 64 bits, enough that none of some thousands meets another by chance.
pub const TOKEN: usize = 11;

impl Item {
    pub fn new(kind: &'static str, id: String, value: Value) -> Item {
        let mut hash = Sha256::new();
        for part in [kind, "\n", &id, "\n", &value.to_string()] {
            hash.update(part.as_bytes());
        }
        let digest = hash.finalize();
        Item { k: kind, i: id, t: BASE64_URL_SAFE_NO_PAD.encode(&digest[..8]), v: value }
    }

    /// Where it stands in the order in which things are given.
    fn place(&self) -> String {
        format!("{}:{}", self.k, self.i)
    }

    /// About how long it is when it is spelled.
    fn length(&self) -> usize {
        const ROUND: usize = 40;
        ROUND + self.i.len() + self.v.to_string().len()
    }
}

/// One piece of what a phone lacks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Piece {
    pub items: Vec<Item>,
    /// Tokens that the phone holds and should not.
    pub gone: Vec<String>,
    /// Where the next piece begins; nothing after the last.
    pub next: Option<String>,
    /// What the phone holds when it has all pieces.
    pub total: usize,
    /// How many it lacks after this piece.
    pub left: usize,
}

/// The tokens of a text in which they stand one after another; what is too short to be one is left out.
pub fn tokens(text: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut rest = text;
    while let Some((token, after)) = rest.split_at_checked(TOKEN) {
        found.insert(token);
        rest = after;
    }
    found
}

/// What a phone that holds `have` lacks of `all`, from `after` on, in at most about `bytes`. What is gone
/// is told with the first piece, so that nothing of a person who left stays while the rest comes.
pub fn piece(mut all: Vec<Item>, have: &BTreeSet<&str>, after: Option<&str>, bytes: usize) -> Piece {
    all.sort_by_key(Item::place);
    let total = all.len();
    let mut gone = Vec::new();
    if after.is_none() {
        let known: BTreeSet<&str> = all.iter().map(|it| it.t.as_str()).collect();
        let left: BTreeSet<&str> = have.iter().filter(|it| !known.contains(**it)).copied().collect();
        gone.extend(left.into_iter().map(str::to_owned));
    }
    all.retain(|it| !have.contains(it.t.as_str()) && after.is_none_or(|after| after < it.place().as_str()));
    let mut length = 0;
    let mut taken = 0;
    for it in &all {
        length += it.length();
        if 0 < taken && bytes < length {
            break;
        }
        taken += 1;
    }
    let left = all.len() - taken;
    all.truncate(taken);
    let next = all.last().filter(|_| 0 < left).map(Item::place);
    Piece { items: all, gone, next, total, left }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    /// A phone as the app keeps it.
    #[derive(Default)]
    struct Phone(BTreeMap<String, (String, Value)>);

    impl Phone {
        fn have(&self) -> String {
            self.0.values().map(|it| it.0.as_str()).collect()
        }

        fn take(&mut self, piece: Piece) -> Option<String> {
            self.0.retain(|_, (token, _)| !piece.gone.contains(token));
            for it in piece.items {
                self.0.insert(format!("{}:{}", it.k, it.i), (it.t, it.v));
            }
            piece.next
        }
    }

    fn world(values: &BTreeMap<u8, u8>) -> Vec<Item> {
        values.iter().map(|(id, value)| Item::new("elder", id.to_string(), json!({ "n": value }))).collect()
    }

    proptest! {
        /// Whatever a phone held and wherever it broke off, it ends with what is so, and asks no more than
        /// it must.
        #[test]
        fn a_phone_ends_with_what_is_so(
            before: BTreeMap<u8, u8>, now: BTreeMap<u8, u8>, bytes in 1_usize..400, breaks in 0_usize..5,
        ) {
            let mut phone = Phone::default();
            let mut pull = |all: &BTreeMap<u8, u8>, most: usize| {
                let (mut after, mut pieces) = (None, 0);
                loop {
                    let have = phone.have();
                    let piece = piece(world(all), &tokens(&have), after.as_deref(), bytes);
                    after = phone.take(piece);
                    pieces += 1;
                    if after.is_none() || pieces == most {
                        return;
                    }
                }
            };
            pull(&before, breaks + 1);
            pull(&now, usize::MAX);
            let held: BTreeMap<String, Value> = phone.0.iter().map(|(id, it)| (id.clone(), it.1.clone())).collect();
            let want = world(&now).into_iter().map(|it| (it.place(), it.v)).collect();
            prop_assert_eq!(held, want);
            let have = phone.have();
            let again = piece(world(&now), &tokens(&have), None, bytes);
            prop_assert_eq!((again.items.len(), again.gone.len(), again.next), (0, 0, None));
        }

        #[test]
        fn tokens_of_any_text_are_read(text: String) {
            prop_assert!(tokens(&text).iter().all(|it| it.len() == TOKEN));
        }
    }

    #[test]
    fn the_same_thing_has_the_same_token_and_another_has_not() {
        let token = |kind, id: &str, value: Value| Item::new(kind, id.to_owned(), value).t;
        let one = token("elder", "1", json!({ "name": "王" }));
        assert_eq!(one.len(), TOKEN);
        assert_eq!(one, token("elder", "1", json!({ "name": "王" })));
        assert_ne!(one, token("elder", "2", json!({ "name": "王" })));
        assert_ne!(one, token("task", "1", json!({ "name": "王" })));
        assert_ne!(one, token("elder", "1", json!({ "name": "汪" })));
    }
}
