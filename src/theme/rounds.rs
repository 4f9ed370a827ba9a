//! How long a site's own templates may make a page: rounds of their loops, and bytes.
//!
//! The engine ends no loop, so that a few that stand in each other would keep a build from its end. Each loop of a template
//! that is the site's own calls a function that counts; those of the default theme go over what is there once.

use std::cell::Cell;
use std::io::{self, Write};

use tera::{Kwargs, State, Tera, TeraResult};

use super::expressions::expression;
use super::spaces::raw;

/// Rounds of all loops in a page.
pub(super) const MAX_ROUNDS: usize = 1_000_000;
/// Bytes of a page.
pub(super) const MAX_BYTES: usize = 64 << 20;
/// The function that templates call.
const COUNT: &str = "mingce_round";

/// The rounds that a page has left, and the loop that wanted one more.
#[derive(Clone, Copy)]
struct Rounds {
    left: usize,
    endless: Option<usize>,
}

thread_local! {
    // A page is rendered from its beginning to its end on one thread, and the engine hands nothing on to functions.
    static ROUNDS: Cell<Rounds> = const { Cell::new(Rounds { left: MAX_ROUNDS, endless: None }) };
}

/// Begins a page.
pub(super) fn begin() {
    ROUNDS.set(Rounds { left: MAX_ROUNDS, endless: None });
}

/// The loop, by its number in its template, for which no rounds were left.
pub(super) fn endless() -> Option<usize> {
    ROUNDS.get().endless
}

/// Lets templates count.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function(COUNT, |arguments: Kwargs, _: &State<'_>| -> TeraResult<&'static str> {
        let at = arguments.must_get::<usize>("at")?;
        let rounds = ROUNDS.get();
        let left = rounds.left.checked_sub(1);
        ROUNDS.set(Rounds { left: left.unwrap_or_default(), endless: if left.is_none() { Some(at) } else { None } });
        left.map(|_| "").ok_or_else(|| tera::Error::message(COUNT))
    });
}

/// A template that counts the rounds of its loops.
pub(super) fn counted(template: &str) -> String {
    let mut counted = String::with_capacity(template.len() + 64);
    let mut copied = 0;
    for (at, end) in loops(template).enumerate() {
        let close = if template[..end].ends_with("-%}") { "-}}" } else { "}}" };
        counted.push_str(&template[copied..end]);
        counted.push_str(&format!("{{{{ {COUNT}(at={at}) {close}"));
        copied = end;
    }
    counted + &template[copied..]
}

/// Where the beginnings of loops end.
pub(super) fn loops(template: &str) -> impl Iterator<Item = usize> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some((start, end)) = expression(&template[at..]) {
            let code = &template[at + start..at + end];
            let word = code[2..].trim_start_matches('-').trim_start();
            let is = |name: &str| {
                code.starts_with("{%")
                    && word.strip_prefix(name).is_some_and(|rest| rest.starts_with(|c: char| !c.is_alphanumeric()))
            };
            at += if is("raw") { start + raw(&template[at + start..]) } else { end };
            if is("for") {
                return Some(at);
            }
        }
        None
    })
}

/// The bytes of a page, which may not become too many.
pub(super) struct Page(pub Vec<u8>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.0.len() + bytes.len() > MAX_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loops_count_their_rounds() {
        for (template, expected) in [
            ("{% for a in b %}c{% endfor %}", "{% for a in b %}{{ mingce_round(at=0) }}c{% endfor %}"),
            (
                "{%- for a in b -%} {% for c in d %}{% endfor %}{% endfor %}",
                "{%- for a in b -%}{{ mingce_round(at=0) -}} {% for c in d %}{{ mingce_round(at=1) }}{% endfor %}{% endfor %}",
            ),
            ("{% raw %}{% for a in b %}{% endraw %}{# {% for #}{{ \"{% for a in b %}\" }}{% form %}", ""),
        ] {
            assert_eq!(counted(template), if expected.is_empty() { template } else { expected });
        }
    }
}
