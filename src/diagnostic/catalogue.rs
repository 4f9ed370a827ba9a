//! The words of every code, in Chinese and English, read from the documentation pages in `docs/codes/`.
//!
//! A page is `MC101.md`: YAML front matter with `zh`, `en`, `help-zh` and `help-en` (sentences with `{name}` places),
//! then the explanation in Chinese below `## 中文` and in English below `## English`.
