//! Pages that have not been requested → their diagnostics: a template of the site's own may fail with the data of a single
//! page.
//!
//! An author may save faster than all pages are rendered: a new edition is gone on with where the last one was left. What
//! was wrong before is rendered first, and before the edition is shown, so that nothing counts as mended unseen.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::plan::Route;
use crate::preview::edition::Edition;

/// How long pages are looked at that were wrong, once one of them is known to be wrong still.
const ENOUGH: Duration = Duration::from_millis(100);

/// How far the pages of the newest edition are known.
#[derive(Default)]
pub(super) struct Proof {
    /// Pages that were wrong and have not been looked at since.
    wrong: BTreeSet<String>,
    /// The place, among all routes, of the one that is next.
    next: usize,
    /// How many routes are left.
    left: usize,
}

impl Proof {
    /// Begins with a new edition, which nobody has seen yet, after another one.
    pub fn begin(&mut self, edition: &Edition, before: Option<&Edition>) {
        let mut wrong = std::mem::take(&mut self.wrong);
        wrong.extend(before.into_iter().flat_map(Edition::broken_paths));
        let start = Instant::now();
        for path in wrong {
            let enough = !edition.is_good() && start.elapsed() > ENOUGH;
            match edition.route(&path) {
                Some(route) if !enough => drop(edition.render(route)),
                // A page of which a record is wrong comes back when that is mended.
                None if edition.is_whole() => {}
                _ => drop(self.wrong.insert(path)),
            }
        }
        self.left = edition.compiled.plan.routes().count();
    }

    /// Renders further pages of an edition for as long as `goes_on` says so.
    pub fn go_on(&mut self, edition: &Edition, render: impl Fn(&Route), goes_on: impl Fn() -> bool) {
        let routes = || edition.compiled.plan.routes();
        let count = routes().count().max(1);
        let all = routes().chain(routes()).skip(self.next % count).take(self.left);
        for (path, route) in all.take_while(|_| goes_on()) {
            self.next = (self.next + 1) % count;
            self.left -= 1;
            if path.ends_with(".html") {
                self.wrong.remove(path);
                render(route);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::catalogue::Lang;
    use crate::edge::{disk, scaffold};
    use crate::model::Options;
    use std::cell::Cell;
    use std::fs;
    use std::path::Path;

    /// The folder as it is, compiled.
    fn edition(content: &Path, number: u64) -> Edition {
        let options = Options { drafts: true, ..Options::default() };
        let (compiled, reported) = crate::compile(disk::load(content).0, &options);
        Edition::new(number, compiled, reported)
    }

    /// Renders so many further routes.
    fn some(proof: &mut Proof, edition: &Edition, routes: usize) {
        let left = Cell::new(routes);
        proof.go_on(edition, |route| drop(edition.render(route)), || left.replace(left.get().saturating_sub(1)) > 0);
    }

    #[test]
    fn whoever_saves_often_is_reported_of_a_single_page_too_and_it_stays_wrong_until_it_is_mended() {
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().join("content");
        scaffold::site(&content, &Options::default(), Lang::Zh).unwrap();
        let page = |title: &str| format!("---\ntitle: {title}\nsummary: 一句话。\n---\n\n正文。\n");
        for at in 0..20 {
            fs::write(content.join(format!("pages/p{at}.md")), page(&format!("第{at}页"))).unwrap();
        }
        let template = include_str!("../../../themes/default/templates/article.html");
        let wrong = "{% if page.title == \"第17页\" %}{{ view.none.such }}{% endif %}";
        fs::create_dir_all(content.join("theme/templates")).unwrap();
        let theme = content.join("theme/templates/article.html");
        fs::write(
            &theme,
            format!("{template}{wrong}").replace("{% endblock content %}", "") + "{% endblock content %}",
        )
        .unwrap();
        let (mut proof, mut before, mut rounds) = (Proof::default(), None::<Edition>, 0);
        // One save after the other, and after each there is time for three pages.
        let found = loop {
            let now = edition(&content, rounds);
            assert!(now.is_whole() && now.is_good());
            proof.begin(&now, before.as_ref());
            some(&mut proof, &now, 3);
            rounds += 1;
            if !now.is_good() {
                break now;
            }
            let all = now.compiled.plan.routes().count() as u64;
            assert!(rounds * 3 <= all + 3, "not found in {rounds} editions");
            before = Some(now);
        };
        assert!(rounds > 2);
        // Anything else is saved: it is known before the edition is shown.
        fs::write(content.join("pages/p3.md"), page("另一页")).unwrap();
        let again = edition(&content, rounds);
        proof.begin(&again, Some(&found));
        assert!(!again.is_good());
        // While the record is wrong there is no such page; it comes back as it was.
        fs::write(content.join("pages/p17.md"), "---\ntitle: [\n---\n").unwrap();
        let broken = edition(&content, rounds);
        proof.begin(&broken, Some(&again));
        assert!(!broken.is_whole());
        fs::write(content.join("pages/p17.md"), page("第17页")).unwrap();
        let back = edition(&content, rounds);
        proof.begin(&back, Some(&broken));
        assert!(back.is_whole() && !back.is_good());
        // Mended, it is good at once.
        fs::remove_file(theme).unwrap();
        let mended = edition(&content, rounds);
        proof.begin(&mended, Some(&back));
        assert!(mended.is_good());
    }
}
