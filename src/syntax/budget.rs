//! Limits of what reading one file may cost, so that its size alone bounds the work.

/// Why a file, or a part of it, cannot be looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Its format is not read.
    Format,
    /// It is damaged, or locked with a password.
    Damaged,
    /// It is in no known encoding.
    Encoding,
    /// Reading it stopped at a limit.
    Limit(Limit),
}

impl Closed {
    /// Its word in the catalogue of diagnostics.
    pub fn word(self) -> &'static str {
        match self {
            Self::Format => "@closed-format",
            Self::Damaged => "@closed-damaged",
            Self::Encoding => "@closed-encoding",
            Self::Limit(limit) => limit.word(),
        }
    }
}

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Bytes of the parts that are read, unpacked.
    Bytes,
    /// Entries of archives.
    Entries,
    /// Tags, records and attributes.
    Steps,
    /// Cells that hold something.
    Cells,
    /// Bytes of text, counted each time that a cell or a line holds it.
    Text,
    /// Elements or tables inside one another.
    Depth,
    /// Documents inside one another.
    Documents,
}

impl Limit {
    /// The greatest amount that is allowed.
    pub fn of(self) -> u64 {
        match self {
            Self::Bytes | Self::Text => 64 << 20,
            Self::Entries => 10_000,
            Self::Steps => 16 << 20,
            Self::Cells => 4 << 20,
            Self::Depth => 1_000,
            Self::Documents => 3,
        }
    }

    /// Its word in the catalogue of diagnostics.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bytes => "@limit-bytes",
            Self::Entries => "@limit-entries",
            Self::Steps => "@limit-steps",
            Self::Cells => "@limit-cells",
            Self::Text => "@limit-text",
            Self::Depth => "@limit-depth",
            Self::Documents => "@limit-documents",
        }
    }
}

/// What reading a file has cost so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Bytes of the parts that were read, unpacked.
    pub bytes: u64,
    /// Entries of archives.
    pub entries: u64,
    /// Tags, records and attributes.
    pub steps: u64,
    /// Cells that hold something.
    pub cells: u64,
    /// Bytes of text, counted each time that a cell or a line holds it.
    pub text: u64,
}

impl Work {
    /// Adds to what is limited.
    ///
    /// # Errors
    /// The limit, when that is more than is allowed.
    pub(crate) fn spend(&mut self, limit: Limit, amount: usize) -> Result<(), Closed> {
        let spent = match limit {
            Limit::Bytes => &mut self.bytes,
            Limit::Entries => &mut self.entries,
            Limit::Steps => &mut self.steps,
            Limit::Cells => &mut self.cells,
            Limit::Text => &mut self.text,
            Limit::Depth | Limit::Documents => return within(limit, amount),
        };
        *spent = spent.saturating_add(amount as u64);
        if *spent > limit.of() { Err(Closed::Limit(limit)) } else { Ok(()) }
    }
}

/// True for an amount that is allowed by itself.
fn within(limit: Limit, amount: usize) -> Result<(), Closed> {
    if amount as u64 > limit.of() { Err(Closed::Limit(limit)) } else { Ok(()) }
}
