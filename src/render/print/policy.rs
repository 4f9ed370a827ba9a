//! A policy → its print-out, in the layout of official documents.

use serde_json::json;

use super::Printing;
use super::text::Text;
use crate::model::Kind;
use crate::print::Job;
use crate::render::context::RenderContext;
use crate::render::view::Link;

/// The row of the table.
pub(super) const PRINTING: Printing = Printing { kind: Kind::Policy, job };

/// Parts of a document, by the font of the theme that stands in for the official one.
const STAND_INS: [(&str, &[&str]); 2] =
    [("Noto Serif SC", &["title", "subheading", "body", "song"]), ("Noto Sans SC", &["heading"])];

fn job(cx: &RenderContext<'_>, index: usize) -> Job {
    let policy = &cx.site.content.policies[index];
    let mut data = cx.printed(&policy.data.title, &policy.data.keywords);
    data["author"] = json!(policy.data.issuer.get().map_or("", String::as_str));
    let text = Text {
        kind: Kind::Policy,
        index,
        data,
        is_official: true,
        lapsed: lapsed_lines(cx, index),
        note: cx.text("print_note_policy"),
        remarks: substitutes(cx),
    };
    cx.text_document(text, policy, |addresses| cx.official(policy, addresses))
}

/// What a print-out says above its title, line by line, when its text is no longer in force: the same as its page.
fn lapsed_lines(cx: &RenderContext<'_>, index: usize) -> Vec<String> {
    let Some(lapsed) = cx.lapsed_policy(index) else { return Vec::new() };
    let (colon, separator) = (cx.theme.text("colon"), cx.theme.text("list_separator"));
    let named = |label: &str, links: Vec<Link>| {
        let names: Vec<String> = links.into_iter().map(|link| link.text).collect();
        (!names.is_empty()).then(|| [cx.theme.text(label), colon, &names.join(separator)].concat())
    };
    let mut lines = vec![lapsed.text];
    lines.extend(named("lapsed_successors", lapsed.successors));
    lines.extend(named("lapsed_current", lapsed.current));
    lines.push(cx.text("lapsed_policy_text"));
    lines
}

/// The fonts that stand in for the official ones, which are prescribed for official documents only.
fn substitutes(cx: &RenderContext<'_>) -> Vec<String> {
    let given = cx.site.settings.print.fonts.parts();
    let missing = |part: &&&str| given.iter().any(|(name, font)| name == *part && font.is_none());
    let separator = cx.theme.text("list_separator");
    STAND_INS
        .iter()
        .map(|(font, parts)| {
            (font, parts.iter().filter(missing).map(|part| cx.theme.text(part_key(part))).collect::<Vec<_>>())
        })
        .filter(|(_, parts)| !parts.is_empty())
        .map(|(font, parts)| cx.fill("print_stand_in", &[("font", font), ("parts", &parts.join(separator))]))
        .collect()
}

fn part_key(part: &str) -> &'static str {
    match part {
        "title" => "print_font_title",
        "heading" => "print_font_heading",
        "subheading" => "print_font_subheading",
        "body" => "print_font_body",
        _ => "print_font_song",
    }
}
