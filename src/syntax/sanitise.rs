//! HTML that an author wrote → the same without what could do harm.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::Builder;

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut sanitiser = Builder::default();
    sanitiser
        .add_tags(["section", "input"])
        .add_tag_attributes("input", ["disabled", "checked"])
        .set_tag_attribute_value("input", "type", "checkbox")
        .add_generic_attributes(["id", "class", "role", "tabindex", "aria-label", "scope"])
        .add_tag_attributes("img", ["loading", "decoding"])
        .link_rel(None)
        .add_tag_attributes("a", ["rel"])
        .url_relative(ammonia::UrlRelative::PassThrough);
    sanitiser
});

static LET_IN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| SANITISER.clone_tags());

/// An author's HTML without what could do harm.
pub fn sanitised(html: &str) -> String {
    SANITISER.clean(html).to_string()
}

/// True for an element that stays, by its name in small letters.
pub fn is_let_in(name: &str) -> bool {
    LET_IN.contains(name)
}
