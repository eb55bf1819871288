//! The made-up county's casebooks, as the files of `cases/` tell them: opened and carried on by the
//! demo's accounts, on days that lie behind.

use std::{cell::RefCell, collections::HashMap};

use base::{Day, Error, Result, error::OrBroken};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use platform::{Actor, areas::Atlas};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use toml::Spanned;

use super::{
    network::{self, Known},
    player::{self, Player, text},
};

/// Cases that are long closed: they need neither people nor facilities.
pub(super) const ARCHIVE: (&str, &str) = ("archive.toml", include_str!("cases/archive.toml"));
/// File by file, in this order: a later one names cases of an earlier one.
const FILES: [(&str, &str); 5] = [
    ARCHIVE,
    ("services.toml", include_str!("cases/services.toml")),
    ("network.toml", include_str!("cases/network.toml")),
    ("supervision.toml", include_str!("cases/supervision.toml")),
    ("plan.toml", include_str!("cases/plan.toml")),
];

/// What stands for attachments: each says of itself that it is a demonstration.
const PAPERS: [(&str, &str, &[u8]); 3] = [
    ("photo", "photo.png", include_bytes!("papers/photo.png")),
    ("signature", "signature.png", include_bytes!("papers/signature.png")),
    ("paper", "paper.pdf", include_bytes!("papers/paper.pdf")),
];
/// Minutes between two cases of a morning, the span in which they lie, and between steps of one.
const BETWEEN_CASES: i64 = 13;
const MORNING_MINUTES: i64 = 180;
const BETWEEN_STEPS: i64 = 25;
/// Elders whom cases are about: the oldest of the demo's own township.
const ELDERS: i64 = 40;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Played {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    book: Spanned<String>,
    /// Under which later cases name it.
    label: Option<String>,
    /// One case for each; without any, a case without a subject.
    #[serde(default)]
    about: Vec<String>,
    by: String,
    /// How many days ago.
    ago: i64,
    #[serde(default)]
    values: toml::Table,
    #[serde(default)]
    steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    take: Spanned<String>,
    by: String,
    ago: i64,
    #[serde(default)]
    values: toml::Table,
    #[serde(default)]
    note: String,
}

/// Plays every case; each that a book refuses is named by its line.
pub(super) fn play(
    player: &Player,
    atlas: &Atlas,
    facilities: &[Known],
    told: &mut dyn FnMut(),
) -> Result<()> {
    play_files(player, atlas, facilities, &FILES, told)
}

/// Plays the cases of some files.
pub(super) fn play_files(
    player: &Player,
    atlas: &Atlas,
    facilities: &[Known],
    files: &[(&str, &str)],
    told: &mut dyn FnMut(),
) -> Result<()> {
    let stage = Stage::new(player, atlas, facilities)?;
    let (mut number, mut faults) = (0, Vec::new());
    for (name, content) in files {
        let played: Played =
            toml::from_str(content).map_err(|why| Error::broken(format!("{name}: {why}")))?;
        for case in &played.case {
            let subjects: Vec<Option<&String>> =
                if case.about.is_empty() { vec![None] } else { case.about.iter().map(Some).collect() };
            for about in subjects {
                number += 1;
                let minutes = number * BETWEEN_CASES % MORNING_MINUTES;
                if let Err((at, why)) = stage.one(case, about, minutes) {
                    let line = content[..at].lines().count();
                    faults.push(format!("demo/cases/{name}:{line}: {}: {why}", case.book.get_ref()));
                }
                told();
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::broken(faults.join("\n"))) }
}

/// Who and what the cases name.
struct Stage<'s> {
    player: &'s Player<'s>,
    atlas: &'s Atlas,
    facilities: &'s [Known],
    today: Day,
    /// The demo's own township and village.
    ours: String,
    village: String,
    actors: HashMap<&'static str, Actor>,
    /// Elders of the demo's own village, and of the rest of its township.
    near: Vec<String>,
    elders: Vec<String>,
    labels: RefCell<HashMap<String, String>>,
}

impl<'s> Stage<'s> {
    fn new(player: &'s Player, atlas: &'s Atlas, facilities: &'s [Known]) -> Result<Stage<'s>> {
        let mut actors = HashMap::new();
        for login in ["clerk", "reviewer", "finance", "officer", "head", "worker"] {
            actors.insert(login, player.actor(login)?);
        }
        let (ours, village) = (actors["officer"].area.clone(), actors["worker"].area.clone());
        let elders = |area: &str| -> Result<Vec<String>> {
            let asked = json!({ "basis": "living", "area": area, "sort": "-age", "per_page": ELDERS });
            let answer = player.ask(&actors["clerk"], "register.people", asked)?;
            let rows = answer["rows"].as_array().into_iter().flatten();
            rows.map(|it| text(it, "id").map(str::to_owned)).collect()
        };
        let near = elders(&village)?;
        let mut elders = elders(&ours)?;
        elders.retain(|it| !near.contains(it));
        let (today, labels) = (player.today(), RefCell::default());
        Ok(Stage { player, atlas, facilities, today, ours, village, actors, near, elders, labels })
    }

    /// One case with its steps; where it fails, with the place in its file.
    fn one(&self, case: &Case, about: Option<&String>, minutes: i64) -> Result<(), (usize, Error)> {
        let mut at = case.book.span().end;
        let mut play = || {
            let mut area = self.actor(&case.by)?.area.clone();
            let subject = about.map(|it| self.named(it, &mut area)).transpose()?;
            let opened = self.submit(
                (&case.by, case.ago, minutes),
                "cases.open",
                json!({ "book": case.book.get_ref(), "subject": subject,
                    "values": self.values(&case.values, &case.by, &area)? }),
            )?;
            let id = text(&opened, "case")?.to_owned();
            if let Some(label) = &case.label {
                self.labels.borrow_mut().insert(label.clone(), id.clone());
            }
            let mut revision = opened["revision"].clone();
            for (place, step) in case.steps.iter().enumerate() {
                at = step.take.span().end;
                let minutes = minutes + (place as i64 + 1) * BETWEEN_STEPS;
                let stepped = self.submit(
                    (&step.by, step.ago, minutes),
                    "cases.step",
                    json!({ "case": id, "step": step.take.get_ref(), "revision": revision,
                        "note": step.note, "values": self.values(&step.values, &step.by, &area)? }),
                )?;
                revision = stepped["revision"].clone();
            }
            Ok(())
        };
        let played = play();
        played.map_err(|why| (at, why))
    }

    fn submit(&self, (by, ago, minutes): (&str, i64, i64), verb: &str, input: Value) -> Result<Value> {
        let at = player::morning(self.today.plus_days(-ago), minutes);
        self.player.submit_at(self.actor(by)?, at, verb, input)
    }

    fn actor(&self, login: &str) -> Result<&Actor> {
        self.actors.get(login).ok_or_else(|| Error::broken(format!("the demo has no {login}")))
    }

    fn values(&self, values: &toml::Table, by: &str, area: &str) -> Result<Map<String, Value>> {
        values.iter().map(|(name, it)| Ok((name.clone(), self.value(it, by, area)?))).collect()
    }

    fn value(&self, value: &toml::Value, by: &str, area: &str) -> Result<Value> {
        Ok(match value {
            toml::Value::String(text) if text.starts_with('@') => self.mark(text, by, area)?.into(),
            toml::Value::String(text) => self.worded(text).into(),
            toml::Value::Array(all) => {
                Value::Array(all.iter().map(|it| self.value(it, by, area)).collect::<Result<_>>()?)
            }
            toml::Value::Table(table) => Value::Object(self.values(table, by, area)?),
            other => serde_json::to_value(other).or_broken()?,
        })
    }

    /// A text in which the county and the year stand for themselves.
    fn worded(&self, text: &str) -> String {
        let name = |path: &str| self.atlas.get(path).map_or("", |it| it.name_zh.as_str());
        text.replace("{county}", name(self.atlas.county()))
            .replace("{township}", name(&self.ours))
            .replace("{year}", &self.today.year().to_string())
    }

    /// What a mark stands for: a day from today, an attachment, an account.
    fn mark(&self, mark: &str, by: &str, area: &str) -> Result<String> {
        let words = &mark[1..];
        if let Some(days) = words.strip_prefix("day") {
            let days: i64 = days.parse().map_err(|_| unknown(mark))?;
            return Ok(self.today.plus_days(days).to_string());
        }
        if let Some((_, name, bytes)) = PAPERS.iter().find(|it| it.0 == words) {
            let input = json!({ "name": name, "area": area, "about": "demo", "about_id": area,
                "content": STANDARD.encode(bytes) });
            let kept = self.player.submit(self.actor(by)?, "files.put", input)?;
            return Ok(text(&kept, "id")?.to_owned());
        }
        if let Some(login) = words.strip_prefix("account ") {
            return Ok(self.actor(login)?.account.clone());
        }
        self.named(mark, &mut String::new())
    }

    /// The id of what a mark names; `area` becomes its place. `@facility home 2`, with `ours` in the
    /// demo's own township; `@centre`, that one's; `@elder 3`, `@elder near 1` in its
    /// village, `@township 1`, `@village 1`, `@case label`.
    fn named(&self, mark: &str, area: &mut String) -> Result<String> {
        let words: Vec<&str> = mark.strip_prefix('@').unwrap_or(mark).split(' ').collect();
        let number = |it: &str| it.parse::<usize>().ok().and_then(|it| it.checked_sub(1));
        let found = match words[..] {
            ["facility", kind, place] => {
                let known = place.parse().ok().and_then(|it| network::nth(self.facilities, kind, it));
                known.map(|it| (it.id.clone(), it.area.clone()))
            }
            ["facility", "ours", kind, place] => {
                let mut here =
                    self.facilities.iter().filter(|it| it.kind == kind && it.area.starts_with(&self.ours));
                number(place).and_then(|it| here.nth(it)).map(|it| (it.id.clone(), it.area.clone()))
            }
            ["centre"] => {
                let centre = self.facilities.iter().find(|it| it.centre && it.area == self.ours);
                centre.map(|it| (it.id.clone(), it.area.clone()))
            }
            ["elder", "near", place] => {
                let here = number(place).and_then(|it| self.near.get(it));
                here.map(|it| (it.clone(), self.village.clone()))
            }
            ["elder", place] => {
                let here = number(place).and_then(|it| self.elders.get(it));
                here.map(|it| (it.clone(), self.ours.clone()))
            }
            ["township", place] => {
                let towns = self.atlas.townships(self.today);
                let own = towns.iter().position(|it| it.path == self.ours).unwrap_or(0);
                number(place)
                    .and_then(|it| towns.get((own + it) % towns.len()))
                    .map(|it| (it.path.clone(), it.path.clone()))
            }
            ["village", place] => {
                let villages = self.atlas.children(&self.ours, self.today);
                number(place).and_then(|it| villages.get(it)).map(|it| (it.path.clone(), it.path.clone()))
            }
            ["case", label] => self.labels.borrow().get(label).map(|it| (it.clone(), area.clone())),
            _ => None,
        };
        let (id, place) = found.ok_or_else(|| unknown(mark))?;
        *area = place;
        Ok(id)
    }
}

fn unknown(mark: &str) -> Error {
    Error::broken(format!("{mark} names nothing of the demo"))
}
