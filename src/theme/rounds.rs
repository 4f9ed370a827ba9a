//! How long a site's own templates may make a page: rounds of their loops, and bytes of what they set and of the page.
//!
//! The engine ends no loop, so that a few that stand in each other would keep a build from its end; so would templates and
//! components that call each other, values that are set to themselves twice, and filters that write a long text in many
//! places. Each of these places in a template that is the site's own calls a function that counts; those of the default
//! theme go over what is there once.

use std::cell::Cell;
use std::io::{self, Write};

use tera::{Kwargs, State, Tera, TeraResult, Value};

/// Rounds of all loops in a page, with the templates, components and blocks in it.
const MAX_ROUNDS: usize = 1_000_000;
/// Bytes of a page, and bytes of all values that its templates set.
pub(super) const MAX_BYTES: usize = 64 << 20;
/// Values within each other.
const MAX_LEVELS: usize = 64;
/// The function that templates call in each round.
pub(super) const COUNT: &str = "mingce_round";
/// The function that templates call behind what they set.
pub(super) const WEIGH: &str = "mingce_weight";
/// The filter of each value of a list that is made of another one.
pub(super) const ITEM: &str = "mingce_item";
/// How the names of filters begin that are counted, and the name of the argument with their place.
pub(super) const PLACE: &str = "mingce_";

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
    tera.register_filter(ITEM, |value: Value, arguments: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        let (at, left) = (arguments.must_get::<usize>("at")?, LEFT.get());
        let rounds = left.rounds.checked_sub(1).map(|rounds| Left { rounds, ..left });
        take(rounds, (at, "@many-rounds", MAX_ROUNDS))?;
        let bytes = without(left.bytes, &value, MAX_LEVELS);
        take(bytes.map(|bytes| Left { bytes, ..LEFT.get() }), (at, "@large-values", MAX_BYTES))?;
        Ok(value)
    });
    for (name, cost) in FILTERS {
        let counted = move |value: Value, arguments: Kwargs, state: &State<'_>| -> TeraResult<Value> {
            let (at, left) = (arguments.must_get::<usize>("mingce_at")?, LEFT.get());
            let bytes = left.bytes.checked_sub(cost(&value, &arguments));
            take(bytes.map(|bytes| Left { bytes, ..left }), (at, "@large-values", MAX_BYTES))?;
            state.call_filter(name, &value, arguments)
        };
        tera.register_filter(format!("{PLACE}{name}"), counted);
    }
}

/// Bytes that a filter makes at most of a value with its arguments.
type Cost = fn(&Value, &Kwargs) -> usize;

/// The filters of the engine that make long values of short ones, or compare each value with all others.
pub(super) const FILTERS: [(&str, Cost); 9] = [
    ("replace", |value, arguments| {
        let to = length(argument(arguments, "to"));
        let found = match (value.as_str(), argument(arguments, "from").and_then(Value::as_str)) {
            (Some(text), Some(from)) => memchr::memmem::find_iter(text.as_bytes(), from).count(),
            _ => 0,
        };
        escaped(value).saturating_add(found.saturating_mul(to).saturating_mul(ESCAPED))
    }),
    ("join", |value, arguments| {
        let items = value.as_array().unwrap_or_default();
        let separators = items.len().saturating_mul(length(argument(arguments, "sep")));
        let items = MAX_BYTES - without(MAX_BYTES, value, MAX_LEVELS).unwrap_or(0);
        items.saturating_add(separators.saturating_mul(ESCAPED))
    }),
    ("indent", |value, arguments| {
        let lines = value.as_str().map_or(0, |text| memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1);
        let width = argument(arguments, "width").and_then(Value::as_i128).unwrap_or(4).clamp(0, 1_000) as usize;
        escaped(value).saturating_add(lines.saturating_mul(width))
    }),
    ("split", |value, arguments| {
        let (text, pattern) = (value.as_str().unwrap_or_default(), argument(arguments, "pat").and_then(Value::as_str));
        let parts = pattern.map_or(0, |pattern| memchr::memmem::find_iter(text.as_bytes(), pattern).count() + 1);
        text.len().saturating_add(parts.saturating_mul(size_of::<Value>()))
    }),
    ("unique", |value, _| {
        let count = value.as_array().map_or(0, <[Value]>::len);
        count.saturating_mul(count) / COMPARED
    }),
    ("escape", |value, _| escaped(value)),
    ("escape_html", |value, _| escaped(value)),
    ("escape_xml", |value, _| escaped(value)),
    ("newlines_to_br", |value, _| escaped(value)),
];

/// Bytes of the longest text that stands for a character.
const ESCAPED: usize = 6;
/// Comparisons of values that count as one byte.
const COMPARED: usize = 16;

fn argument<'a>(arguments: &'a Kwargs, name: &str) -> Option<&'a Value> {
    arguments.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value)
}

fn length(value: Option<&Value>) -> usize {
    value.and_then(Value::as_str).map_or(0, str::len)
}

fn escaped(value: &Value) -> usize {
    length(Some(value)).saturating_mul(ESCAPED)
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
