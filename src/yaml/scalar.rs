//! What a scalar without quotes stands for, as in the core schema of YAML 1.2.

/// The value of a scalar without quotes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Plain {
    /// Nothing: an empty value, `~`, `null`.
    Null,
    /// `true`, `false`.
    Boolean(bool),
    /// A whole number that is not negative.
    Unsigned(u64),
    /// A negative whole number.
    Signed(i64),
    /// Any other number.
    Float(f64),
    /// A text.
    Text,
}

/// True for what says that there is nothing.
pub(super) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// Yes or no; words other than these are texts.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

/// A whole number, in decimal digits or as `0x1F`, `0o17`, `0b11`; digits may be parted by single `_`. One that begins with
/// a needless zero (`0632`) is a text, as telephone numbers are.
pub(super) fn integer(text: &str) -> Option<i128> {
    let (is_negative, number) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (radix, digits) = match number.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &number[2..]),
        [b'0', b'o' | b'O', ..] => (8, &number[2..]),
        [b'0', b'b' | b'B', ..] => (2, &number[2..]),
        [b'0', _, ..] => return None,
        _ => (10, number),
    };
    let mut value: i128 = 0;
    let mut is_digit = false;
    for byte in digits.bytes() {
        if byte == b'_' && is_digit {
            is_digit = false;
            continue;
        }
        let digit = char::from(byte).to_digit(radix)?;
        value = value.checked_mul(i128::from(radix))?.checked_add(i128::from(digit))?;
        is_digit = true;
    }
    is_digit.then_some(if is_negative { -value } else { value })
}

/// The value of a scalar without quotes.
pub(super) fn plain(text: &str) -> Plain {
    let Some(first) = text.bytes().next() else { return Plain::Null };
    match first {
        b'~' | b'n' | b'N' if is_null(text) => return Plain::Null,
        b't' | b'T' | b'f' | b'F' => return boolean(text).map_or(Plain::Text, Plain::Boolean),
        b'0'..=b'9' | b'+' | b'-' | b'.' => {}
        _ => return Plain::Text,
    }
    if let Some(number) = integer(text) {
        return match (u64::try_from(number), i64::try_from(number)) {
            (Ok(number), _) => Plain::Unsigned(number),
            (_, Ok(number)) => Plain::Signed(number),
            _ => Plain::Float(number as f64),
        };
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned {
        ".nan" | ".NaN" | ".NAN" => return Plain::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" if first == b'-' => return Plain::Float(f64::NEG_INFINITY),
        ".inf" | ".Inf" | ".INF" => return Plain::Float(f64::INFINITY),
        _ => {}
    }
    let is_telephone = unsigned.len() > 1 && unsigned.starts_with('0') && unsigned.bytes().all(|b| b.is_ascii_digit());
    let is_number =
        |text: &str| text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'));
    match text.parse() {
        Ok(number) if is_number(text) && !is_telephone => Plain::Float(number),
        _ => Plain::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_or_boolean_is_a_text() {
        for (text, value) in [
            ("", Plain::Null),
            ("~", Plain::Null),
            ("null", Plain::Null),
            ("nULL", Plain::Text),
            ("true", Plain::Boolean(true)),
            ("False", Plain::Boolean(false)),
            ("yes", Plain::Text),
            ("0", Plain::Unsigned(0)),
            ("20", Plain::Unsigned(20)),
            ("+5", Plain::Unsigned(5)),
            ("-5", Plain::Signed(-5)),
            ("-0", Plain::Unsigned(0)),
            ("1_000", Plain::Unsigned(1000)),
            ("0x1F", Plain::Unsigned(31)),
            ("0o17", Plain::Unsigned(15)),
            ("0b11", Plain::Unsigned(3)),
            ("18446744073709551616", Plain::Float(18_446_744_073_709_551_616.0)),
            ("1.5", Plain::Float(1.5)),
            ("1e3", Plain::Float(1000.0)),
            ("-.inf", Plain::Float(f64::NEG_INFINITY)),
            ("0632", Plain::Text),
            ("-007", Plain::Text),
            ("1_", Plain::Text),
            ("_1", Plain::Text),
            ("1__0", Plain::Text),
            ("0x", Plain::Text),
            ("+", Plain::Text),
            ("-", Plain::Text),
            (".", Plain::Text),
            ("inf", Plain::Text),
            ("+infinity", Plain::Text),
            ("1.2.3", Plain::Text),
            ("2023-07-26", Plain::Text),
            ("0632-3314140", Plain::Text),
            ("20人", Plain::Text),
        ] {
            assert_eq!(plain(text), value, "{text}");
        }
        assert!(matches!(plain(".nan"), Plain::Float(number) if number.is_nan()));
    }
}
