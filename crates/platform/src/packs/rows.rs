//! CSV tables of packs: read with their places, piled up row by row.

use super::{
    fault::{Lines, Place},
    node::{Kind, Node, Reading},
};

impl Reading {
    /// One CSV file as a list of tables. An empty cell is a missing value; a row longer or
    /// shorter than the head is a fault.
    pub(crate) fn csv(&mut self, path: &str, text: &str) -> Node {
        let file = self.file(path);
        let lines = Lines::new(text);
        let top = Place { file, line: 1, column: 1 };
        let mut records = Cells { text, at: 0 };
        let head: Vec<String> =
            records.next().unwrap_or_default().into_iter().map(|(_, it)| it.trim().to_owned()).collect();
        let mut rows = Vec::new();
        for cells in records {
            let Some((start, first)) = cells.first() else { continue };
            if cells.len() == 1 && first.trim().is_empty() || first.starts_with('#') {
                continue;
            }
            let place = lines.place(file, *start);
            if cells.len() != head.len() {
                self.fault(place, "packs-row-length").arg("cells", cells.len()).arg("columns", head.len());
                continue;
            }
            let mut entries = Vec::new();
            for (name, (at, cell)) in head.iter().zip(&cells) {
                let cell = cell.trim();
                if !cell.is_empty() {
                    let place = lines.place(file, *at);
                    entries.push((name.clone(), self.node(place, Kind::Cell(cell.to_owned()))));
                }
            }
            rows.push(self.node(place, Kind::Table(entries)));
        }
        self.node(top, Kind::List(rows))
    }
}

/// Lays the rows of a later layer over ours. A row with the same key cells replaces ours; when
/// its first key cell begins with `-`, ours is removed.
pub(crate) fn overlay(ours: &mut Node, later: Node, key: &[&str]) {
    let (Kind::List(rows), Kind::List(news)) = (&mut ours.kind, later.kind) else { return };
    let mut known: std::collections::HashMap<Vec<String>, usize> =
        rows.iter().enumerate().map(|(at, row)| (key_of(row, key), at)).collect();
    let mut removed = std::collections::HashSet::new();
    for row in news {
        let mut cells = key_of(&row, key);
        let gone = cells.first_mut().and_then(|it| it.strip_prefix('-').map(str::to_owned));
        if let Some(first) = gone {
            cells[0] = first;
            removed.extend(known.remove(&cells));
        } else if let Some(at) = known.get(&cells) {
            rows[*at] = row;
        } else {
            known.insert(cells, rows.len());
            rows.push(row);
        }
    }
    let mut at = 0;
    rows.retain(|_| {
        at += 1;
        !removed.contains(&(at - 1))
    });
}

pub(crate) fn key_of(row: &Node, key: &[&str]) -> Vec<String> {
    let cell = |name: &&str| match row.get(name).map(|it| &it.kind) {
        Some(Kind::Cell(text)) => text.clone(),
        _ => String::new(),
    };
    key.iter().map(cell).collect()
}

/// Splits CSV (RFC 4180) into cells with the byte each begins at.
struct Cells<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Cells<'_> {
    type Item = Vec<(usize, String)>;

    fn next(&mut self) -> Option<Vec<(usize, String)>> {
        if self.text.len() <= self.at {
            return None;
        }
        let mut cells = Vec::new();
        loop {
            let start = self.at;
            let rest = &self.text[start..];
            let cell = if let Some(inner) = rest.strip_prefix('"') {
                let mut cell = String::new();
                let mut parts = inner.split('"');
                let mut used = 1;
                // Doubled quotes stand for one; the first single one ends the cell.
                while let Some(part) = parts.next() {
                    cell.push_str(part);
                    used += part.len() + 1;
                    if !self.text[(start + used).min(self.text.len())..].starts_with('"') {
                        break;
                    }
                    parts.next();
                    used += 1;
                    cell.push('"');
                }
                self.at = (start + used).min(self.text.len());
                let rest = &self.text[self.at..];
                self.at += rest.find([',', '\n']).unwrap_or(rest.len());
                cell
            } else {
                let end = rest.find([',', '\n']).unwrap_or(rest.len());
                self.at = start + end;
                rest[..end].trim_end_matches('\r').to_owned()
            };
            cells.push((start, cell));
            match self.text.as_bytes().get(self.at) {
                Some(b',') => self.at += 1,
                Some(_) => {
                    self.at += 1;
                    return Some(cells);
                }
                None => return Some(cells),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &[&[&str]]) {
        let rows: Vec<Vec<String>> =
            Cells { text, at: 0 }.map(|row| row.into_iter().map(|(_, cell)| cell).collect()).collect();
        assert_eq!(rows, want);
    }

    #[test]
    fn cells_are_split() {
        check("a,b\n1,\n", &[&["a", "b"], &["1", ""]]);
        check("\"x, \"\"y\"\"\",2\r\n3,4", &[&["x, \"y\"", "2"], &["3", "4"]]);
        check("\"open", &[&["open"]]);
    }
}
