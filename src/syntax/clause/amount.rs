//! Words behind a number that say what it counts or measures, and that it is no clause number.

use super::gap::trimmed;

/// Measure words: two numbers before one of these are a list of numbers, as in `三、四级` and `1、2月份`, not a marker.
const COUNTED: &str =
    "级等类档期月年日号次批人名层楼季度岁组班倍个项条款章节线区段位家户所校县市省轮审部处科者周天时分";

/// What follows a decimal number that measures something.
const MEASURES: &str = "万亿元千百倍％%‰米公里吨克斤亩升度平方立小分秒°㎡℃kKmMgGtT";

/// True when a text begins with a unit, in which the number before it measures something: `500元`.
pub(super) fn measures(rest: &str) -> bool {
    trimmed(rest).starts_with(|c| MEASURES.contains(c))
}

/// True when a text begins with a word for what the number before it counts: `6.3 个工作日`.
pub(super) fn counts(rest: &str) -> bool {
    trimmed(rest).starts_with(|c| COUNTED.contains(c))
}

/// True when a text begins with words for how long something takes: `3 个月内`.
pub(super) fn spans(rest: &str) -> bool {
    const WORDS: [&str; 6] = ["个月", "个工作日", "个自然日", "年内", "日内", "天内"];
    WORDS.iter().any(|word| trimmed(rest).starts_with(word))
}
