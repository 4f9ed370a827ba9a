//! Links that are none because of a space in their address: `(policy:plan#二 “原文”)`.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::clause::{ClauseRef, digit, is_numeral};

/// Quotes around the words that a citation pins.
const QUOTES: [(char, char); 6] = [('"', '"'), ('\'', '\''), ('“', '”'), ('”', '”'), ('‘', '’'), ('「', '」')];

/// What is wrong with the address in brackets at the beginning of a text that the parser has not taken for one.
pub(super) fn link(text: &str, span: Span) -> Option<Diagnostic> {
    let address = inner(text)?;
    let (place, rest) = address.split_once(' ').filter(|_| address.contains(['/', '.', ':', '#']))?;
    let reported = Diagnostic::at(Code::LiteralLink, span).arg("address", address);
    let (how, meant) = mended(address, place, rest.trim());
    let reported = reported.arg("how", how);
    Some(match meant {
        Some(meant) => reported.meant(&format!("({meant})")),
        None => reported,
    })
}

/// The text between two brackets at the beginning of another one.
fn inner(text: &str) -> Option<&str> {
    let mut depth = 0;
    let close = text.char_indices().find(|&(_, c)| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0
    });
    text.strip_prefix('(').and(close).map(|(end, _)| &text[1..end])
}

/// How to mend an address with a space behind `place`, and what is right, where that is known.
fn mended(address: &str, place: &str, rest: &str) -> (&'static str, Option<String>) {
    if place.ends_with(':') {
        return ("@how-no-space", Some(address.replacen(' ', "", 1)));
    }
    if place.starts_with("tel:") {
        return ("@how-space", Some(format!("{place}-{}", rest.replace(' ', "-"))));
    }
    if place.starts_with("mailto:") {
        return ("@how-space", Some(address.replace(' ', "")));
    }
    let quoted = QUOTES.iter().find_map(|&(open, close)| {
        let at = address.find(&*format!(" {open}"))?;
        let words = address[at + 1 + open.len_utf8()..].trim_end();
        let whole = words.strip_suffix(close);
        Some((address[..at].trim_end(), whole.or(Some(words).filter(|_| address.starts_with("policy:")))?))
    });
    let is_clause = |place: &str| match place.split_once('#') {
        Some((policy, clause)) => policy.starts_with("policy:") && ClauseRef::parse(clause).is_some(),
        None => false,
    };
    if let Some((place, words)) = quoted {
        let is_whole = !words.contains(['"', '\\']) && !words.is_empty();
        return ("@how-title", is_whole.then(|| format!("{} \"{words}\"", without_spaces(place))));
    }
    let close = without_spaces(address);
    let is_number = rest.starts_with(|c: char| digit(c).is_some() || is_numeral(c) || "（(第".contains(c));
    match address.starts_with("policy:") {
        true if is_number && is_clause(&close) => ("@how-space", Some(close)),
        true if is_clause(place) => ("@how-title", Some(format!("{place} \"{rest}\""))),
        true => ("@how-space", None),
        false => ("@how-encoded", None),
    }
}

/// An address without its spaces. Two numbers with nothing between them would be another one: 附件3 2.
fn without_spaces(address: &str) -> String {
    let mut parts = address.split(' ').filter(|part| !part.is_empty());
    let mut close = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let meet = |is: fn(char) -> bool| close.ends_with(is) && part.starts_with(is);
        if meet(|c| digit(c).is_some()) || meet(is_numeral) {
            close.push('、');
        }
        close.push_str(part);
    }
    close
}
