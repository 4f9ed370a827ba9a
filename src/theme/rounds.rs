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
/// Bytes of one value that is a text or that a filter makes.
const MAX_VALUE: usize = 8 << 20;
/// Values within each other.
const MAX_LEVELS: usize = 64;
/// The function that templates call in each round.
pub(super) const COUNT: &str = "mingce_round";
/// The function that templates call behind what they set.
pub(super) const WEIGH: &str = "mingce_weight";
/// The filter of each value of a list that is made of another one.
pub(super) const ITEM: &str = "mingce_item";
/// How the names of filters begin that are counted.
pub(super) const PREFIX: &str = "mingce_";
/// Their argument with the place.
pub(super) const PLACE: &str = "mingce_at";

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
        let at = arguments.must_get::<usize>("at")?;
        let values = arguments.get::<&Value>("of")?.and_then(Value::as_array).unwrap_or_default();
        let bytes = arguments.get::<usize>("bytes")?.unwrap_or(0);
        take_round(at)?;
        take_bytes(at, values.iter().map(own_size).fold(bytes, usize::saturating_add)).map(|()| "")
    });
    tera.register_function(WEIGH, |arguments: Kwargs, _: &State<'_>| -> TeraResult<&'static str> {
        let at = arguments.must_get::<usize>("at")?;
        take_value(at, arguments.get::<&Value>("of")?).map(|()| "")
    });
    tera.register_filter(ITEM, |value: Value, arguments: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        let at = arguments.must_get::<usize>("at")?;
        take_round(at)?;
        take_value(at, Some(&value))?;
        Ok(value)
    });
    for (name, cost) in FILTERS {
        let counted = move |value: Value, arguments: Kwargs, state: &State<'_>| -> TeraResult<Value> {
            let cost = cost(&value, &arguments);
            take_bytes(arguments.must_get::<usize>(PLACE)?, cost)?;
            state.call_filter(name, &value, arguments)
        };
        tera.register_filter(format!("{PREFIX}{name}"), counted);
    }
}

fn take_round(at: usize) -> TeraResult<()> {
    let left = LEFT.get();
    take(left.rounds.checked_sub(1).map(|rounds| Left { rounds, ..left }), (at, "@many-rounds", MAX_ROUNDS))
}

/// Takes the bytes of one value.
fn take_bytes(at: usize, bytes: usize) -> TeraResult<()> {
    let left = LEFT.get();
    let (bytes, limit) = if bytes > MAX_VALUE { (None, MAX_VALUE) } else { (left.bytes.checked_sub(bytes), MAX_BYTES) };
    take(bytes.map(|bytes| Left { bytes, ..left }), (at, "@large-values", limit))
}

/// Takes the bytes of a value with all that is in it.
fn take_value(at: usize, value: Option<&Value>) -> TeraResult<()> {
    let left = LEFT.get();
    let Some(value) = value else { return Ok(()) };
    if value.as_str().is_some_and(|text| text.len() > MAX_VALUE) {
        return take(None, (at, "@large-values", MAX_VALUE));
    }
    let bytes = without(left.bytes, value, MAX_LEVELS);
    take(bytes.map(|bytes| Left { bytes, ..left }), (at, "@large-values", MAX_BYTES))
}

/// Goes on with what is left, when there is something.
fn take(left: Option<Left>, endless: Endless) -> TeraResult<()> {
    LEFT.set(left.unwrap_or(Left { endless: Some(endless), ..LEFT.get() }));
    left.map(|_| ()).ok_or_else(|| tera::Error::message(endless.1))
}

/// Bytes that are left without those of a value: as many as it would take were nothing in it shared.
fn without(bytes: usize, value: &Value, levels: usize) -> Option<usize> {
    let own = size_of::<Value>() + value.as_str().map_or(0, str::len);
    let (bytes, levels) = (bytes.checked_sub(own)?, levels.checked_sub(1)?);
    let bytes = value.as_array().into_iter().flatten().try_fold(bytes, |bytes, item| without(bytes, item, levels))?;
    value.as_map().into_iter().flatten().try_fold(bytes, |bytes, (key, item)| {
        without(bytes.checked_sub(key.as_str().map_or(0, str::len))?, item, levels)
    })
}

/// Bytes of a value without those of the values in it.
fn own_size(value: &Value) -> usize {
    let items = value.as_str().map_or_else(|| value.len().unwrap_or(0).saturating_mul(size_of::<Value>()), str::len);
    size_of::<Value>().saturating_add(items)
}

/// Bytes that a filter reads and makes at most of a value with its arguments.
type Cost = fn(&Value, &Kwargs) -> usize;

/// The filters of the engine whose work grows with the value.
pub(super) const FILTERS: [(&str, Cost); 24] = [
    ("replace", |value, arguments| {
        let (from, to) = (argument(arguments, "from").and_then(Value::as_str), argument(arguments, "to"));
        let found = match (value.as_str(), from) {
            (Some(text), Some(from)) => memchr::memmem::find_iter(text.as_bytes(), from).count(),
            _ => 0,
        };
        // What is no HTML is escaped when the other one is.
        escaped(Some(value)).saturating_add(found.saturating_mul(escaped(to)))
    }),
    ("join", |value, arguments| {
        let count = value.as_array().map_or(0, <[Value]>::len);
        whole(value).saturating_add(count.saturating_mul(escaped(argument(arguments, "sep"))))
    }),
    ("indent", |value, arguments| {
        let lines = value.as_str().map_or(0, |text| memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1);
        let width = argument(arguments, "width").and_then(Value::as_i128).unwrap_or(4).clamp(0, 1_000) as usize;
        escaped(Some(value)).saturating_add(lines.saturating_mul(width))
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
    ("str", |value, _| whole(value)),
    ("escape", |value, _| escaped(Some(value))),
    ("escape_html", |value, _| escaped(Some(value))),
    ("escape_xml", |value, _| escaped(Some(value))),
    ("newlines_to_br", |value, _| escaped(Some(value))),
    ("upper", |value, _| own_size(value)),
    ("lower", |value, _| own_size(value)),
    ("title", |value, _| own_size(value)),
    ("capitalize", |value, _| own_size(value)),
    ("trim", |value, _| own_size(value)),
    ("trim_start", |value, _| own_size(value)),
    ("trim_end", |value, _| own_size(value)),
    ("truncate", |value, _| own_size(value)),
    ("wordcount", |value, _| own_size(value)),
    ("sort", |value, _| own_size(value)),
    ("reverse", |value, _| own_size(value)),
    ("group_by", |value, _| own_size(value)),
    ("values", |value, _| own_size(value)),
    ("pairs", |value, _| own_size(value)),
];

/// Comparisons of values that count as one byte.
const COMPARED: usize = 256;

fn argument<'a>(arguments: &'a Kwargs, name: &str) -> Option<&'a Value> {
    arguments.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value)
}

/// Bytes of a text as HTML at most: with references for signs, and tags for line ends.
fn escaped(value: Option<&Value>) -> usize {
    let text = value.and_then(Value::as_str).unwrap_or_default();
    let signs = text.bytes().filter(|byte| b"&<>\"'/\n".contains(byte)).count();
    text.len() + signs * ("&quot;".len() - 1)
}

/// Bytes of a value as a text, or more than a value may have.
fn whole(value: &Value) -> usize {
    without(MAX_BYTES, value, MAX_LEVELS).map_or(usize::MAX, |left| MAX_BYTES - left)
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
