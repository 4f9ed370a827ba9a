//! Every integration test, as one program: what it links is linked once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a failed set-up fails the test")]

#[cfg(feature = "print")]
mod border;
mod cases;
mod catalogue;
mod circles;
mod clause_data;
mod clauses;
mod cli;
mod content;
mod data;
mod disk;
mod eligibility;
mod feeds;
mod fix;
mod form;
mod fuzz_corpus;
mod golden;
mod history;
mod hostile;
mod html;
mod invalid;
mod linear;
mod linked_data;
mod lists;
mod llms;
mod manual;
mod office;
mod offline;
mod oracle;
mod pictures;
mod policy;
#[cfg(feature = "print")]
mod print;
mod progress;
mod properties;
mod public;
mod publish;
mod published;
mod reference;
mod repeat;
mod scaffold;
mod search;
mod serve;
mod structure;
mod support;
mod theme;
mod translations;
mod unaltered;
mod vectors;
