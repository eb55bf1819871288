//! Pages of paper and proof: a batch's dossier, a month's audit pack.

use crate::page::{Page, ask};

pub(crate) const PAGES: &[Page] = &[
    Page { asks: &[ask("it", "audit.dossier")], ..Page::new("/runs/{run}/dossier", "audit/dossier") },
    Page { asks: &[ask("it", "audit.pack")], ..Page::new("/audit/{benefit}/{month}", "audit/pack") },
];
