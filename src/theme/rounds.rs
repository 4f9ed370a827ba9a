//! How long a site's own templates may make a page: rounds of their loops, and bytes of what they set and of the page.
//!
//! The engine ends no loop, so that a few that stand in each other would keep a build from its end; so would templates and
//! components that call each other, and values that are set to themselves twice. Each of these places in a template that is
//! the site's own calls a function that counts; those of the default theme go over what is there once.

use std::cell::Cell;
use std::io::{self, Write};
use std::ops::Range;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::expressions::expression;
use super::spaces::raw;

/// Rounds of all loops in a page, with the templates, components and blocks in it.
const MAX_ROUNDS: usize = 1_000_000;
/// Bytes of a page, and bytes of all values that its templates set.
pub(super) const MAX_BYTES: usize = 64 << 20;
/// Values within each other.
const MAX_LEVELS: usize = 64;
/// `if` and `elif` of conditions that are not at their end.
pub(super) const MAX_BRANCHES: usize = 128;
/// The function that templates call in each round.
const COUNT: &str = "mingce_round";
/// The function that templates call behind what they set.
const WEIGH: &str = "mingce_weight";

/// A place of a template for which a page had nothing left, by its number in its template: what is reported about it, and
/// the limit.
pub(super) type Endless = (usize, &'static str, usize);

/// What a page has left, and the place that wanted more.
#[derive(Clone, Copy)]
struct Left {
    rounds: usize,
    bytes: usize,
    endless: Option<Endless>,
}

const ALL: Left = Left { rounds: MAX_ROUNDS, bytes: MAX_BYTES, endless: None };

thread_local! {
    // A page is rendered from its beginning to its end on one thread, and the engine hands nothing on to functions.
    static LEFT: Cell<Left> = const { Cell::new(ALL) };
}

/// Begins a page.
pub(super) fn begin() {
    LEFT.set(ALL);
}

/// The place for which nothing was left.
pub(super) fn endless() -> Option<Endless> {
    LEFT.get().endless
}

/// Lets templates count.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function(COUNT, |arguments: Kwargs, _: &State<'_>| -> TeraResult<&'static str> {
        let (at, left) = (arguments.must_get::<usize>("at")?, LEFT.get());
        take(left.rounds.checked_sub(1).map(|rounds| Left { rounds, ..left }), (at, "@many-rounds", MAX_ROUNDS))
    });
    tera.register_function(WEIGH, |arguments: Kwargs, _: &State<'_>| -> TeraResult<&'static str> {
        let (at, left) = (arguments.must_get::<usize>("at")?, LEFT.get());
        let bytes = match arguments.get::<&Value>("of")? {
            Some(value) => without(left.bytes, value, MAX_LEVELS),
            None => Some(left.bytes),
        };
        take(bytes.map(|bytes| Left { bytes, ..left }), (at, "@large-values", MAX_BYTES))
    });
}

/// Goes on with what is left, when there is something.
fn take(left: Option<Left>, endless: Endless) -> TeraResult<&'static str> {
    LEFT.set(left.unwrap_or(Left { endless: Some(endless), ..LEFT.get() }));
    left.map(|_| "").ok_or_else(|| tera::Error::message(endless.1))
}

/// Bytes that are left without those of a value: as many as it would take were nothing in it shared.
fn without(bytes: usize, value: &Value, levels: usize) -> Option<usize> {
    let own = size_of::<Value>() + value.as_str().map_or(0, str::len);
    let (bytes, levels) = (bytes.checked_sub(own)?, levels.checked_sub(1)?);
    let mut items =
        value.as_array().into_iter().flatten().chain(value.as_map().into_iter().flat_map(|map| map.values()));
    items.try_fold(bytes, |bytes, item| without(bytes, item, levels))
}

/// A template that counts its rounds and the bytes of what it sets.
pub(super) fn counted(template: &str) -> String {
    let mut counted = String::with_capacity(template.len() + 64);
    let mut copied = 0;
    for (at, (end, set)) in places(template).enumerate() {
        let close = if template[..end].ends_with("-%}") { "-}}" } else { "}}" };
        counted.push_str(&template[copied..end]);
        counted.push_str(&match set {
            Some(name) => format!("{{{{ {WEIGH}(at={at}, of={name}) {close}"),
            None => format!("{{{{ {COUNT}(at={at}) {close}"),
        });
        copied = end;
    }
    counted + &template[copied..]
}

/// Where a template counts: behind what is done again and again, and behind what it sets, with its name.
pub(super) fn places(template: &str) -> impl Iterator<Item = (usize, Option<&str>)> {
    let mut captured = Vec::new();
    statements(template).filter_map(move |(start, end, word)| match word {
        "for" | "include" | "component" | "block" => Some((end, None)),
        "set" | "set_global" => {
            let rest = template[start..end].split_once(word)?.1.trim_start();
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            let (name, rest) = rest.split_at(length);
            if rest.trim_start().starts_with('=') {
                return Some((end, Some(name)));
            }
            captured.push(name);
            None
        }
        "endset" => Some((end, Some(captured.pop()?))),
        _ => None,
    })
}

/// The statement in which more `if` and `elif` are open than the engine, which goes down into each, has room for.
pub(super) fn too_many_branches(template: &str) -> Option<Range<usize>> {
    let (mut open, mut all) = (Vec::new(), 0);
    for (start, end, word) in statements(template) {
        match (word, open.last_mut()) {
            ("if", _) => open.push(1),
            ("elif", Some(branches)) => *branches += 1,
            ("endif", _) => all -= open.pop().unwrap_or(0),
            _ => continue,
        }
        all += usize::from(word != "endif");
        if all > MAX_BRANCHES {
            return Some(start..end);
        }
    }
    None
}

/// The statements of a template: where each begins and ends, and its word.
fn statements(template: &str) -> impl Iterator<Item = (usize, usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some((start, end)) = expression(&template[at..]) {
            let start = at + start;
            let code = template[start..at + end].strip_prefix("{%");
            let code = code.map(|code| code.trim_start_matches('-').trim_start());
            let ends = |c: char| !c.is_alphanumeric() && c != '_';
            let word = code.map(|code| &code[..code.find(ends).unwrap_or(code.len())]);
            at = if word == Some("raw") { start + raw(&template[start..]) } else { at + end };
            if let Some(word) = word {
                return Some((start, at, word));
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
            (
                "{%set a=1-%}{% set b | upper %}{% include 'c' %}{% endset %}",
                "{%set a=1-%}{{ mingce_weight(at=0, of=a) -}}{% set b | upper %}{% include 'c' %}{{ mingce_round(at=1) }}\
                 {% endset %}{{ mingce_weight(at=2, of=b) }}",
            ),
            ("{% raw %}{% for a in b %}{% endraw %}{# {% for #}{{ \"{% for a in b %}\" }}{% form %}", ""),
        ] {
            assert_eq!(counted(template), if expected.is_empty() { template } else { expected });
        }
    }

    #[test]
    fn conditions_have_branches_up_to_a_limit() {
        let branches = |count: usize| format!("{{% if a %}}{}{{% endif %}}", "{% elif a %}".repeat(count));
        let around = |inner: &str| ["{% if a %}", inner, "{% endif %}"].concat();
        assert_eq!(too_many_branches(&branches(127).repeat(9)), None);
        assert_eq!(too_many_branches(&around(&branches(126)).repeat(9)), None);
        assert_eq!(too_many_branches(&branches(128)), Some(1534..1546));
        assert!(too_many_branches(&around(&branches(127))).is_some());
        assert_eq!(too_many_branches(&["{% raw %}", &branches(500), "{% endraw %}"].concat()), None);
        let mut tera = Tera::new();
        assert!(tera.add_raw_template("a", &branches(127)).is_ok());
    }
}
