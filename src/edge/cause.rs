//! Why the machine refused something, in words for its reader.
//!
//! Turns an [`io::Error`] into the `cause` of a diagnostic. It decides nothing.

use std::io::{self, ErrorKind};

use super::os::is_in_use;
use crate::diagnostic::catalogue::{Lang, word};

/// The cause as a word of the catalogue (`@not-found`) where it is a common one, otherwise in the system's words.
pub fn cause(error: &io::Error) -> String {
    let word = match error.kind() {
        ErrorKind::NotFound => "@not-found",
        ErrorKind::PermissionDenied => "@no-permission",
        ErrorKind::NotADirectory => "@no-folder",
        ErrorKind::AddrNotAvailable => "@no-address",
        ErrorKind::AddrInUse => "@ports-taken",
        ErrorKind::StorageFull => "@disk-full",
        ErrorKind::QuotaExceeded => "@quota-used",
        ErrorKind::ReadOnlyFilesystem => "@read-only",
        _ if is_in_use(error) => "@in-use",
        ErrorKind::InvalidFilename => "@bad-name",
        ErrorKind::OutOfMemory => "@no-memory",
        _ => return error.to_string(),
    };
    word.to_owned()
}

/// A cause as it is read, where it stands in no diagnostic.
pub fn said(cause: &str, lang: Lang) -> String {
    let key = cause.strip_prefix('@');
    key.and_then(|key| word(key, lang)).unwrap_or(cause).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_said_in_one_language() {
        let han = |text: &str| text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
        for kind in [
            ErrorKind::NotFound,
            ErrorKind::PermissionDenied,
            ErrorKind::NotADirectory,
            ErrorKind::AddrNotAvailable,
            ErrorKind::AddrInUse,
            ErrorKind::StorageFull,
            ErrorKind::QuotaExceeded,
            ErrorKind::ReadOnlyFilesystem,
            ErrorKind::ResourceBusy,
            ErrorKind::InvalidFilename,
            ErrorKind::OutOfMemory,
        ] {
            let cause = cause(&kind.into());
            let (zh, en) = (said(&cause, Lang::Zh), said(&cause, Lang::En));
            assert!(han(&zh) && !zh.contains(|c: char| c.is_ascii_alphabetic()), "{kind:?}: {zh}");
            assert!(!han(&en) && !en.starts_with('@'), "{kind:?}: {en}");
        }
        assert_eq!(said("os error 71", Lang::Zh), "os error 71");
    }
}
