//! Pages of beds: the homes of an area, one home's plan, its bed-days, its codes, one bed, and the scan.

use crate::page::{Nav, Page, ask, origin};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("it", "beds.homes")],
        nav: Some(Nav { label: "beds-nav", icon: "home", order: 40 }),
        ..Page::new("/beds", "beds/homes")
    },
    Page { asks: &[ask("it", "beds.home")], ..Page::new("/beds/homes/{facility}", "beds/home") },
    Page { asks: &[ask("it", "beds.month")], ..Page::new("/beds/homes/{facility}/month", "beds/month") },
    Page {
        asks: &[ask("it", "beds.codes")],
        extra: Some(origin),
        ..Page::new("/beds/homes/{facility}/codes", "beds/codes")
    },
    // Before the page of a bed, whose address has the same form. Without a code it asks for one.
    Page {
        asks: &[ask("it", "beds.of-code")],
        nav: Some(Nav { label: "beds-scan", icon: "check", order: 41 }),
        ..Page::new("/beds/scan", "beds/scan")
    },
    Page { asks: &[ask("it", "beds.of-code")], ..Page::new("/beds/scan/{code}", "beds/scan") },
    Page { asks: &[ask("it", "beds.bed")], ..Page::new("/beds/{bed}", "beds/bed") },
];
