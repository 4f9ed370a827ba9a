//! Documents as pictures, compared with kept ones that somebody has looked at.

use std::path::Path;
use std::process::Command;

/// Pixels to the inch of a picture.
const FINENESS: &str = "40";
/// Pixels at each side of the parts in which pictures are compared: a letter may stand a pixel further on.
const PART: usize = 8;
/// By how many of 256 steps of grey a part may differ in the mean. A page that lies a pixel further on differs by 15; a
/// table without one of its lines, or without a word of three characters, by more than 30.
const TOLERANCE: i64 = 24;

/// The first page, as somebody has looked at it. `UPDATE=1` keeps the picture anew and fails.
pub fn looks_like(pdf: &Path, name: &str) {
    let made = pdf.with_extension("");
    let mut draw = Command::new("pdftoppm");
    draw.args(["-r", FINENESS, "-gray", "-png", "-singlefile"]).arg(pdf).arg(&made);
    let drawn = draw.status().unwrap_or_else(|error| panic!("{error}; install it: apt-get install poppler-utils"));
    assert!(drawn.success(), "{draw:?}");
    let made = made.with_extension("png");
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures").join(format!("{name}.png"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::copy(&made, &kept).unwrap();
        return;
    }
    let (made, kept) = (picture(&made), picture(&kept));
    let close = made.width.abs_diff(kept.width) <= 1 && made.height.abs_diff(kept.height) <= 1;
    assert!(close, "{name}: another size");
    for top in (0..kept.height - PART).step_by(PART) {
        for left in (0..kept.width - PART).step_by(PART) {
            let difference = (made.mean(left, top) - kept.mean(left, top)).abs();
            assert!(difference <= TOLERANCE, "{name}: another picture at {left}, {top} ({difference})");
        }
    }
}

/// After a run that keeps pictures anew: fails, so that somebody looks at them before the next one.
pub fn kept_anew() {
    assert!(std::env::var_os("UPDATE").is_none(), "the pictures were kept anew; look at them, then run without UPDATE");
}

struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Picture {
    fn mean(&self, left: usize, top: usize) -> i64 {
        let row =
            |y: usize| &self.pixels[(y * self.width + left).min(self.pixels.len())..][..PART.min(self.width - left)];
        let sum: i64 = (top..(top + PART).min(self.height)).flat_map(row).map(|pixel| i64::from(*pixel)).sum();
        sum / (PART * PART) as i64
    }
}

fn picture(path: &Path) -> Picture {
    let file = std::fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut reader = png::Decoder::new(std::io::BufReader::new(file)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!(info.bit_depth, png::BitDepth::Eight);
    // The colours of grey are all the same.
    let pixels = pixels.into_iter().step_by(info.color_type.samples()).collect();
    Picture { width: info.width as usize, height: info.height as usize, pixels }
}
