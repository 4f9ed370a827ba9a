//! Lines that begin a block of HTML, and how far it goes.

/// A block of HTML that goes on behind its first line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Html {
    /// Up to these characters.
    Until(&'static str),
    /// Up to an empty line.
    UntilBlank,
}

/// Elements that make blocks, in alphabetical order.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "menuitem",
    "nav",
    "noframes",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
];

impl Html {
    /// The block of HTML that begins with a line.
    pub fn begun(line: &str) -> Option<Self> {
        let rest = line.strip_prefix('<')?;
        if rest.starts_with("!--") {
            return Some(Self::Until("-->"));
        }
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (name, behind) = name.split_at(length);
        let name = name.to_ascii_lowercase();
        let ends = behind.is_empty() || behind.starts_with([' ', '\t', '>']) || behind.starts_with("/>");
        match &*name {
            "script" if ends => Some(Self::Until("</script>")),
            "style" if ends => Some(Self::Until("</style>")),
            "pre" if ends => Some(Self::Until("</pre>")),
            "textarea" if ends => Some(Self::Until("</textarea>")),
            name if ends && BLOCKS.binary_search(&name).is_ok() => Some(Self::UntilBlank),
            _ => None,
        }
    }

    /// True when a comment begins in a line that does not end there.
    pub fn opens_comment(line: &str) -> bool {
        let is_tag = memchr::memchr(b'<', line.as_bytes()).is_some();
        is_tag && line.rfind("<!--").is_some_and(|start| !line[start..].contains("-->"))
    }

    /// Whether a comment that is open before these lines ends in them, and how long the paragraph is that they go on with.
    pub fn ends_comment(lines: &str) -> (bool, usize) {
        let mut length = 0;
        for line in lines.split_inclusive('\n') {
            if line.trim().is_empty() || line.contains("-->") {
                return (!line.trim().is_empty(), length);
            }
            length += line.len();
        }
        (false, length)
    }

    /// True when the block, which is open, holds this line.
    pub fn is_in(self, line: &str) -> bool {
        self != Self::UntilBlank || !line.trim().is_empty()
    }

    /// True when the block ends with this line.
    pub fn ends(self, line: &str) -> bool {
        match self {
            Self::Until(end) => line.to_ascii_lowercase().contains(end),
            Self::UntilBlank => false,
        }
    }
}
