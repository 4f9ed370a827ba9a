//! What cameras and programs wrote into pictures that are published as they are, because their formats are not written here:
//! HEIF (HEIC, AVIF), TIFF, GIF.

/// True for a file of such a format, by its name.
pub fn is_kept_whole(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["heic", "heif", "hif", "avif", "tif", "tiff", "gif"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// True when such a picture of `size` bytes, which begins with `head`, says who or what made it, where, or when; also when it
/// may, and says so behind these bytes, as large TIFF files do.
pub fn says_more(head: &[u8], size: u64) -> bool {
    match head {
        [b'I', b'I', 42, 0, ..] => tiff(head, size, u16::from_le_bytes, u32::from_le_bytes),
        [b'M', b'M', 0, 42, ..] => tiff(head, size, u16::from_be_bytes, u32::from_be_bytes),
        // TIFF with addresses of 64 bits.
        [b'I', b'I', 43, 0, ..] | [b'M', b'M', 0, 43, ..] => true,
        [b'G', b'I', b'F', b'8', ..] => memchr::memmem::find(head, b"!\xFF\x0BXMP DataXMP").is_some(),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => heif(head),
        _ => false,
    }
}

/// Tags of TIFF (and Exif) that say so: maker, model, program, time, author, computer, XMP, copyright, IPTC, Photoshop, and where the
/// directories of the exposure and of the place are.
const TAGS: [u16; 12] =
    [0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x013C, 0x02BC, 0x8298, 0x83BB, 0x8649, 0x8769, 0x8825];

/// Whether the first directory of a TIFF has one of these.
fn tiff(head: &[u8], size: u64, short: fn([u8; 2]) -> u16, long: fn([u8; 4]) -> u32) -> bool {
    let short_at = |at: usize| Some(short(head.get(at..at.checked_add(2)?)?.try_into().ok()?));
    let start = head.get(4..8).and_then(|start| start.try_into().ok()).map_or(0, long);
    if (head.len() as u64..size).contains(&u64::from(start)) {
        return true;
    }
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

    /// Whether a whole file does.
    fn says(bytes: &[u8]) -> bool {
        says_more(bytes, bytes.len() as u64)
    }

    #[test]
    fn tiff_says_more_by_its_tags() {
        let directory = |tag: [u8; 2]| {
            [b"II*\0\x08\0\0\0\x02\0", &[0, 1, 3, 0, 1, 0, 0, 0, 9, 0, 0, 0][..], &tag, &[0; 14]].concat()
        };
        assert!(says(&directory([0x25, 0x88])));
        assert!(!says(&directory([0x01, 0x01])));
        let whole = directory([0x25, 0x88]);
        assert!((0..20).all(|cut| !says(&whole[..cut])));
        let big = [b"MM\0*\0\0\0\x08\0\x01", &[0x01, 0x3B][..], &[0; 14]].concat();
        assert!(says(&big));
        assert!(!says(b"II*\0\xFF\xFF\xFF\xFF") && says(b"II+\0"));
        // Its directory stands behind what was read.
        assert!(says_more(b"II*\0\x00\x00\x20\x00", 3 << 20) && !says_more(b"II*\0\x00\x00\x20\x00", 1 << 20));
    }

    #[test]
    fn heif_says_more_by_its_items() {
        let item = |version: u8, number: &[u8], kind: &[u8]| {
            [b"\0\0\0\x18ftypheic....infe", &[version, 0, 0, 0][..], number, b"\0\0", kind, b"\0"].concat()
        };
        assert!(says(&item(2, b"\0\x01", b"Exif")));
        assert!(says(&item(3, b"\0\0\0\x01", b"mime")));
        assert!(!says(&item(2, b"\0\x01", b"hvc1")));
        assert!(!says(b"\0\0\0\x18ftypheicinfe"));
    }

    #[test]
    fn gif_says_more_by_an_extension() {
        assert!(says(b"GIF89a\x01\0!\xFF\x0BXMP DataXMP<x>"));
        assert!(!says(b"GIF89a\x01\0!\xFF\x0BNETSCAPE2.0"));
        assert!(!says(b"Exif") && !says(b""));
    }

    #[test]
    fn formats_are_known_by_their_names() {
        assert!(["a.HEIC", "甲/b.tiff", "c.avif"].into_iter().all(is_kept_whole));
        assert!(!["a.jpg", "heic", "a.heic.pdf", ""].into_iter().any(is_kept_whole));
    }
}
