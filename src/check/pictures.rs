//! Pictures of texts and of the settings that readers do not see, or that are published as large as they are.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Site;
use crate::picture::Flaw;

/// What is wrong with the pictures that pages show, where they are shown.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let reported = |(path, span)| {
        let picture = site.picture(path)?;
        let reported = |code| Diagnostic::at(code, span).arg("path", path);
        Some(match picture.flaw? {
            Flaw::Format => reported(Code::UnseenPicture).arg("cause", "@picture-format"),
            Flaw::Name => reported(Code::UnseenPicture).arg("cause", "@picture-name"),
            Flaw::Broken => reported(Code::UnseenPicture).arg("cause", "@picture-broken"),
            Flaw::TooLarge => {
                let (width, height) = picture.size.unwrap_or_default();
                reported(Code::HugePicture).arg("width", width).arg("height", height)
            }
        })
    };
    site.shown_pictures().filter_map(reported).collect()
}
