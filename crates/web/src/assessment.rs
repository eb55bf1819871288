//! Pages of the assessment of ability: the list, one, a person's, an assessor's own and the form.

use crate::page::{Nav, Page, ask};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("all", "assessment.list")],
        list: true,
        nav: Some(Nav { label: "assessment-nav", icon: "check", order: 14 }),
        ..Page::new("/assessments", "assessment/list")
    },
    Page {
        asks: &[ask("all", "assessment.due")],
        list: true,
        ..Page::new("/assessments/due", "assessment/due")
    },
    Page {
        asks: &[ask("it", "assessment.statistics")],
        ..Page::new("/assessments/statistics", "assessment/statistics")
    },
    Page {
        asks: &[ask("all", "assessment.in-force")],
        list: true,
        ..Page::new("/assessments/in-force", "assessment/in_force")
    },
    Page {
        asks: &[ask("it", "assessment.quality")],
        ..Page::new("/assessments/quality", "assessment/quality")
    },
    Page {
        asks: &[ask("it", "assessment.mine")],
        nav: Some(Nav { label: "assessment-mine", icon: "people", order: 15 }),
        ..Page::new("/assessments/mine", "assessment/mine")
    },
    Page {
        asks: &[ask("it", "assessment.form")],
        ..Page::new("/assessments/form/{assessment}", "assessment/form")
    },
    Page {
        asks: &[ask("it", "assessment.letter")],
        ..Page::new("/assessments/{assessment}/letter", "assessment/letter")
    },
    Page { asks: &[ask("it", "assessment.one")], ..Page::new("/assessments/{assessment}", "assessment/one") },
    Page {
        asks: &[ask("it", "assessment.of-person")],
        ..Page::new("/persons/{person}/assessments", "assessment/person")
    },
];
