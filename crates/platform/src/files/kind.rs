//! What a file is, told from its first bytes.

/// Kinds that the house does something with; everything else is only kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Pdf,
    Png,
    Jpeg,
    Webp,
    /// A ZIP of parts: xlsx, docx, WPS's own.
    Zip,
    /// The older office files, and locked new ones.
    Cfb,
    Text,
    Other,
}

impl Kind {
    pub fn of(bytes: &[u8]) -> Kind {
        let begins = |magic: &[u8]| bytes.starts_with(magic);
        if begins(b"%PDF-") {
            Kind::Pdf
        } else if begins(b"\x89PNG\r\n\x1a\n") {
            Kind::Png
        } else if begins(b"\xff\xd8\xff") {
            Kind::Jpeg
        } else if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Kind::Webp
        } else if begins(b"PK\x03\x04") {
            Kind::Zip
        } else if begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
            Kind::Cfb
        } else if looks_like_text(bytes) {
            Kind::Text
        } else {
            Kind::Other
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Pdf => "pdf",
            Kind::Png => "png",
            Kind::Jpeg => "jpeg",
            Kind::Webp => "webp",
            Kind::Zip => "zip",
            Kind::Cfb => "cfb",
            Kind::Text => "text",
            Kind::Other => "other",
        }
    }

    /// The content type under which a browser may show it; what could run code is only downloaded.
    pub fn content_type(self) -> &'static str {
        match self {
            Kind::Pdf => "application/pdf",
            Kind::Png => "image/png",
            Kind::Jpeg => "image/jpeg",
            Kind::Webp => "image/webp",
            Kind::Text => "text/plain; charset=utf-8",
            Kind::Zip | Kind::Cfb | Kind::Other => "application/octet-stream",
        }
    }
}

/// No control characters but line ends and tabs in the first kilobyte: UTF-8, GB18030 or UTF-16.
fn looks_like_text(bytes: &[u8]) -> bool {
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let first = &bytes[..bytes.len().min(1024)];
    utf16 || first.iter().all(|it| 0x20 <= *it || matches!(it, b'\n' | b'\r' | b'\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_are() {
        let cases: [(&[u8], Kind); 7] = [
            (b"%PDF-1.7\n", Kind::Pdf),
            (b"\x89PNG\r\n\x1a\n\0\0", Kind::Png),
            (b"\xff\xd8\xff\xe0", Kind::Jpeg),
            (b"PK\x03\x04rest", Kind::Zip),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind::Cfb),
            ("姓名,身份证号\n".as_bytes(), Kind::Text),
            (b"MZ\x90\0\x03", Kind::Other),
        ];
        for (bytes, kind) in cases {
            assert_eq!(Kind::of(bytes), kind, "{bytes:?}");
        }
    }
}
