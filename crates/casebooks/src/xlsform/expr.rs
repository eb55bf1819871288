//! The expressions of `XLSForm`: a small part of `XPath`, read into a tree. Pure; never panics.

/// Deepest nesting, and longest text: beyond them nobody can read it either.
const DEPTH_MAX: usize = 40;
const LENGTH_MAX: usize = 4_000;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    /// `${name}`, or `.` for the question itself.
    Field(String),
    Itself,
    Text(String),
    /// In hundredths: a casebook knows no fractions.
    Number(i64),
    Call(String, Vec<Expr>),
    Binary(Op, Box<Expr>, Box<Expr>),
    Minus(Box<Expr>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Or,
    And,
    Equal,
    Differs,
    Less,
    AtMost,
    More,
    AtLeast,
    Plus,
    Minus,
    Times,
    Div,
    Mod,
}

/// What cannot be read, by its message and what stands there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bad {
    pub(super) key: &'static str,
    pub(super) what: String,
}

impl Bad {
    pub(super) fn new(key: &'static str, what: impl Into<String>) -> Bad {
        Bad { key, what: what.into() }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Field(String),
    Text(String),
    Number(i64),
    Name(String),
    Sign(&'static str),
}

pub(super) fn parse(text: &str) -> Result<Expr, Bad> {
    if LENGTH_MAX < text.len() {
        return Err(Bad::new("xlsform-too-long", text.chars().take(40).collect::<String>()));
    }
    let tokens = tokens(text)?;
    let mut reader = Reader { tokens, at: 0 };
    let expr = reader.level(0, 0)?;
    match reader.tokens.get(reader.at) {
        None => Ok(expr),
        Some(token) => Err(Bad::new("xlsform-not-understood", shown(token))),
    }
}

fn shown(token: &Token) -> String {
    match token {
        Token::Field(name) => format!("${{{name}}}"),
        Token::Text(text) => format!("'{text}'"),
        Token::Number(it) => format!("{}.{:02}", it / 100, (it % 100).abs()),
        Token::Name(name) => name.clone(),
        Token::Sign(sign) => (*sign).to_owned(),
    }
}

const SIGNS: [&str; 14] = ["!=", "<=", ">=", "=", "<", ">", "+", "*", "(", ")", ",", "-", "..", "."];

fn tokens(text: &str) -> Result<Vec<Token>, Bad> {
    // Word processors make other quotes of them, and a sign of less-or-equal.
    let text = text.replace(['‘', '’'], "'").replace(['“', '”'], "\"").replace('≤', "<=").replace('≥', ">=");
    let mut rest = text.as_str();
    let mut found = Vec::new();
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() {
            rest = &rest[first.len_utf8()..];
        } else if let Some(inner) = rest.strip_prefix("${") {
            let Some((name, after)) = inner.split_once('}') else {
                return Err(Bad::new("xlsform-not-understood", rest));
            };
            found.push(Token::Field(name.trim().to_owned()));
            rest = after;
        } else if first == '\'' || first == '"' {
            let Some((inside, after)) = rest[1..].split_once(first) else {
                return Err(Bad::new("xlsform-not-understood", rest));
            };
            found.push(Token::Text(inside.to_owned()));
            rest = after;
        } else if first.is_ascii_digit() {
            let end = rest.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(rest.len());
            found.push(Token::Number(hundredths(&rest[..end])?));
            rest = &rest[end..];
        } else if first.is_alphabetic() || first == '_' {
            let ends = |it: char| !(it.is_alphanumeric() || matches!(it, '_' | '-' | ':'));
            let end = rest.find(ends).unwrap_or(rest.len());
            found.push(Token::Name(rest[..end].to_owned()));
            rest = &rest[end..];
        } else if let Some(sign) = SIGNS.iter().find(|it| rest.starts_with(**it)) {
            found.push(Token::Sign(sign));
            rest = &rest[sign.len()..];
        } else {
            return Err(Bad::new("xlsform-not-understood", rest.chars().take(20).collect::<String>()));
        }
    }
    Ok(found)
}

/// A number in hundredths; one with more decimals has no place in a casebook.
pub(super) fn hundredths(text: &str) -> Result<i64, Bad> {
    let bad = || Bad::new("xlsform-bad-number", text);
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    if 2 < part.trim_end_matches('0').len() || !digits(whole) || !digits(part) {
        return Err(bad());
    }
    let part = format!("{:0<2}", part.trim_end_matches('0'));
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| bad())? };
    let part: i64 = part.parse().map_err(|_| bad())?;
    whole.checked_mul(100).and_then(|it| it.checked_add(part)).ok_or_else(bad)
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
}

/// Operators from the weakest to the strongest.
const LEVELS: [&[(&str, Op)]; 6] = [
    &[("or", Op::Or)],
    &[("and", Op::And)],
    &[("=", Op::Equal), ("!=", Op::Differs)],
    &[("<=", Op::AtMost), (">=", Op::AtLeast), ("<", Op::Less), (">", Op::More)],
    &[("+", Op::Plus), ("-", Op::Minus)],
    &[("*", Op::Times), ("div", Op::Div), ("mod", Op::Mod)],
];

impl Reader {
    fn level(&mut self, level: usize, depth: usize) -> Result<Expr, Bad> {
        if DEPTH_MAX < depth {
            return Err(Bad::new("xlsform-too-deep", ""));
        }
        let Some(operators) = LEVELS.get(level) else { return self.unary(depth) };
        let mut left = self.level(level + 1, depth)?;
        let mut chained = 0;
        while let Some(op) = self.operator(operators) {
            chained += 1;
            if LENGTH_MAX / 8 < chained {
                return Err(Bad::new("xlsform-too-deep", ""));
            }
            let right = self.level(level + 1, depth)?;
            left = Expr::Binary(op, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn operator(&mut self, known: &[(&str, Op)]) -> Option<Op> {
        let written = match self.tokens.get(self.at)? {
            Token::Sign(sign) => *sign,
            Token::Name(name) => name.as_str(),
            _ => return None,
        };
        let op = known.iter().find(|it| it.0 == written)?.1;
        self.at += 1;
        Some(op)
    }

    fn is(&mut self, sign: &str) -> bool {
        let there = self.tokens.get(self.at)
            == Some(&Token::Sign(SIGNS.iter().find(|it| **it == sign).unwrap_or(&"")));
        self.at += usize::from(there);
        there
    }

    fn unary(&mut self, depth: usize) -> Result<Expr, Bad> {
        if self.is("-") {
            if DEPTH_MAX < depth {
                return Err(Bad::new("xlsform-too-deep", ""));
            }
            return Ok(Expr::Minus(Box::new(self.unary(depth + 1)?)));
        }
        let Some(token) = self.tokens.get(self.at).cloned() else {
            return Err(Bad::new("xlsform-ends-early", ""));
        };
        self.at += 1;
        match token {
            Token::Field(name) => Ok(Expr::Field(name)),
            Token::Text(text) => Ok(Expr::Text(text)),
            Token::Number(it) => Ok(Expr::Number(it)),
            Token::Sign(".") => Ok(Expr::Itself),
            Token::Sign("(") => {
                let inner = self.level(0, depth + 1)?;
                if self.is(")") { Ok(inner) } else { Err(Bad::new("xlsform-bracket", "(")) }
            }
            Token::Name(name) if self.is("(") => {
                let mut args = Vec::new();
                if !self.is(")") {
                    loop {
                        args.push(self.level(0, depth + 1)?);
                        if self.is(")") {
                            break;
                        }
                        if !self.is(",") {
                            return Err(Bad::new("xlsform-bracket", name));
                        }
                    }
                }
                Ok(Expr::Call(name, args))
            }
            other => Err(Bad::new("xlsform-not-understood", shown(&other))),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_stronger_operator_binds_first() {
        let it = parse("${a} + 2 * 3 > 1 and not(${b} = 'x') or true()").unwrap();
        let Expr::Binary(Op::Or, left, _) = it else { panic!("{it:?}") };
        let Expr::Binary(Op::And, left, right) = *left else { panic!("{left:?}") };
        assert!(matches!(*left, Expr::Binary(Op::More, ..)));
        assert!(matches!(*right, Expr::Call(..)));
        assert_eq!(parse("0.5").unwrap(), Expr::Number(50));
        assert_eq!(
            parse("count-selected(.)").unwrap(),
            Expr::Call("count-selected".into(), vec![Expr::Itself])
        );
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for (text, key) in [
            ("", "xlsform-ends-early"),
            ("${a", "xlsform-not-understood"),
            ("${a} >", "xlsform-ends-early"),
            ("(${a} > 1", "xlsform-bracket"),
            ("${a} ? 1", "xlsform-not-understood"),
            ("0.125", "xlsform-bad-number"),
            ("99999999999999999999", "xlsform-bad-number"),
            ("'open", "xlsform-not-understood"),
            ("f(1 2)", "xlsform-bracket"),
            ("1 2", "xlsform-not-understood"),
            ("../a", "xlsform-not-understood"),
        ] {
            assert_eq!(parse(text).unwrap_err().key, key, "{text}");
        }
        assert_eq!(parse(&"(".repeat(1_000)).unwrap_err().key, "xlsform-too-deep");
        assert_eq!(parse(&"-".repeat(1_000)).unwrap_err().key, "xlsform-too-deep");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,60}") {
            drop(parse(&text));
        }

        #[test]
        fn no_near_miss_panics(parts in prop::collection::vec(
            prop::sample::select(vec!["${a}", "(", ")", "and", "or", "'x'", "1.5", ".", ",", "if", "not", "=", "!=", "-", "div", "“"]), 0..20)) {
            drop(parse(&parts.join(" ")));
        }
    }
}
