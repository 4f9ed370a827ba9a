//! The parts of a template that are for the engine: expressions, statements and comments.

/// Where the first part of a template begins and ends that is for the engine.
pub fn expression(template: &str) -> Option<(usize, usize)> {
    let bytes = template.as_bytes();
    let kind = |start: usize| bytes.get(start + 1).filter(|kind| matches!(kind, b'{' | b'%' | b'#'));
    let (start, kind) = memchr::memchr_iter(b'{', bytes).find_map(|start| Some((start, kind(start)?)))?;
    let inside = &template[start + 2..];
    let length = match kind {
        b'{' => code(inside, "}}"),
        b'%' => code(inside, "%}"),
        _ => inside.find("#}"),
    };
    Some((start, length.map_or(template.len(), |length| start + 2 + length + 2)))
}

/// How long the code is that `close` ends; in its strings it ends nothing.
fn code(text: &str, close: &str) -> Option<usize> {
    let mut quote = None;
    let mut is_escaped = false;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        match quote {
            Some(_) if is_escaped => is_escaped = false,
            Some(_) if byte == b'\\' => is_escaped = true,
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if matches!(byte, b'"' | b'\'' | b'`') => quote = Some(byte),
            None if text.as_bytes()[at..].starts_with(close.as_bytes()) => return Some(at),
            None => {}
        }
    }
    None
}
