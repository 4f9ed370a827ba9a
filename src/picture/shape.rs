//! The first bytes of a picture → how large it is, and whether browsers show it.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{ColorType, ImageDecoder, ImageFormat, ImageResult, guess_format};

use super::{MAX_PIXELS, WIDEST, headers};
use crate::syntax::quiet::caught;
use crate::syntax::tags::tags;

/// What a page has to know of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Width and height in pixels, as it is shown; nothing for a drawing that does not say them.
    pub size: Option<(u32, u32)>,
    /// What the names of its reduced form end in, when it is wider than pages show it.
    pub reduced: Option<&'static str>,
    /// What is wrong with it.
    pub flaw: Option<Flaw>,
}

/// What is wrong with a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// No format that browsers show.
    Format,
    /// A drawing that is not named like one, or something else that is: servers tell browsers by its name.
    Name,
    /// It begins like a picture, and cannot be read.
    Broken,
    /// It has more pixels than are read to make it smaller.
    TooLarge,
}

impl Picture {
    /// What the name and the bytes of a file say.
    pub fn read(path: &str, bytes: &[u8]) -> Self {
        let Some(format) = Format::of(bytes) else { return Self { flaw: Some(Flaw::Format), ..Self::default() } };
        let is_named_svg = path.len() >= 4
            && path.is_char_boundary(path.len() - 4)
            && path[path.len() - 4..].eq_ignore_ascii_case(".svg");
        if matches!(format, Format::Svg) != is_named_svg {
            return Self { flaw: Some(Flaw::Name), ..Self::default() };
        }
        let read = caught(|| format.read(bytes)).and_then(Result::ok);
        read.unwrap_or(Self { flaw: Some(Flaw::Broken), ..Self::default() })
    }

    /// True when no browser shows it.
    pub fn is_unseen(&self) -> bool {
        matches!(self.flaw, Some(Flaw::Format | Flaw::Name | Flaw::Broken))
    }

    /// Width and height of its reduced form.
    pub fn reduced_size(&self) -> Option<(u32, u32)> {
        let (width, height) = self.size.filter(|_| self.reduced.is_some())?;
        let height = u64::from(height) * u64::from(WIDEST) / u64::from(width);
        Some((WIDEST, u32::try_from(height).unwrap_or(u32::MAX).max(1)))
    }
}

/// Width and height of a picture that cards of shared pages show: JPEG or PNG.
pub fn card_size(path: &str, bytes: &[u8]) -> Option<(u32, u32)> {
    let is_taken = matches!(Format::of(bytes), Some(Format::Jpeg | Format::Png));
    if is_taken { Picture::read(path, bytes).size } else { None }
}

/// Formats that browsers show.
#[derive(Clone, Copy)]
enum Format {
    Jpeg,
    Png,
    WebP,
    Gif,
    Svg,
    Avif,
    Bmp,
    Ico,
}

impl Format {
    fn of(bytes: &[u8]) -> Option<Self> {
        match guess_format(bytes) {
            Ok(ImageFormat::Jpeg) => Some(Self::Jpeg),
            Ok(ImageFormat::Png) => Some(Self::Png),
            Ok(ImageFormat::WebP) => Some(Self::WebP),
            Ok(ImageFormat::Gif) => Some(Self::Gif),
            Ok(ImageFormat::Avif) => Some(Self::Avif),
            Ok(ImageFormat::Bmp) => Some(Self::Bmp),
            Ok(ImageFormat::Ico) => Some(Self::Ico),
            _ => std::str::from_utf8(bytes).is_ok_and(|text| svg(text).is_some()).then_some(Self::Svg),
        }
    }

    fn read(self, bytes: &[u8]) -> ImageResult<Picture> {
        let input = Cursor::new(bytes);
        match self {
            Self::Jpeg => Ok(raster(&mut JpegDecoder::new(input)?, |_| Some("jpg"))),
            Self::Png => {
                let mut decoder = PngDecoder::new(input)?;
                let moves = decoder.is_apng()?;
                Ok(raster(&mut decoder, |_| (!moves).then_some("png")))
            }
            Self::WebP => {
                let mut decoder = WebPDecoder::new(input)?;
                let moves = decoder.has_animation();
                // Photographs become far smaller as JPEG, which knows no transparency.
                let ending = |color: ColorType| if color.has_alpha() { "png" } else { "jpg" };
                Ok(raster(&mut decoder, |color| (!moves).then(|| ending(color))))
            }
            Self::Gif => Ok(raster(&mut GifDecoder::new(input)?, |_| None)),
            Self::Svg => {
                let size = std::str::from_utf8(bytes).ok().and_then(svg).flatten();
                Ok(Picture { size, ..Picture::default() })
            }
            Self::Avif => Ok(Picture { size: headers::avif(bytes), ..Picture::default() }),
            Self::Bmp => Ok(Picture { size: headers::bmp(bytes), ..Picture::default() }),
            Self::Ico => Ok(Picture { size: headers::ico(bytes), ..Picture::default() }),
        }
    }
}

/// What a decoder says; `ending` gives what the name of a reduced form ends in.
fn raster(decoder: &mut impl ImageDecoder, ending: impl Fn(ColorType) -> Option<&'static str>) -> Picture {
    let (width, height) = decoder.dimensions();
    let size = if decoder.orientation().is_ok_and(is_on_its_side) { (height, width) } else { (width, height) };
    let reduced = if size.0 > WIDEST { ending(decoder.color_type()) } else { None };
    let is_too_large = reduced.is_some() && decoder.total_bytes() > MAX_PIXELS;
    let (reduced, flaw) = if is_too_large { (None, Some(Flaw::TooLarge)) } else { (reduced, None) };
    Picture { size: Some(size), reduced, flaw }
}

/// True when the sides of a picture change places before it is shown.
pub(super) fn is_on_its_side(turn: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(turn, Rotate90 | Rotate90FlipH | Rotate270 | Rotate270FlipH)
}

/// The size of a drawing, as far as it says it; nothing for what is no drawing.
#[expect(clippy::option_option, reason = "a drawing without a size is another thing than none")]
fn svg(text: &str) -> Option<Option<(u32, u32)>> {
    let root = tags(text).next().filter(|tag| tag.name == "svg")?;
    let value = |name: &str| root.attribute(name).map(|attribute| attribute.value.trim());
    let length = |name: &str| value(name).and_then(|value| pixels(value.strip_suffix("px").unwrap_or(value)));
    let sides: Vec<u32> = value("viewbox").map_or_else(Vec::new, |sides| {
        sides.split([' ', ',', '\n', '\t']).filter(|side| !side.is_empty()).skip(2).filter_map(pixels).collect()
    });
    Some(match (length("width"), length("height"), &*sides) {
        (Some(width), Some(height), _) => Some((width, height)),
        (_, _, &[width, height]) => Some((width, height)),
        _ => None,
    })
}

/// A length in whole pixels, at least one.
fn pixels(length: &str) -> Option<u32> {
    let length: f64 = length.parse().ok().filter(|length: &f64| *length > 0.0 && *length < 1e6)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive and below a million")]
    Some((length.round() as u32).max(1))
}

/// True for a file whose format has room for what cameras and programs write into pictures, by its name.
pub fn holds_metadata(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["jpg", "jpeg", "jpe", "jfif", "png", "apng", "webp"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_say_their_size_in_several_ways() {
        for (text, expected) in [
            ("<svg width=40 height='20px'>", Some(Some((40, 20)))),
            ("<?xml version='1.0'?>\n<!-- <a> -->\n<svg viewBox=\"0 0 30.4 10.5\" width='100%'>", Some(Some((30, 11)))),
            ("<svg viewBox=\"0,0,0.2,5\"/>", Some(Some((1, 5)))),
            ("<svg width='5em' height='2em'>", Some(None)),
            ("<svg viewBox='0 0 -1 5'>", Some(None)),
            ("<svg width=NaN height=inf viewBox='0 0 1e99 1'>", Some(None)),
            ("<html><svg width=1 height=1>", None),
            ("text", None),
        ] {
            assert_eq!(svg(text), expected, "{text}");
        }
    }

    #[test]
    fn a_format_is_that_of_the_bytes() {
        let flaw = |bytes: &[u8]| Picture::read("a.png", bytes).flaw;
        assert_eq!(flaw(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), Some(Flaw::Format));
        assert_eq!(flaw(b"II*\0\x08\0\0\0"), Some(Flaw::Format));
        assert_eq!(flaw(b"%PDF-1.7"), Some(Flaw::Format));
        assert_eq!(flaw(b""), Some(Flaw::Format));
        for begun in [&b"\x89PNG\r\n\x1a\n"[..], b"\xFF\xD8\xFF\xE0", b"GIF89a", b"RIFF\x04\0\0\0WEBP"] {
            assert_eq!(flaw(begun), Some(Flaw::Broken), "{begun:?}");
        }
        assert_eq!(flaw(b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"), None);
        assert_eq!(flaw(b"BM123456"), None);
        assert_eq!(flaw(b"<svg/>"), Some(Flaw::Name));
        for (path, expected) in
            [("a.svg", None), ("图.SVG", None), ("a.svg.png", Some(Flaw::Name)), ("图", Some(Flaw::Name))]
        {
            assert_eq!(Picture::read(path, b"<svg/>").flaw, expected, "{path}");
        }
        assert_eq!(Picture::read("a.svg", b"BM123456").flaw, Some(Flaw::Name));
    }

    #[test]
    fn formats_with_room_for_metadata_are_known_by_their_names() {
        let known = ["a.jpg", "a/b.JPEG", "甲.png", "a.WebP"];
        assert!(known.into_iter().all(holds_metadata));
        assert!(!["a.gif", "a.svg", "jpg", "a.jpg.pdf", ""].into_iter().any(holds_metadata));
    }
}
