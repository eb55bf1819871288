//! Bytes of files inside JSON: base64.

use base64::{Engine, engine::general_purpose::STANDARD};

pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    let bare: String = text.chars().filter(|it| !it.is_ascii_whitespace()).collect();
    STANDARD.decode(bare).ok()
}

pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}
