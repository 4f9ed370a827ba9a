//! Files that are compiled in are looked at again when one of them changes or a new one comes.

fn main() {
    println!("cargo:rerun-if-changed=docs/codes");
    println!("cargo:rerun-if-changed=scaffold");
    println!("cargo:rerun-if-changed=themes");
}
