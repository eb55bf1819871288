//! Text → CEL tree with its spans, by the `cel` crate.

use cel::{
    IdedExpr,
    common::ast::SourceInfo,
    parser::{ParseError, Parser},
};

use crate::RuleFault;

/// Longest expression. A rule that needs more wants to be two rules.
pub(crate) const TEXT_BYTES_MAX: usize = 4_000;
/// Deepest nesting: parentheses, unary operators, branches.
const DEPTH_MAX: usize = 64;

/// Stack to parse on: four times what the deepest text was seen to need, taken only as it is used.
const STACK_BYTES: usize = 64 << 20;

pub(crate) struct Parsed {
    pub(crate) tree: IdedExpr,
    spans: SourceInfo,
    bytes: usize,
}

pub(crate) fn parse(text: &str) -> Result<Parsed, Vec<RuleFault>> {
    let whole = (0, text.len());
    if text.trim().is_empty() {
        return Err(vec![RuleFault::new("rules-empty", whole)]);
    }
    if TEXT_BYTES_MAX < text.len() {
        return Err(vec![RuleFault::new("rules-too-long", whole).arg("limit", TEXT_BYTES_MAX)]);
    }
    if let Some(at) = too_deep(text) {
        return Err(vec![RuleFault::new("rules-too-deep", (at, at + 1)).arg("limit", DEPTH_MAX)]);
    }
    let read = || match Parser::new().parse_with_source_info(text) {
        Ok((tree, spans)) => Ok(Parsed { tree, spans, bytes: text.len() }),
        Err(errors) => Err(errors.errors.iter().map(|error| syntax(text, error)).collect()),
    };
    // The parser recurses a fifth of a megabyte for each level when what it meets is no rule: a
    // thread's usual two megabytes end at a dozen levels, and the process with them.
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, read);
        let answer = thread.ok().and_then(|it| it.join().ok());
        answer.unwrap_or_else(|| Err(vec![RuleFault::new("rules-too-deep", whole).arg("limit", DEPTH_MAX)]))
    })
}

impl Parsed {
    /// The bytes of the token that made a node: its operator, name or literal.
    pub(crate) fn token(&self, expr: &IdedExpr) -> Option<(usize, usize)> {
        // The parser names the first and the last byte; tokens end in ASCII.
        let (start, stop) = self.spans.offset_for(expr.id)?;
        let (start, end) = (start as usize, stop as usize + 1);
        (start < end && end <= self.bytes).then_some((start, end))
    }
}

/// Where the nesting passes the limit, counted on the text so that no parser need recurse to know.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut run, mut quote) = (0_usize, 0_usize, None);
    for (at, it) in text.bytes().enumerate() {
        match (quote, it) {
            (Some(open), it) if it == open => quote = None,
            (None, b'"' | b'\'') => quote = Some(it),
            (None, b'(' | b'[' | b'{' | b'?') => depth += 1,
            (None, b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            (None, b'!' | b'-') => run += 1,
            (Some(_), _) | (None, b' ' | b'\t' | b'\n' | b'\r') => (),
            (None, _) => run = 0,
        }
        if DEPTH_MAX < depth + run {
            return Some(at);
        }
    }
    None
}

fn syntax(text: &str, error: &ParseError) -> RuleFault {
    let (line, column) = error.pos;
    let lines = text.split_inclusive('\n');
    let before: usize = lines.clone().take(line.max(1) as usize - 1).map(str::len).sum();
    let inside = lines.clone().nth(line.max(1) as usize - 1).unwrap_or("");
    let column = column.max(1) as usize - 1;
    let start = before + inside.char_indices().nth(column).map_or(inside.trim_end().len(), |it| it.0);
    let rest = &text[start.min(text.len())..];
    let mut near: String = rest.chars().take(20).collect();
    near.truncate(near.find(char::is_whitespace).unwrap_or(near.len()));
    let end = start + near.len();
    let suggestion = match near.as_str() {
        it if it.starts_with("and") || it.starts_with("AND") => Some("&&"),
        it if it.starts_with("or") || it.starts_with("OR") => Some("||"),
        it if it.starts_with("not") => Some("!"),
        it if it.starts_with('=') => Some("=="),
        it if it.starts_with('&') => Some("&&"),
        it if it.starts_with('|') => Some("||"),
        it if it.starts_with('，') => Some(","),
        it if it.starts_with('（') => Some("("),
        it if it.starts_with('）') => Some(")"),
        it if it.starts_with(['“', '”', '‘', '’']) => Some("\""),
        _ => None,
    };
    RuleFault::new("rules-syntax", (start, end))
        .arg("near", if near.is_empty() { "empty".to_owned() } else { near })
        .suggest(suggestion.map(str::to_owned))
}
