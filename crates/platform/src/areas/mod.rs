//! Areas: provinces, counties, townships, villages, each with the days it existed and its codes.
//!
//! An area is a path of slugs ending with `/` (`sc/liangshan/mianning/lugu/changzheng/`), so that
//! "in this township" is one range of text. A code is not an area: the statistics bureau and civil
//! affairs number the same townships differently, and the same digits may mean another village in
//! another year, so a code is asked with its system and a day.
//!
//! | file       | what                                                        |
//! |------------|-------------------------------------------------------------|
//! | `rows.rs`  | the tables of the pack, and what must hold in them          |
//! | `atlas.rs` | [`Atlas`]: all areas of a pack in memory                     |

mod atlas;
mod rows;

pub use atlas::{Area, Atlas, Found};
pub use rows::{AreaRow, CodeRow, Endings, Level, NameRow, System};

use crate::{Room, packs};

pub const ROOM: Room = Room {
    name: "areas",
    verbs: &[],
    questions: &[],
    works: &[],
    sections: &[
        packs::table::<AreaRow>(),
        packs::table::<CodeRow>(),
        packs::table::<NameRow>(),
        packs::section::<Endings>(),
    ],
};
