//! The places of a site's own template at which its cost is counted, and the calls that stand there for the engine.

use std::ops::Range;

use super::expressions::expression;
use super::rounds::{COUNT, FILTERS, ITEM, PLACE, WEIGH};
use super::spaces::raw;

/// `if` and `elif` of conditions that are not at their end.
const MAX_BRANCHES: usize = 128;
/// Signs `~` in one expression, each of which may write the longest value once more.
const MAX_JOINS: usize = 16;

/// What is too complex: where it stands, what is reported about it, the limit, and how to mend it.
pub(super) type Excess = (Range<usize>, &'static str, usize, &'static str);

/// A place that is counted.
pub(super) struct Place<'a> {
    /// What is reported when nothing is left for it.
    pub span: Range<usize>,
    counted: Counted<'a>,
}

enum Counted<'a> {
    /// The statement before is done again and again.
    Round,
    /// The statement before sets the value with this name.
    Set(&'a str),
    /// A filter, whose arguments begin here if it has any.
    Filter(Option<usize>),
    /// The values of a list `[value for …]`.
    Items,
}

/// A template that counts its rounds and the bytes of its values.
pub(super) fn counted(template: &str) -> String {
    let mut calls: Vec<(usize, String)> = Vec::new();
    for (at, Place { span, counted }) in places(template).into_iter().enumerate() {
        let close = if template[..span.end].ends_with("-%}") { "-}}" } else { "}}" };
        match counted {
            Counted::Round => calls.push((span.end, format!("{{{{ {COUNT}(at={at}) {close}"))),
            Counted::Set(name) => calls.push((span.end, format!("{{{{ {WEIGH}(at={at}, of={name}) {close}"))),
            Counted::Filter(arguments) => {
                calls.push((span.start, PLACE.to_owned()));
                calls.push(match arguments {
                    Some(start) => (start, format!("{PLACE}at={at},")),
                    None => (span.end, format!("({PLACE}at={at})")),
                });
            }
            Counted::Items => {
                calls.push((span.start + 1, "(".to_owned()));
                calls.push((span.end, format!(")|{ITEM}(at={at}) ")));
            }
        }
    }
    calls.sort_by_key(|(at, _)| *at);
    let mut counted = String::with_capacity(template.len() + 64 * calls.len());
    let mut copied = 0;
    for (at, call) in calls {
        counted.push_str(&template[copied..at]);
        counted.push_str(&call);
        copied = at;
    }
    counted + &template[copied..]
}

/// Where a template is counted, from the left: behind what is done again and again, behind what it sets, at the filters
/// that make long values of short ones, and at each value of a list that is made of another one.
pub(super) fn places(template: &str) -> Vec<Place<'_>> {
    let (mut places, mut captured) = (Vec::new(), Vec::new());
    for Code { start, end, word } in codes(template) {
        expression_places(template, start..end, word, &mut places);
        let counted = match word {
            "for" | "include" | "component" | "block" => Counted::Round,
            "set" | "set_global" => {
                let rest = template[start..end].split_once(word).map_or("", |(_, rest)| rest.trim_start());
                let (name, rest) = rest.split_at(name_length(rest));
                if !rest.trim_start().starts_with('=') {
                    captured.push(name);
                    continue;
                }
                Counted::Set(name)
            }
            "endset" => match captured.pop() {
                Some(name) => Counted::Set(name),
                None => continue,
            },
            _ => continue,
        };
        places.push(Place { span: start..end, counted });
    }
    places
}

/// The filters and lists of an expression or a statement.
fn expression_places<'a>(template: &'a str, range: Range<usize>, word: &str, places: &mut Vec<Place<'a>>) {
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut before = if word == "filter" { "|" } else { "" };
    for (start, token) in tokens(template, range) {
        match token {
            "(" | "[" | "{" => open.push((token, start)),
            ")" | "]" | "}" => {
                open.pop();
            }
            "for" => {
                if let Some((_, list)) = open.last().filter(|(bracket, _)| *bracket == "[") {
                    places.push(Place { span: *list..start, counted: Counted::Items });
                }
            }
            // The word of the statement itself.
            _ if token == word && before == "|" && word == "filter" => continue,
            _ if before == "|" && FILTERS.iter().any(|(name, _)| *name == token) => {
                let end = start + token.len();
                let blank = template[end..].len() - template[end..].trim_start().len();
                let arguments = template[end + blank..].starts_with('(').then_some(end + blank + 1);
                places.push(Place { span: start..end, counted: Counted::Filter(arguments) });
            }
            _ => {}
        }
        before = token;
    }
}

/// What in a template goes beyond the room that the engine has: it goes down into each branch of a condition, and holds
/// all that an expression joins.
pub(super) fn too_complex(template: &str) -> Option<Excess> {
    let (mut open, mut all) = (Vec::new(), 0);
    for Code { start, end, word } in codes(template) {
        if tokens(template, start..end).filter(|(_, token)| *token == "~").count() > MAX_JOINS {
            return Some((start..end, "@many-joins", MAX_JOINS, "@fewer-joins"));
        }
        match (word, open.last_mut()) {
            ("if", _) => open.push(1),
            ("elif", Some(branches)) => *branches += 1,
            ("endif", _) => all -= open.pop().unwrap_or(0),
            _ => continue,
        }
        all += usize::from(word != "endif");
        if all > MAX_BRANCHES {
            return Some((start..end, "@many-branches", MAX_BRANCHES, "@fewer-branches"));
        }
    }
    None
}

/// An expression or a statement, by its place in the template.
struct Code<'a> {
    start: usize,
    end: usize,
    /// The first word of a statement; that of an expression is empty.
    word: &'a str,
}

/// All expressions and statements of a template.
fn codes(template: &str) -> impl Iterator<Item = Code<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some((start, end)) = expression(&template[at..]) {
            let start = at + start;
            let code = &template[start..at + end];
            let statement = code.strip_prefix("{%").map(|code| code.trim_start_matches('-').trim_start());
            let word = statement.map_or("", |code| &code[..name_length(code)]);
            at = if word == "raw" { start + raw(&template[start..]) } else { at + end };
            if !code.starts_with("{#") && word != "raw" {
                return Some(Code { start, end: at, word });
            }
        }
        None
    })
}

/// The words and signs of an expression or a statement without its brackets, each with its place; strings are none.
fn tokens(template: &str, range: Range<usize>) -> impl Iterator<Item = (usize, &str)> {
    let end = range.end.saturating_sub(2).max(range.start);
    let mut at = (range.start + 2).min(end);
    std::iter::from_fn(move || {
        while let Some(first) = template[at..end].chars().next() {
            let start = at;
            let length = name_length(&template[at..end]);
            at += if length > 0 { length } else { first.len_utf8() };
            match first {
                '"' | '\'' | '`' => at += string_rest(&template[at..end], first),
                _ if first.is_whitespace() => {}
                _ => return Some((start, &template[start..at])),
            }
        }
        None
    })
}

/// How long the rest of a string is, with the quote at its end.
fn string_rest(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    let end = rest.find(|c: char| {
        let ends = c == quote && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    end.map_or(rest.len(), |end| end + quote.len_utf8())
}

/// How long the name is with which a text begins.
fn name_length(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use tera::Tera;

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
    fn filters_and_lists_are_weighed() {
        for (template, expected) in [
            (
                "{{ a|replace (from='(', to=\"\\\"|join\")|upper | unique }}",
                "{{ a|mingce_replace (mingce_at=0,from='(', to=\"\\\"|join\")|upper | mingce_unique(mingce_at=1) }}",
            ),
            (
                "{% filter join() %}{% filter filter %}{{ replace.join or filter|x }}",
                "{% filter mingce_join(mingce_at=0,) %}{% filter filter %}{{ replace.join or filter|x }}",
            ),
            (
                "{{ [[a for a in b] for c in d if e] }}{{ [a, (b)][1:2] }}",
                "{{ [([(a )|mingce_item(at=0) for a in b] )|mingce_item(at=1) for c in d if e] }}{{ [a, (b)][1:2] }}",
            ),
            (
                "{% for a in [b|indent for b in c] %}",
                "{% for a in [(b|mingce_indent(mingce_at=0) )|mingce_item(at=1) for b in c] %}{{ mingce_round(at=2) }}",
            ),
            ("{# [a for a in b] #}{{ '[a for a in b]|join' }}{{ \"\\\\\" ~ `|join` }}", ""),
        ] {
            assert_eq!(counted(template), if expected.is_empty() { template } else { expected });
        }
    }

    #[test]
    fn conditions_have_branches_up_to_a_limit() {
        let branches = |count: usize| format!("{{% if a %}}{}{{% endif %}}", "{% elif a %}".repeat(count));
        let around = |inner: &str| ["{% if a %}", inner, "{% endif %}"].concat();
        let excess = |template: &str| too_complex(template).map(|(range, cause, ..)| (range, cause));
        assert_eq!(excess(&branches(127).repeat(9)), None);
        assert_eq!(excess(&around(&branches(126)).repeat(9)), None);
        assert_eq!(excess(&branches(128)), Some((1534..1546, "@many-branches")));
        assert!(excess(&around(&branches(127))).is_some());
        assert_eq!(excess(&["{% raw %}", &branches(500), "{% endraw %}"].concat()), None);
        let mut tera = Tera::new();
        assert!(tera.add_raw_template("a", &branches(127)).is_ok());
    }

    #[test]
    fn expressions_join_up_to_a_limit() {
        let joins = |count: usize| format!("{{% set a = b{} %}}", " ~ '~'".repeat(count));
        assert!(too_complex(&joins(16).repeat(9)).is_none());
        assert_eq!(too_complex(&joins(17)).map(|(range, cause, ..)| (range.start, cause)), Some((0, "@many-joins")));
    }
}
