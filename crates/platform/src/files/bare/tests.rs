//! Pictures of a telephone, with the place where they were taken, before and after.

use proptest::prelude::*;

use super::*;

/// Six by four points, taken on their side near 28.55 N, 102.17 E; with a comment and an editor's notes.
const JPEG: &[u8] = include_bytes!("samples/gps.jpeg");
const PNG: &[u8] = include_bytes!("samples/gps.png");
const WEBP: &[u8] = include_bytes!("samples/gps.webp");
/// What no reader may find: the camera, the day, the editor's notes, the comment, the reference of a latitude.
const TOLD: [&[u8]; 5] = [b"Huawei", b"2026:11:02", b"GPSLatitude", b"Wang", b"\x00\x02\x00\x00\x00\x02N\0"];

fn tells(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|it| it == what)
}

#[test]
fn a_picture_tells_no_place_and_still_stands_upright() {
    for (name, picture) in [("jpeg", JPEG), ("png", PNG), ("webp", WEBP)] {
        assert!(tells(picture, b"Huawei") && tells(picture, b"GPSLatitude"), "{name}: the sample tells");
        let bare = bare(picture).unwrap_or_else(|| panic!("{name}: is a picture"));
        for told in TOLD {
            assert!(!tells(&bare, told), "{name} still tells {:?}", String::from_utf8_lossy(told));
        }
        assert!(is_picture(Kind::of(&bare).as_str()), "{name}");
        assert_eq!(super::bare(&bare).as_deref(), Some(&*bare), "{name}: bare is bare");
    }
    let jpeg = bare(JPEG).expect("a picture");
    let at = jpeg.windows(6).position(|it| it == EXIF).expect("which side is up");
    assert_eq!(side_up(&jpeg[at + 6..]), Some(6));
    assert_eq!(jpeg.windows(6).filter(|it| *it == EXIF).count(), 1);
    // The data of the picture is the same to the last byte.
    let scan = |bytes: &[u8]| {
        let at = bytes.windows(2).position(|it| it == [0xff, 0xda]).expect("a scan");
        bytes[at..].to_vec()
    };
    assert_eq!(scan(&jpeg), scan(JPEG));
}

#[test]
fn what_is_hung_behind_a_picture_goes_and_what_is_none_is_not_shown() {
    let mut tail = JPEG.to_vec();
    tail.extend(b"Huawei and a second picture");
    assert_eq!(bare(&tail), bare(JPEG));
    for picture in [JPEG, PNG, WEBP] {
        assert_eq!(bare(&picture[..picture.len() - 9]), None, "cut off");
    }
    assert_eq!(bare(b"%PDF-1.7").as_deref(), Some(&b"%PDF-1.7"[..]), "another file is as it is");
    for camera in [&b"\0\0\0\x20ftypheic"[..], b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"] {
        assert_eq!(bare(camera), None, "a picture that we cannot read");
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(which in 0_usize..3, at in 0_usize..900, byte in any::<u8>(), cut in 0_usize..900) {
        let mut bytes = [JPEG, PNG, WEBP][which].to_vec();
        bytes.truncate(bytes.len().saturating_sub(cut % 200));
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Some(bare) = bare(&bytes) {
            prop_assert!(bare.len() <= bytes.len() + 40);
        }
    }
}
