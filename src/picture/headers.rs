//! The first bytes of AVIF, BMP and ICO pictures, which are not decoded here → their sizes.

/// Width and height of an AVIF picture. A file may hold several (a thumbnail, tiles, an alpha channel), each with a box that says its
/// size; the whole is the largest of them. A quarter turn (`irot`) lets its sides change places.
pub fn avif(bytes: &[u8]) -> Option<(u32, u32)> {
    let sizes = memchr::memmem::find_iter(bytes, b"ispe").filter_map(|at| {
        // The type of the box, its version and flags, width, height.
        Some((big(bytes, at + 8)?, big(bytes, at + 12)?)).filter(|(width, height)| *width > 0 && *height > 0)
    });
    let (width, height) = sizes.max_by_key(|(width, height)| u64::from(*width) * u64::from(*height))?;
    let turn = memchr::memmem::find(bytes, b"irot").and_then(|at| bytes.get(at + 4));
    Some(if turn.is_some_and(|turn| turn & 1 == 1) { (height, width) } else { (width, height) })
}

/// Width and height of a BMP picture. A negative height says that its rows begin at the top.
pub fn bmp(bytes: &[u8]) -> Option<(u32, u32)> {
    let long = |at: usize| Some(i32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?).unsigned_abs());
    let short = |at: usize| Some(u32::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    // The oldest head has 12 bytes, and sizes of two bytes.
    let size = if long(14)? == 12 { (short(18)?, short(20)?) } else { (long(18)?, long(22)?) };
    Some(size).filter(|(width, height)| *width > 0 && *height > 0)
}

/// Width and height of the largest picture of an icon; 0 stands for 256.
pub fn ico(bytes: &[u8]) -> Option<(u32, u32)> {
    let count = usize::from(u16::from_le_bytes(bytes.get(4..6)?.try_into().ok()?));
    let side = |at: usize| bytes.get(at).map(|&side| if side == 0 { 256 } else { u32::from(side) });
    let sizes = (0..count).map_while(|entry| Some((side(6 + 16 * entry)?, side(7 + 16 * entry)?)));
    sizes.max_by_key(|(width, height)| width * height)
}

/// Four bytes, the highest first.
fn big(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_and_what_is_cut_off_has_none() {
        let part = |width: u32, height: u32| {
            [b"\0\0\0\x14ispe\0\0\0\0", &width.to_be_bytes()[..], &height.to_be_bytes()].concat()
        };
        let whole = [b"\0\0\0\x1cftypavif".to_vec(), part(40, 30), part(800, 600)].concat();
        assert_eq!(avif(&whole), Some((800, 600)));
        assert_eq!(avif(&[&whole, &b"\0\0\0\x09irot\x01"[..]].concat()), Some((600, 800)));
        assert_eq!(avif(&[&whole, &b"\0\0\0\x09irot\x02"[..]].concat()), Some((800, 600)));
        assert_eq!(avif(&whole[..44]), Some((40, 30)));
        assert_eq!(avif(b"\0\0\0\x1cftypavif"), None);
        let head = |size: u32| [b"BM\0\0\0\0\0\0\0\0\x36\0\0\0".to_vec(), size.to_le_bytes().to_vec()].concat();
        let sides = |width: i32, height: i32| [width.to_le_bytes(), height.to_le_bytes()].concat();
        assert_eq!(bmp(&[head(40), sides(640, -480)].concat()), Some((640, 480)));
        assert_eq!(bmp(&[head(12), vec![64, 0, 48, 0]].concat()), Some((64, 48)));
        assert_eq!(bmp(&[head(40), sides(0, 480)].concat()), None);
        assert_eq!(bmp(&head(40)), None);
        let entry = |width: u8, height: u8| [&[width, height][..], &[0; 14]].concat();
        assert_eq!(ico(&[vec![0, 0, 1, 0, 2, 0], entry(16, 16), entry(0, 0)].concat()), Some((256, 256)));
        assert_eq!(ico(b"\0\0\x01\0\x02"), None);
    }
}
