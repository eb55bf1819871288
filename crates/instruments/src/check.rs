//! What is wrong with an instrument itself, by the path of the key: names that nothing bears, cut-offs
//! with a hole, a matrix of another size, worked cases that come out otherwise.

use std::collections::HashSet;

use base::Fault;

use crate::{Cond, Instrument, Item, Kind, Level, Scoring, greatest, least};

impl Instrument {
    /// Every fault, at key paths of the file.
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        self.check_items("item", &self.items, &mut faults);
        self.check_items("context", &self.context, &mut faults);
        self.check_sections(&mut faults);
        self.check_levels(&mut faults);
        self.check_rules(&mut faults);
        // With other faults the cases would only say the same again.
        if faults.is_empty() {
            for (at, case) in self.cases.iter().enumerate() {
                if let Some((what, written, came)) = case.differs(self) {
                    let fault = Fault::new(format!("case[{at}]"), "instruments-case-differs");
                    faults.push(fault.arg("what", what).arg("written", written).arg("came", came));
                }
            }
        }
        faults
    }

    fn check_items(&self, root: &str, items: &[Item], faults: &mut Vec<Fault>) {
        let mut ids = HashSet::new();
        for (at, item) in items.iter().enumerate() {
            let path = format!("{root}[{at}]");
            if !ids.insert(item.id.as_str()) {
                faults
                    .push(Fault::new(format!("{path}.id"), "instruments-id-twice").arg("written", &item.id));
            }
            if let Some(section) = &item.section
                && !self.sections.iter().any(|it| it.id == *section)
            {
                let fault = Fault::new(format!("{path}.section"), "instruments-unknown-name");
                faults.push(fault.arg("written", section));
            }
            if let Some(scale) = &item.scale
                && !self.scale.contains_key(scale)
            {
                let fault = Fault::new(format!("{path}.scale"), "instruments-unknown-name");
                faults.push(fault.arg("written", scale));
            }
            let options = self.options(item);
            if matches!(item.kind, Kind::Choice | Kind::Many) && options.len() < 2 {
                faults.push(Fault::new(format!("{path}.options"), "instruments-no-options"));
            }
            for (place, option) in options.iter().enumerate() {
                if options[..place].iter().any(|it| it.value == option.value) {
                    let fault = Fault::new(format!("{path}.options"), "instruments-id-twice");
                    faults.push(fault.arg("written", &option.value));
                }
            }
            if let Some(when) = &item.show_when {
                // What comes later is not known yet when the form is filled from the top.
                let earlier = |name: &str| items[..at].iter().any(|it| it.id == name);
                for name in when.names().into_iter().filter(|name| !earlier(name)) {
                    let fault = Fault::new(format!("{path}.show_when"), "instruments-not-earlier");
                    faults.push(fault.arg("written", name));
                }
            }
            for (place, band) in item.bands.iter().enumerate() {
                if let Some(when) = &band.when {
                    self.names(when, &format!("{path}.bands[{place}].when"), faults);
                }
            }
        }
    }

    fn check_sections(&self, faults: &mut Vec<Fault>) {
        for (at, section) in self.sections.iter().enumerate() {
            if self.sections[..at].iter().any(|it| it.id == section.id) {
                let fault = Fault::new(format!("section[{at}].id"), "instruments-id-twice");
                faults.push(fault.arg("written", &section.id));
            }
            let own = || self.items.iter().filter(|it| it.section.as_deref() == Some(section.id.as_str()));
            let low = own().map(|it| least(self, it)).sum();
            let high = own().map(|it| greatest(self, it)).sum();
            self.cut(&format!("section[{at}]"), &section.levels, low, high, faults);
        }
        for (at, sub) in self.subs.iter().enumerate() {
            let unknown = sub.items.iter().chain(&sub.reverse).filter(|id| self.item(id).is_none());
            faults.extend(unknown.map(|id| {
                Fault::new(format!("sub[{at}].items"), "instruments-unknown-name").arg("written", id)
            }));
            for (place, verdict) in sub.verdicts.iter().enumerate() {
                self.names(&verdict.when, &format!("sub[{at}].verdict[{place}].when"), faults);
            }
        }
    }

    fn check_levels(&self, faults: &mut Vec<Fault>) {
        if self.scoring == Scoring::None && !self.levels.is_empty() {
            faults.push(Fault::new("level", "instruments-form-with-levels"));
        }
        if let Some(matrix) = &self.matrix {
            let levels = |id: &str| self.sections.iter().find(|it| it.id == id).map(|it| it.levels.len());
            let wide = matrix.columns.iter().filter_map(|id| levels(id)).max();
            let fits = levels(&matrix.row) == Some(matrix.cells.len())
                && matrix.columns.iter().all(|id| levels(id).is_some())
                && matrix.cells.iter().all(|row| Some(row.len()) == wide)
                && matrix.cells.iter().flatten().all(|it| usize::from(*it) < self.levels.len());
            if !fits {
                faults.push(Fault::new("matrix.cells", "instruments-matrix-size"));
            }
            return;
        }
        let low = self.items.iter().map(|it| least(self, it)).sum();
        let high = self.items.iter().map(|it| greatest(self, it)).sum();
        self.cut("", &self.levels, low, high, faults);
    }

    /// Bands of scores that leave something out or lie over one another.
    fn cut(&self, root: &str, levels: &[Level], low: i64, high: i64, faults: &mut Vec<Fault>) {
        let path = |at: usize| {
            if root.is_empty() { format!("level[{at}]") } else { format!("{root}.level[{at}]") }
        };
        for (at, level) in levels.iter().enumerate() {
            for (place, when) in level.when.iter().enumerate() {
                self.names(when, &format!("{}.when[{place}]", path(at)), faults);
            }
        }
        if levels.is_empty() || levels.iter().any(|it| !it.when.is_empty()) {
            return;
        }
        let bands = levels.iter().map(|it| (it.from.unwrap_or(low), it.to.unwrap_or(high)));
        let mut bands: Vec<(i64, i64, usize)> = bands.enumerate().map(|(at, (a, b))| (a, b, at)).collect();
        bands.sort_unstable();
        let mut next = low;
        for (from, to, at) in bands {
            if from != next || to < from {
                let fault = Fault::new(path(at), "instruments-levels-hole");
                faults.push(fault.arg("from", from).arg("wanted", next));
                return;
            }
            next = to + 1;
        }
        if next != high + 1 {
            let fault = Fault::new(path(0), "instruments-levels-hole");
            faults.push(fault.arg("from", high).arg("wanted", next - 1));
        }
    }

    fn check_rules(&self, faults: &mut Vec<Fault>) {
        for (at, change) in self.changes.iter().enumerate() {
            self.names(&change.when, &format!("change[{at}].when"), faults);
            let one = change.set.is_some() != change.raise.is_some();
            if !one || change.set.is_some_and(|it| self.levels.len() <= usize::from(it)) {
                faults.push(Fault::new(format!("change[{at}]"), "instruments-change-what"));
            }
        }
        for (at, alert) in self.alerts.iter().enumerate() {
            self.names(&alert.when, &format!("alert[{at}].when"), faults);
        }
        if let Some(when) = &self.screen_positive {
            self.names(when, "screen_positive", faults);
        }
    }

    fn names(&self, when: &Cond, path: &str, faults: &mut Vec<Fault>) {
        let section = |id: &str| self.sections.iter().any(|it| it.id == id);
        for name in when.names() {
            let known = match name.split_once('.') {
                Some(("context", id)) => self.context.iter().any(|it| it.id == id),
                Some(("score", id)) => section(id) || self.subs.iter().any(|it| it.id == id),
                Some(("level", id)) => section(id),
                _ => false,
            };
            if !known && !matches!(name, "total" | "highest") && self.item(name).is_none() {
                faults.push(Fault::new(path.to_owned(), "instruments-unknown-name").arg("written", name));
            }
        }
    }
}
