//! What cameras and programs wrote into pictures that are published as they are, because their formats are not written here:
//! HEIF (HEIC, AVIF), TIFF, GIF.

/// True for a file of such a format, by its name.
pub fn is_kept_whole(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["heic", "heif", "hif", "avif", "tif", "tiff", "gif"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// True when such a picture says who or what made it, where, or when.
pub fn says_more(bytes: &[u8]) -> bool {
    match bytes {
        [b'I', b'I', 42, 0, ..] => tiff(bytes, u16::from_le_bytes, u32::from_le_bytes),
        [b'M', b'M', 0, 42, ..] => tiff(bytes, u16::from_be_bytes, u32::from_be_bytes),
        [b'G', b'I', b'F', b'8', ..] => memchr::memmem::find(bytes, b"!\xFF\x0BXMP DataXMP").is_some(),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => heif(bytes),
        _ => false,
    }
}

/// Tags of TIFF (and Exif) that say so: maker, model, program, time, author, computer, XMP, copyright, IPTC, Photoshop, and where the
/// directories of the exposure and of the place are.
const TAGS: [u16; 12] =
    [0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x013C, 0x02BC, 0x8298, 0x83BB, 0x8649, 0x8769, 0x8825];

/// Whether the first directory of a TIFF has one of these.
fn tiff(bytes: &[u8], short: fn([u8; 2]) -> u16, long: fn([u8; 4]) -> u32) -> bool {
    let short_at = |at: usize| Some(short(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?));
    let start = bytes.get(4..8).and_then(|start| start.try_into().ok()).map_or(0, long);
    let Ok(start) = usize::try_from(start) else { return false };
    let entries = usize::from(short_at(start).unwrap_or(0));
    (0..entries).map_while(|entry| short_at(start + 2 + 12 * entry)).any(|tag| TAGS.contains(&tag))
}

/// Whether an item of a HEIF file is Exif, or a text such as XMP.
fn heif(bytes: &[u8]) -> bool {
    // A box of an item: its name, version and flags, the number of the item (of two bytes or four), its protection, its type.
    memchr::memmem::find_iter(bytes, b"infe").any(|at| {
        let kind = match bytes.get(at + 4) {
            Some(2) => bytes.get(at + 12..at + 16),
            Some(3) => bytes.get(at + 14..at + 18),
            _ => None,
        };
        matches!(kind, Some(b"Exif" | b"mime"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiff_says_more_by_its_tags() {
        let directory = |tag: [u8; 2]| {
            [b"II*\0\x08\0\0\0\x02\0", &[0, 1, 3, 0, 1, 0, 0, 0, 9, 0, 0, 0][..], &tag, &[0; 14]].concat()
        };
        assert!(says_more(&directory([0x25, 0x88])));
        assert!(!says_more(&directory([0x01, 0x01])));
        let whole = directory([0x25, 0x88]);
        assert!((0..20).all(|cut| !says_more(&whole[..cut])));
        let big = [b"MM\0*\0\0\0\x08\0\x01", &[0x01, 0x3B][..], &[0; 14]].concat();
        assert!(says_more(&big));
        assert!(!says_more(b"II*\0\xFF\xFF\xFF\xFF"));
    }

    #[test]
    fn heif_says_more_by_its_items() {
        let item = |version: u8, number: &[u8], kind: &[u8]| {
            [b"\0\0\0\x18ftypheic....infe", &[version, 0, 0, 0][..], number, b"\0\0", kind, b"\0"].concat()
        };
        assert!(says_more(&item(2, b"\0\x01", b"Exif")));
        assert!(says_more(&item(3, b"\0\0\0\x01", b"mime")));
        assert!(!says_more(&item(2, b"\0\x01", b"hvc1")));
        assert!(!says_more(b"\0\0\0\x18ftypheicinfe"));
    }

    #[test]
    fn gif_says_more_by_an_extension() {
        assert!(says_more(b"GIF89a\x01\0!\xFF\x0BXMP DataXMP<x>"));
        assert!(!says_more(b"GIF89a\x01\0!\xFF\x0BNETSCAPE2.0"));
        assert!(!says_more(b"Exif") && !says_more(b""));
    }

    #[test]
    fn formats_are_known_by_their_names() {
        assert!(["a.HEIC", "甲/b.tiff", "c.avif"].into_iter().all(is_kept_whole));
        assert!(!["a.jpg", "heic", "a.heic.pdf", ""].into_iter().any(is_kept_whole));
    }
}
