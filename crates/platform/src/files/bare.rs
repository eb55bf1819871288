//! A picture without what its camera and its editor wrote into it: place, time, device, owner. Pure.
//!
//! Only the parts that make the picture are kept, and of the camera's notes which side is up. What is not
//! a well formed picture of its kind is answered by nothing: better no picture than one that tells too much.

use super::Kind;

/// The picture by itself; nothing where its parts cannot be told apart. Other files stay as they are.
pub fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    match Kind::of(bytes) {
        Kind::Jpeg => jpeg(bytes),
        Kind::Png => png(bytes),
        Kind::Webp => webp(bytes),
        _ if tells(bytes) => None,
        _ => Some(bytes.to_vec()),
    }
}

/// Whether a file is a picture or a film of a kind whose notes we cannot take away: HEIC, TIFF, MP4.
fn tells(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(b"ftyp") || bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*")
}

/// Whether a file is a picture of a kind that can be made bare.
pub fn is_picture(kind: &str) -> bool {
    [Kind::Jpeg, Kind::Png, Kind::Webp].iter().any(|it| it.as_str() == kind)
}

const EXIF: &[u8] = b"Exif\0\0";
const COLOURS: &[u8] = b"ICC_PROFILE\0";

/// Segments up to the picture's own data; of those for applications only JFIF, colours and Adobe's transform.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut bare = bytes.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        // Filling bytes may stand before a marker.
        while bytes.get(at) == Some(&0xff) && bytes.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        let (mark, marker) = (*bytes.get(at)?, *bytes.get(at + 1)?);
        if mark != 0xff {
            return None;
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let segment = bytes.get(at..at + 2 + length.max(2))?;
        let content = segment.get(4..).unwrap_or_default();
        if marker == 0xda {
            // The picture's own data up to its end; what was hung on behind is no part of it.
            let end = end_of_scans(bytes, at + segment.len())?;
            bare.extend(&bytes[at..end]);
            return Some(bare);
        }
        match marker {
            0xe1 => {
                if let Some(side) = content.strip_prefix(EXIF).and_then(side_up) {
                    bare.extend(only_side_up(side));
                }
            }
            0xe0 if content.starts_with(b"JFIF\0") => {
                // Without the little picture that may stand in it, which has notes of its own.
                bare.extend([0xff, 0xe0, 0, 16]);
                bare.extend(content.get(..12)?);
                bare.extend([0, 0]);
            }
            0xe2 if content.starts_with(COLOURS) => bare.extend(segment),
            0xee if content.starts_with(b"Adobe") => bare.extend(segment),
            // Notes of applications, and comments.
            0xe0..=0xef | 0xfe => (),
            _ => bare.extend(segment),
        }
        at += segment.len();
    }
}

/// Where the last scan ends: behind the marker of the end. Between scans tables may stand.
fn end_of_scans(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|it| *it == 0xff)?;
        match *bytes.get(at + 1)? {
            0xd9 => return Some(at + 2),
            // A byte of data, a restart, a filling byte.
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            // Notes between scans are not known of any camera.
            0xe0..=0xef | 0xfe => return None,
            _ => at += 2 + usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?])),
        }
    }
}

/// Which side is up, 2 to 8, where the notes of the camera (a TIFF) say another than usual.
fn side_up(tiff: &[u8]) -> Option<u8> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let two = |at: usize| -> Option<u16> {
        let pair = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let four = |at: usize| -> Option<usize> {
        let four = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }).ok()
    };
    let first = four(4)?;
    for entry in 0..usize::from(two(first)?) {
        let at = first.checked_add(2 + entry * 12)?;
        if two(at)? == 0x0112 {
            let side = two(at.checked_add(8)?)?;
            return u8::try_from(side).ok().filter(|it| (2..=8).contains(it));
        }
    }
    None
}

/// Notes that say which side is up, and nothing else.
fn only_side_up(side: u8) -> Vec<u8> {
    let mut segment = vec![0xff, 0xe1, 0, 34];
    segment.extend(EXIF);
    segment.extend(tiff_side_up(side));
    segment
}

fn tiff_side_up(side: u8) -> [u8; 26] {
    [b'M', b'M', 0, b'*', 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, side, 0, 0, 0, 0, 0, 0]
}

/// Parts that make a picture, move it or say its colours.
const PNG_PARTS: [&[u8; 4]; 16] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT",
    b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut bare = bytes.get(..8)?.to_vec();
    let mut at = 8;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
        let end = at.checked_add(usize::try_from(length).ok()?)?.checked_add(12)?;
        let part = bytes.get(at..end)?;
        let name: &[u8; 4] = part.get(4..8)?.try_into().ok()?;
        if PNG_PARTS.contains(&name) {
            bare.extend(part);
        }
        if name == b"IEND" {
            return Some(bare);
        }
        at = end;
    }
}

const WEBP_PARTS: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// In `VP8X`: that notes of the camera and of the editor follow.
const WEBP_NOTES: u8 = 0b0000_1100;

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut parts = Vec::new();
    let mut at = 12;
    while at < bytes.len() {
        let name: &[u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
        let length = usize::try_from(u32::from_le_bytes(bytes.get(at + 4..at + 8)?.try_into().ok()?)).ok()?;
        // Parts of odd length are filled up.
        let end = at.checked_add(8)?.checked_add(length)?;
        let part = bytes.get(at..end)?;
        if WEBP_PARTS.contains(&name) {
            let from = parts.len();
            parts.extend(part);
            if name == b"VP8X" {
                *parts.get_mut(from + 8)? &= !WEBP_NOTES;
            }
            if length % 2 == 1 {
                parts.push(0);
            }
        }
        at = end + length % 2;
    }
    let mut bare = b"RIFF".to_vec();
    bare.extend(u32::try_from(parts.len() + 4).ok()?.to_le_bytes());
    bare.extend(b"WEBP");
    bare.extend(parts);
    Some(bare)
}

#[cfg(test)]
mod tests;
