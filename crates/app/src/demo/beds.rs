//! The made-up county's beds: every home that has some adds them, elders lie in most of them, some are
//! away for a time, and an inspector has walked through one home.

use std::collections::BTreeSet;

use base::{Chance, Day, Error, Result};
use platform::Actor;
use serde_json::{Value, json};

use super::player::{self, Player, text};

/// Days ago on which the inventory was written down, a little after the homes were registered.
const WRITTEN_AGO: i64 = 195;
/// Days ago from which on the beds are there.
const THERE_AGO: i64 = 400;
/// Of a hundred beds so many are lain in, from the emptiest home to the fullest.
const LAIN: [u64; 2] = [40, 92];
/// Elders of the youngest age who live in a home of this county.
const AGE: i64 = 70;
/// Of a hundred who lie in a bed so many were away for some days.
const AWAY: u64 = 4;
/// Beds at which the inspector has stood.
const SCANNED: usize = 24;
/// In their order one bed was found empty, and one with somebody else in it.
const EMPTY: usize = 7;
const ANOTHER: usize = 15;

/// Adds the beds of every home and lays elders into them.
pub(super) fn lay(player: &Player, seed: u64, told: &mut dyn FnMut()) -> Result<()> {
    let clerk = player.actor("clerk")?;
    let elders = elders(player, &clerk)?;
    let homes = player.ask(&clerk, "facilities.list", json!({ "per_page": 5_000, "sort": "name" }))?;
    let mut desk = Desk {
        player,
        clerk,
        today: player.today(),
        chance: Chance::new(seed ^ 0xbed),
        elders,
        minute: 0,
        scanned: false,
    };
    for it in homes["rows"].as_array().into_iter().flatten() {
        let count = |name: &str| it[name].as_i64().unwrap_or(0);
        if 0 < count("beds") && it["state"] == "open" {
            desk.home(text(it, "id")?, count("beds"), count("nursing_beds"))?;
            told();
        }
    }
    Ok(())
}

/// Elders of the county who live here.
fn elders(player: &Player, clerk: &Actor) -> Result<Vec<String>> {
    let asked = json!({ "age_from": AGE, "per_page": 5_000, "sort": "name" });
    let found = player.ask(clerk, "register.people", asked)?;
    let rows = found["rows"].as_array().cloned().unwrap_or_default();
    rows.iter().map(|it| text(it, "id").map(str::to_owned)).collect()
}

struct Desk<'d> {
    player: &'d Player<'d>,
    clerk: Actor,
    today: Day,
    chance: Chance,
    /// Who lies nowhere yet.
    elders: Vec<String>,
    minute: i64,
    scanned: bool,
}

impl Desk<'_> {
    fn home(&mut self, home: &str, beds: i64, nursing: i64) -> Result<()> {
        let mut added = Vec::new();
        for (kind, room, count) in [("ordinary", "101", beds - nursing), ("nursing", "201", nursing)] {
            // Two in a room; an odd one has a room of its own.
            for (room, rooms, per_room) in
                [(room, count / 2, 2), (if kind == "nursing" { "2A" } else { "1A" }, count % 2, 1)]
            {
                if rooms == 0 {
                    continue;
                }
                let input = json!({ "facility": home, "room": room, "rooms": rooms, "per_room": per_room,
                    "type": kind, "from": self.today.plus_days(-THERE_AGO) });
                let kept = self.act(WRITTEN_AGO, "beds.add", input)?;
                let ids = kept["beds"].as_array().into_iter().flatten();
                added.extend(ids.filter_map(Value::as_str).map(str::to_owned));
            }
        }
        let percent = LAIN[0] + self.chance.below(LAIN[1] - LAIN[0]);
        let mut stays = Vec::new();
        for bed in &added {
            if self.chance.below(100) < percent
                && let Some(person) = self.draw()
                && let Some(stay) = self.begin(bed, &person)?
            {
                stays.push((bed.clone(), stay));
            }
        }
        self.taken_out(home, &added, &stays)?;
        if !self.scanned && SCANNED <= stays.len() {
            self.scanned = true;
            self.scan(&stays)?;
        }
        Ok(())
    }

    fn draw(&mut self) -> Option<String> {
        let left = self.elders.len() as u64;
        (0 < left).then(|| self.elders.swap_remove(self.chance.below(left) as usize))
    }

    /// The stay, unless the elder's death was reported since.
    fn begin(&mut self, bed: &str, person: &str) -> Result<Option<String>> {
        let ago = 3 + self.chance.below((WRITTEN_AGO - 5) as u64) as i64;
        let from = self.today.plus_days(-ago);
        let begun = match self.act(ago, "beds.begin", json!({ "bed": bed, "person": person, "from": from })) {
            Err(Error::Invalid(_)) => return Ok(None),
            begun => begun?,
        };
        let stay = text(&begun, "stay")?.to_owned();
        if self.chance.below(100) < AWAY && 12 < ago {
            let away = 1 + self.chance.below((ago - 10) as u64) as i64;
            let kind = if self.chance.below(2) == 0 { "hospital" } else { "home" };
            let back = self.today.plus_days(-away + 1 + self.chance.below(away.min(6) as u64) as i64);
            let leave =
                json!({ "stay": stay, "leave_kind": kind, "from": self.today.plus_days(-away), "to": back });
            self.act(away, "beds.leave", leave)?;
        }
        Ok(Some(stay))
    }

    /// Two of the free beds are being rebuilt.
    fn taken_out(&mut self, home: &str, beds: &[String], stays: &[(String, String)]) -> Result<()> {
        let lain: BTreeSet<&String> = stays.iter().map(|it| &it.0).collect();
        let free: Vec<&String> = beds.iter().rev().filter(|it| !lain.contains(it)).take(2).collect();
        if free.len() < 2 || beds.len() < 20 {
            return Ok(());
        }
        let day = self.today.plus_days(-30);
        let input = json!({ "facility": home, "beds": free, "status": "out-of-service", "day": day });
        self.act(30, "beds.change", input)?;
        Ok(())
    }

    /// A walk through the corridors of one home, two days ago.
    fn scan(&mut self, stays: &[(String, String)]) -> Result<()> {
        let inspector = self.player.actor("inspector")?;
        for (at, (bed, stay)) in stays.iter().take(SCANNED).enumerate() {
            let found = match at {
                EMPTY => "empty",
                ANOTHER => "another",
                _ => "as-said",
            };
            let known = self.player.ask(&self.clerk, "beds.bed", json!({ "bed": bed }))?;
            let input = json!({ "code": text(&known, "code")?, "stay": stay, "found": found });
            let when = player::morning(self.today.plus_days(-2), 60 + at as i64);
            self.player.submit_at(&inspector, when, "beds.scan", input)?;
        }
        Ok(())
    }

    fn act(&mut self, ago: i64, verb: &str, input: Value) -> Result<Value> {
        self.minute = (self.minute + 1) % 400;
        let at = player::morning(self.today.plus_days(-ago), self.minute);
        self.player.submit_at(&self.clerk, at, verb, input)
    }
}
