//! Files that are compiled in are looked at again when one of them changes or a new one comes. On Windows the first thread
//! gets as much stack as elsewhere: 8 MiB instead of 1.

fn main() {
    println!("cargo:rerun-if-changed=docs/codes");
    println!("cargo:rerun-if-changed=scaffold");
    println!("cargo:rerun-if-changed=themes");
    let target = |name: &str| std::env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    if target("OS") == "windows" {
        let stack = if target("ENV") == "msvc" { "/STACK:8388608" } else { "-Wl,--stack,8388608" };
        println!("cargo:rustc-link-arg-bins={stack}");
    }
}
