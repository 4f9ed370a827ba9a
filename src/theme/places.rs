//! The places of a site's own template at which its cost is counted, and the calls that stand there for the engine.

use std::ops::Range;

use super::expressions::expression;
use super::rounds::{COUNT, FILTERS, ITEM, PLACE, PREFIX, WEIGH};
use super::spaces::raw;

/// `if` and `elif` of conditions that are not at their end.
const MAX_BRANCHES: usize = 128;
/// Signs `~` and `...` in one expression, each of which may write the longest value once more.
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
    /// The statement before is done again and again, with these values; it writes as many bytes of its own into a value.
    Round { values: Vec<&'a str>, bytes: usize },
    /// The statement before sets the value with this name.
    Set(&'a str),
    /// A filter, whose arguments begin here if it has any.
    Filter(Option<usize>),
    /// The values of a list `[value for …]`, or an expression that is written into a value.
    Item,
}

/// A template that counts its rounds and the bytes of its values.
pub(super) fn counted(template: &str) -> String {
    let mut calls: Vec<(usize, String)> = Vec::new();
    for (at, Place { span, counted }) in places(template).into_iter().enumerate() {
        let close = if template[..span.end].ends_with("-%}") { "-}}" } else { "}}" };
        match counted {
            Counted::Round { values, bytes } => {
                let values = if values.is_empty() { String::new() } else { format!(", of=[{}]", values.join(", ")) };
                let bytes = if bytes == 0 { String::new() } else { format!(", bytes={bytes}") };
                calls.push((span.end, format!("{{{{ {COUNT}(at={at}{values}{bytes}) {close}")));
            }
            Counted::Set(name) => calls.push((span.end, format!("{{{{ {WEIGH}(at={at}, of={name}) {close}"))),
            Counted::Filter(arguments) => {
                calls.push((span.start, PREFIX.to_owned()));
                calls.push(match arguments {
                    Some(start) => (start, format!("{PLACE}={at},")),
                    None => (span.end, format!("({PLACE}={at})")),
                });
            }
            Counted::Item => {
                calls.push((span.start, "(".to_owned()));
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

/// Where a template is counted, from the left: behind what is done again and again, behind what it sets, at its filters, at
/// each value of a list that is made of another one, and at what is written into a value.
pub(super) fn places(template: &str) -> Vec<Place<'_>> {
    let (mut places, mut captured, mut loops) = (Vec::new(), Vec::new(), Vec::new());
    // Blocks whose text becomes a value, or may be part of one.
    let mut inside = 0_usize;
    for Code { start, end, word } in codes(template) {
        let range = inner(template, start..end);
        let code = template[range.clone()].trim_start();
        if word.is_empty() && inside > 0 && !code.starts_with('<') && !code.starts_with("super") && !code.is_empty() {
            places.push(Place { span: range.clone(), counted: Counted::Item });
        }
        expression_places(template, range.clone(), word, &mut places);
        let round = |values| Counted::Round { values, bytes: 0 };
        let counted = match word {
            "for" => {
                loops.push((places.len(), inside > 0));
                round(names(template, range).take_while(|name| *name != "in").collect())
            }
            "endfor" => {
                let Some((at, true)) = loops.pop() else { continue };
                let Place { span, counted } = &mut places[at];
                if let Counted::Round { bytes, .. } = counted {
                    *bytes = start - span.end;
                }
                continue;
            }
            "component" => {
                inside += 1;
                round(parameters(template, range))
            }
            "include" | "block" => round(Vec::new()),
            "set" | "set_global" => {
                let rest = code.split_once(word).map_or("", |(_, rest)| rest.trim_start());
                let (name, rest) = rest.split_at(name_length(rest));
                if !rest.trim_start().starts_with('=') {
                    captured.push(name);
                    inside += 1;
                    continue;
                }
                Counted::Set(name)
            }
            "endset" => {
                inside = inside.saturating_sub(1);
                match captured.pop() {
                    Some(name) => Counted::Set(name),
                    None => continue,
                }
            }
            "filter" => {
                inside += 1;
                continue;
            }
            "endfilter" | "endcomponent" => {
                inside = inside.saturating_sub(1);
                continue;
            }
            // The call of a component with a text, and its end.
            "" if template[start..].starts_with("{%") && code.starts_with('<') => {
                inside = if code.starts_with("</") { inside.saturating_sub(1) } else { inside + 1 };
                continue;
            }
            _ => continue,
        };
        places.push(Place { span: start..end, counted });
    }
    places
}

/// The names behind the word of a statement.
fn names(template: &str, range: Range<usize>) -> impl Iterator<Item = &str> {
    tokens(template, range).skip(1).map(|(_, token)| token).filter(|token| name_length(token) > 0)
}

/// The parameters of a component.
fn parameters(template: &str, range: Range<usize>) -> Vec<&str> {
    let (mut parameters, mut depth, mut before) = (Vec::new(), 0_usize, "");
    for (_, token) in tokens(template, range) {
        match token {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ if depth == 1 && matches!(before, "(" | ",") && name_length(token) > 0 => parameters.push(token),
            _ => {}
        }
        before = token;
    }
    parameters
}

/// The filters and lists of an expression or a statement.
fn expression_places<'a>(template: &'a str, range: Range<usize>, word: &str, places: &mut Vec<Place<'a>>) {
    // The brackets that are open: each with its place, and whether a list in it has its `for`.
    let mut open: Vec<(&str, usize, bool)> = Vec::new();
    let mut before = if word == "filter" { "|" } else { "" };
    for (start, token) in tokens(template, range).skip(usize::from(!word.is_empty())) {
        let rest = template[start + token.len()..].trim_start();
        match token {
            "(" | "[" | "{" => open.push((token, start, false)),
            ")" | "]" | "}" => {
                open.pop();
            }
            // A name behind a point or of an argument is none.
            "for" if before != "." && !rest.starts_with('=') => {
                if let Some((_, list, has_for)) = open.last_mut().filter(|(sign, _, has)| *sign == "[" && !has) {
                    *has_for = true;
                    places.push(Place { span: *list + 1..start, counted: Counted::Item });
                }
            }
            _ if before == "|" && FILTERS.iter().any(|(name, _)| *name == token) => {
                let arguments = rest.starts_with('(').then(|| template.len() - rest.len() + 1);
                places.push(Place { span: start..start + token.len(), counted: Counted::Filter(arguments) });
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
        let tokens = || tokens(template, inner(template, start..end)).map(|(_, token)| token);
        let points = tokens().zip(tokens().skip(1)).filter(|pair| *pair == (".", ".")).count();
        if tokens().filter(|token| *token == "~").count() + points / 2 > MAX_JOINS {
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

/// What stands between the brackets of an expression or a statement, and their dashes.
fn inner(template: &str, range: Range<usize>) -> Range<usize> {
    let code = &template[range.clone()];
    let open = if code[2..].starts_with('-') { 3 } else { 2 };
    let closed = code[open..].strip_suffix("}}").or_else(|| code[open..].strip_suffix("%}"));
    let inner = closed.map_or(&code[open..], |inner| inner.strip_suffix('-').unwrap_or(inner));
    range.start + open..range.start + open + inner.len()
}

/// The words and signs of a part of a template, each with its place; strings are none.
fn tokens(template: &str, range: Range<usize>) -> impl Iterator<Item = (usize, &str)> {
    let (mut at, end) = (range.start, range.end);
    std::iter::from_fn(move || {
        while let Some(first) = template[at..end].chars().next() {
            let start = at;
            // A word may follow a number right away.
            let digits = template[at..end].bytes().take_while(u8::is_ascii_digit).count();
            let length = if digits > 0 { digits } else { name_length(&template[at..end]) };
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
            ("{% for a in b %}c{% endfor %}", "{% for a in b %}{{ mingce_round(at=0, of=[a]) }}c{% endfor %}"),
            (
                "{%- for a, b in c -%} {% for d in e %}{% endfor %}{% endfor %}",
                "{%- for a, b in c -%}{{ mingce_round(at=0, of=[a, b]) -}} {% for d in e %}{{ mingce_round(at=1, of=[d]) }}\
                 {% endfor %}{% endfor %}",
            ),
            (
                "{% component a.b(c, d: string = \"(e,\", f={}, ...g) {h: i} %}{{ c }}{{ <d/> }}{% endcomponent a.b %}{{ c }}",
                "{% component a.b(c, d: string = \"(e,\", f={}, ...g) {h: i} %}{{ mingce_round(at=0, of=[c, d, f]) }}\
                 {{( c )|mingce_item(at=1) }}{{ <d/> }}{% endcomponent a.b %}{{ c }}",
            ),
            (
                "{% filter upper %}{% for a in b %}甲{{- a -}}{% endfor %}{% endfilter %}{% <c d=\"e\"> %}{{ f }}{% </c> %}{{ g }}",
                "{% filter mingce_upper(mingce_at=0) %}{% for a in b %}{{ mingce_round(at=1, of=[a], bytes=12) }}\
                 甲{{-( a )|mingce_item(at=2) -}}{% endfor %}{% endfilter %}{% <c d=\"e\"> %}{{( f )|mingce_item(at=3) }}\
                 {% </c> %}{{ g }}",
            ),
            (
                "{%set a=1-%}{% set b | upper %}{% include 'c' %}{% endset %}",
                "{%set a=1-%}{{ mingce_weight(at=0, of=a) -}}{% set b | mingce_upper(mingce_at=1) %}{% include 'c' %}\
                 {{ mingce_round(at=2) }}{% endset %}{{ mingce_weight(at=3, of=b) }}",
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
                "{{ a|replace (from='(', to=\"\\\"|join\")|safe | unique }}",
                "{{ a|mingce_replace (mingce_at=0,from='(', to=\"\\\"|join\")|safe | mingce_unique(mingce_at=1) }}",
            ),
            (
                "{%- filter join() %}{% filter filter %}{% endfilter %}{% endfilter %}{{ replace.join or filter|x }}",
                "{%- filter mingce_join(mingce_at=0,) %}{% filter filter %}{% endfilter %}{% endfilter %}{{ replace.join or filter|x }}",
            ),
            (
                "{{ [[1for a in b] for c in d if e] }}{{ [a, (b)][1:2] }}{{ [a.for, b][c.for] }}{{ [<d for={a}/> for a in b] }}",
                "{{ [([(1)|mingce_item(at=0) for a in b] )|mingce_item(at=1) for c in d if e] }}{{ [a, (b)][1:2] }}\
                 {{ [a.for, b][c.for] }}{{ [(<d for={a}/> )|mingce_item(at=2) for a in b] }}",
            ),
            (
                "{% for a in [b|indent for b in c] %}",
                "{% for a in [(b|mingce_indent(mingce_at=0) )|mingce_item(at=1) for b in c] %}{{ mingce_round(at=2, of=[a]) }}",
            ),
            ("{{ 图", ""),
            ("{% set a = \"图", "{% set a = \"图{{ mingce_weight(at=0, of=a) }}"),
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
        for join in [" ~ '~'", ", ...a"] {
            let joins = |count: usize| format!("{{% set a = [b{}] %}}", join.repeat(count));
            assert!(too_complex(&joins(16).repeat(9)).is_none());
            assert_eq!(
                too_complex(&joins(17)).map(|(range, cause, ..)| (range.start, cause)),
                Some((0, "@many-joins"))
            );
        }
    }
}
