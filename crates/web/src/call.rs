//! One request as a value: plain functions take it and answer a response.

use axum::{
    body::Bytes,
    http::{HeaderMap, Method, header},
};

/// A request, read whole.
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Where it came from, for counting failures only.
    pub(crate) from: String,
    /// Files of a multipart form.
    pub(crate) files: Vec<Upload>,
    /// Fields of a multipart form; of any other form they are read from the body.
    pub(crate) parts: Vec<(String, String)>,
}

/// A file that came with a form.
pub(crate) struct Upload {
    pub(crate) field: String,
    pub(crate) name: String,
    pub(crate) bytes: Bytes,
}

/// Name and value, in the order they were sent.
pub(crate) type Pairs = Vec<(String, String)>;

impl Call {
    pub(crate) fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        let all = self.headers.get_all(header::COOKIE).iter().filter_map(|it| it.to_str().ok());
        all.flat_map(|it| it.split(';')).find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then_some(value)
        })
    }

    pub(crate) fn queries(&self) -> Pairs {
        decode(self.query.as_bytes())
    }

    pub(crate) fn fields(&self) -> Pairs {
        if self.parts.is_empty() && self.is_form() { decode(&self.body) } else { self.parts.clone() }
    }

    fn is_form(&self) -> bool {
        self.header(header::CONTENT_TYPE)
            .is_some_and(|it| it.starts_with("application/x-www-form-urlencoded"))
    }

    /// The address as it was asked for.
    pub(crate) fn address(&self) -> String {
        if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) }
    }

    /// Whether the browser says that another site sent this.
    pub(crate) fn from_elsewhere(&self) -> bool {
        if let Some(site) = self.header("sec-fetch-site") {
            return !matches!(site, "same-origin" | "none");
        }
        let Some(origin) = self.header(header::ORIGIN) else { return false };
        let host = self.header(header::HOST).unwrap_or_default();
        origin.split_once("://").is_none_or(|(_, sender)| sender != host)
    }
}

pub(crate) fn first<'p>(pairs: &'p [(String, String)], name: &str) -> Option<&'p str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// Reads `a=1&b=2` with `+` and `%xx`; what is not UTF-8 is replaced.
pub(crate) fn decode(text: &[u8]) -> Pairs {
    let part = |bytes: &[u8]| {
        let mut out = Vec::with_capacity(bytes.len());
        let mut rest = bytes;
        while let Some((byte, after)) = rest.split_first() {
            let hex = (*byte == b'%').then(|| after.get(..2)).flatten();
            let value = hex.and_then(|it| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok());
            match value {
                Some(value) => (out.push(value), rest = &after[2..]),
                None => (out.push(if *byte == b'+' { b' ' } else { *byte }), rest = after),
            };
        }
        String::from_utf8_lossy(&out).into_owned()
    };
    text.split(|it| *it == b'&')
        .filter(|it| !it.is_empty())
        .map(|pair| {
            let at = pair.iter().position(|it| *it == b'=').unwrap_or(pair.len());
            (part(&pair[..at]), part(pair.get(at + 1..).unwrap_or_default()))
        })
        .collect()
}

/// Writes pairs as a query string.
pub(crate) fn encode<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        escape(&mut out, name);
        out.push('=');
        escape(&mut out, value);
    }
    out
}

pub(crate) fn escape(out: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

/// A local address to go to; anything else is the start page.
pub(crate) fn local(address: &str) -> &str {
    let plain = address.starts_with('/') && !address.starts_with("//") && !address.starts_with("/\\");
    if plain && !address.contains(['\r', '\n', '\\']) { address } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_as_browsers_send_them() {
        let pairs = decode("a=1+2&name=%E7%8E%8B&empty=&flag&bad=%zz".as_bytes());
        let want = [("a", "1 2"), ("name", "王"), ("empty", ""), ("flag", ""), ("bad", "%zz")];
        let got: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(got, want);
        assert_eq!(encode(got.into_iter().take(3)), "a=1%202&name=%E7%8E%8B&empty=");
    }

    #[test]
    fn only_local_addresses_are_gone_to() {
        for (asked, goes) in [
            ("/persons?page=2", "/persons?page=2"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("/a\r\nSet-Cookie: x=y", "/"),
            ("", "/"),
        ] {
            assert_eq!(local(asked), goes, "{asked}");
        }
    }
}
