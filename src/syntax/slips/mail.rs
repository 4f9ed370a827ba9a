//! Mail addresses that no mail reaches.

use super::Slip;
use crate::diagnostic::Code;

/// A mail address in YAML that its link does not reach.
pub(super) fn check(written: &str, at: usize, slips: &mut Vec<Slip>) {
    let address = written.split(" #").next().unwrap_or_default().trim_end_matches(['"', '\'', ' ']);
    if address.contains('@') && !is_mail(address) {
        slips.push(Slip::new(Code::MailAddress, at..at + address.len()).arg("address", address));
    }
}

/// True for mail addresses with commas between them, and what the mail is to say.
pub fn is_mail(address: &str) -> bool {
    let names = address.split('?').next().unwrap_or(address);
    names.split(',').map(str::trim).all(|name| {
        let is_part = |part: &str| {
            !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "，；：。、（）()<>[]\";@".contains(c))
        };
        name.split_once('@').is_some_and(|(name, host)| {
            is_part(name)
                && name.is_ascii()
                && is_part(host)
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
        })
    })
}
