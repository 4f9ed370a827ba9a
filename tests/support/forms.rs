//! Forms of every shape: grouped headings four deep, up to 40 columns and 500 rows, long and strange texts.

use proptest::prelude::*;
use proptest::string::string_regex;
use serde_json::{Value, json};

/// A definition as YAML without what stands outside of its sheet. `han` is the class of its Chinese characters, `field` the
/// pattern of the ids of fields that it names.
pub fn forms(han: &str, field: &str) -> impl Strategy<Value = String> {
    let (title, field) = (title(han), string_regex(field).unwrap().boxed());
    let orientation = prop_oneof![Just("landscape"), Just("portrait")];
    let blanks = blanks(&title);
    (columns(&title), rows(&title, &field), blanks.clone(), blanks, orientation).prop_map(
        |(columns, rows, header, footer, orientation)| {
            let parts = [("columns", columns), ("rows", rows), ("header", header), ("footer", footer)];
            let parts = parts.map(|(key, value)| format!("{key}: {value}\n"));
            format!("{}orientation: {orientation}\nnote: 备注\n", parts.concat())
        },
    )
}

fn title(han: &str) -> BoxedStrategy<String> {
    let text = |pattern: String| string_regex(&pattern).unwrap();
    let inner = han.trim_matches(['[', ']']);
    prop_oneof![
        4 => text(format!("{han}{{1,12}}（人）")),
        1 => text(format!("[{inner}，。“”A-Za-z0-9 ]{{0,120}}字")),
        1 => text(format!("{han}{{400,500}}")),
        1 => text("[=+@']{1,2}[a-z&<>\"]{0,40}字".to_owned()),
    ]
    .boxed()
}

fn columns(title: &BoxedStrategy<String>) -> impl Strategy<Value = Value> + use<> {
    let kind = prop_oneof![Just("name"), Just("count"), Just("text")];
    let leaf = (title.clone(), proptest::option::of(kind));
    let leaf = leaf.prop_map(|(title, kind)| json!({ "title": title, "kind": kind })).boxed();
    let title = title.clone();
    let column = leaf.clone().prop_recursive(3, 12, 4, move |inner| {
        (title.clone(), prop::collection::vec(inner, 1..4))
            .prop_map(|(title, columns)| json!({ "title": title, "columns": columns }))
    });
    prop_oneof![3 => prop::collection::vec(column, 1..12), 1 => prop::collection::vec(leaf, 1..=40)]
        .prop_map(Value::Array)
}

fn rows(title: &BoxedStrategy<String>, field: &BoxedStrategy<String>) -> impl Strategy<Value = Value> + use<> {
    let row = prop_oneof![
        4 => title.clone().prop_map(|name| json!({ "fixed": name })),
        1 => prop::collection::vec(field.clone(), 0..5).prop_map(|ids| json!({ "fields": ids })),
        1 => (0..40u32).prop_map(|count| json!({ "spare": count })),
        1 => title.clone().prop_map(|name| json!({ "total": name })),
        1 => title.clone().prop_map(|name| json!({ "subtotal": name })),
        1 => Just(json!("all-fields")),
    ];
    let many = (0..=500u32).prop_map(|count| vec![json!({ "spare": count })]);
    prop_oneof![5 => prop::collection::vec(row, 0..40), 1 => many].prop_map(Value::Array)
}

fn blanks(title: &BoxedStrategy<String>) -> BoxedStrategy<Value> {
    let blank = (title.clone(), "[年月日 ]{0,9}");
    let blank = blank.prop_map(|(label, value)| json!({ "label": label, "value": value }));
    prop::collection::vec(blank, 0..5).prop_map(Value::Array).boxed()
}
