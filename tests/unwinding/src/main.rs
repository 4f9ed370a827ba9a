//! Whether a program that is built as Mingce is for another system catches a panic, as Mingce does for its libraries. Built and
//! run by `tests/static.sh`.

#[path = "../../../src/syntax/quiet.rs"]
mod quiet;

fn deep(depth: u32) -> u32 {
    assert!(depth > 0, "deep enough");
    deep(depth - 1) + 1
}

fn main() {
    assert_eq!(quiet::caught(|| deep(50)), None);
    assert!(std::thread::spawn(|| quiet::caught(|| deep(50))).join().is_ok_and(|caught| caught.is_none()));
}
