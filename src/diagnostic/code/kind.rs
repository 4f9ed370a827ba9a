//! How a code is read and written, and whom its diagnostics concern.

use super::Code;

impl Code {
    /// The code whose text is `text` (`MC101`, in either case).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        Self::ALL.iter().copied().find(|code| code.to_string() == text)
    }

    /// True for diagnostics about personal data and passwords; reports leave the text itself out.
    pub fn is_private(self) -> bool {
        matches!(self, Self::PersonalData | Self::FilledForm | Self::UserInAddress)
    }

    /// True when the machine, not the author, has to mend it.
    pub fn is_machine(self) -> bool {
        matches!(
            self,
            Self::Unreadable
                | Self::FileChanged
                | Self::ForeignOutput
                | Self::ForeignWork
                | Self::NotWritten
                | Self::OutputInContent
                | Self::WrongClock
                | Self::NoThreads
        )
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MC{}", *self as u32)
    }
}
