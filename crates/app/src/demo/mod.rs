//! Fills a demo: a synthetic county goes through the same doors as a real one.
//!
//! ```text
//!   made-up files ─▶ intake: upload, check, commit ─▶ reviews, decided by what is known of the files
//!        ─▶ payees, checked by a second hand ─▶ paid rolls of the last months ─▶ the month's roll drawn
//! ```
//!
//! Everything is done by the demo's own accounts through the door, and stands in the journal.
//!
//! | file        | what                                              |
//! |-------------|---------------------------------------------------|
//! | `player.rs` | acts as an account, and does the jobs it left      |
//! | `files.rs`  | the files, in the order they are taken in          |
//! | `review.rs` | decides what the importer was in doubt about       |
//! | `month.rs`  | payees, paid rolls, the first month                |
//! | `network.rs` | facilities, as `network.toml` describes them      |
//! | `beds.rs`   | the homes' beds and who lies in them              |
//! | `cases.rs`  | casebooks, as the files of `cases/` tell them      |

mod beds;
mod cases;
mod files;
mod month;
mod network;
mod player;
mod review;

use base::Result;
use platform::areas::Atlas;
use serde_json::json;

use crate::{out::Out, wiring::Installation};

/// Makes the county's files in `folder` and takes them in, unless that was done before.
pub fn fill(installation: &Installation, out: &Out, county: &synth::County, seed: u64) -> Result<()> {
    let folder = installation.settings.data.join("files");
    let plan = files::made(out, county, seed, &folder)?;
    let player = player::Player::new(installation)?;
    if month::begun(&player, &plan)? {
        return enliven(&player, installation, out, seed);
    }
    // In a database that waits for the disk it goes on where it was cut off: a file that was taken in
    // is known by its bytes, and whatever was decided is no longer asked.
    files::take_in(&player, out, &plan, &folder)?;
    review::decide(&player, out, &plan, &folder)?;
    month::begin(&player, out, &plan)?;
    enliven(&player, installation, out, seed)
}

/// What a demo without people has, too: cases that are long closed, for the archive. Once.
pub fn fill_archive(installation: &Installation) -> Result<()> {
    let player = player::Player::new(installation)?;
    let clerk = player.actor("clerk")?;
    let known = player.ask(&clerk, "cases.list", json!({ "book": "complaint", "per_page": 1 }))?;
    if known["rows"].as_array().is_some_and(|it| !it.is_empty()) {
        return Ok(());
    }
    let pack = installation.house.packs.now();
    cases::play_files(&player, &pack.made::<Atlas>(), &[], &[cases::ARCHIVE], &mut || ())
}

/// The county's facilities and casebooks, unless it has facilities already.
fn enliven(player: &player::Player, installation: &Installation, out: &Out, seed: u64) -> Result<()> {
    let clerk = player.actor("clerk")?;
    let known = player.ask(&clerk, "facilities.list", json!({ "per_page": 1 }))?;
    if known["rows"].as_array().is_some_and(|it| !it.is_empty()) {
        return Ok(());
    }
    let mut progress = out.progress("demo-casebooks", None);
    let pack = installation.house.packs.now();
    let atlas = pack.made::<Atlas>();
    let facilities = network::register(player, &atlas, seed)?;
    let mut done = 0;
    let mut told = || {
        done += 1;
        progress.at(done, None);
    };
    beds::lay(player, seed, &mut told)?;
    cases::play(player, &atlas, &facilities, &mut told)?;
    progress.end();
    Ok(())
}
