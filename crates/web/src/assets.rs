//! Files in the binary: read from the source folder in debug builds, embedded for release.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

use crate::call::Call;

/// Templates, list declarations and samples: `<room>/<page>.html`.
#[derive(RustEmbed)]
#[folder = "pages/"]
pub(crate) struct PageFiles;

/// `<room>.<language>.ftl`.
#[derive(RustEmbed)]
#[folder = "words/"]
pub(crate) struct WordFiles;

/// Our own style and pictures.
#[derive(RustEmbed)]
#[folder = "static/"]
struct StaticFiles;

/// What npm made: vendor scripts and islands, with their compressed twins.
#[derive(RustEmbed)]
#[folder = "dist/"]
struct DistFiles;

/// The text of a page's file.
pub(crate) fn page_text(name: &str) -> Option<String> {
    PageFiles::get(name).map(|it| String::from_utf8_lossy(&it.data).into_owned())
}

/// When a template or a word was last edited; known in debug builds alone, which read them from
/// their folders.
pub(crate) fn edited() -> Option<std::time::SystemTime> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    if cfg!(debug_assertions) { newest(&root.join("pages")).max(newest(&root.join("words"))) } else { None }
}

fn newest(folder: &std::path::Path) -> Option<std::time::SystemTime> {
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    let times = entries.map(|it| match it.file_type() {
        Ok(kind) if kind.is_dir() => newest(&it.path()),
        _ => it.metadata().ok()?.modified().ok(),
    });
    times.max().flatten()
}

/// The address of a static file with its digest, so that it can be kept for ever.
pub(crate) fn address(name: &str) -> String {
    let file = StaticFiles::get(name).or_else(|| DistFiles::get(name));
    let digest = file.map_or(0, |it| {
        it.metadata.sha256_hash()[..8].iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte))
    });
    format!("/static/{name}?v={digest:016x}")
}

/// A script as text.
pub(crate) fn text(name: &str) -> Option<String> {
    DistFiles::get(name).map(|it| String::from_utf8_lossy(&it.data).into_owned())
}

/// What tells one text from another.
pub(crate) fn digest(text: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text.as_bytes())[..8].iter().map(|it| format!("{it:02x}")).collect()
}

/// `GET /static/<name>`.
pub(crate) fn serve(call: &Call) -> Response {
    let name = call.path.trim_start_matches("/static/");
    let accepts = call.header(header::ACCEPT_ENCODING).unwrap_or_default();
    let squeezed = ["br", "gzip"].into_iter().filter(|it| accepts.contains(it)).find_map(|coding| {
        let ending = if coding == "br" { "br" } else { "gz" };
        DistFiles::get(&format!("{name}.{ending}")).map(|file| (file, Some(coding)))
    });
    let plain = || StaticFiles::get(name).or_else(|| DistFiles::get(name)).map(|file| (file, None));
    let Some((file, coding)) = squeezed.or_else(plain) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let kind = if kind.type_() == "text" || kind.subtype() == "javascript" {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_string()
    };
    let keep = if call.query.starts_with("v=") && !cfg!(debug_assertions) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut response = file.data.into_owned().into_response();
    let headers = response.headers_mut();
    if let Ok(kind) = HeaderValue::from_str(&kind) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}
