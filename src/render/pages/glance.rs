//! The picture of an interpretation (一图读懂): the page that shows it, the drawing, and what both and the print-out say.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::Page;
use crate::model::article::Interpretation;
use crate::model::{Kind, LinkTarget, Owner, Record};
use crate::plan::{Glance, Route};
use crate::render::context::RenderContext;
use crate::render::drawings::points::{Point, Rich, Run, Style, plain, points};
use crate::render::drawings::tall::{Drawing, Panel, Picture, drawing};
use crate::render::metadata::{Article, Download, Head};
use crate::render::view::Row;
use crate::syntax::markdown::Block;
use crate::syntax::tags::tags;
use crate::syntax::value::{Source, Sources};

/// Its template.
pub(super) const TEMPLATE: &str = "picture.html";

/// The page of the picture of an interpretation.
pub(super) fn make(cx: &RenderContext<'_>, index: usize) -> Page {
    super::made(cx.picture_page(index, &cx.site.content.interpretations[index]))
}

/// What its template knows.
pub mod view {
    use serde::Serialize;

    pub use crate::render::view::*;

    /// `picture.html`
    #[derive(Clone, Debug, Serialize)]
    pub struct Picture {
        /// Address of the drawing.
        pub drawing: String,
        /// Its width.
        pub width: usize,
        /// Its height.
        pub height: usize,
        /// What it is, for those who do not see it.
        pub alt: String,
        /// Name of the file when it is saved.
        pub name: String,
        /// The interpretation.
        pub article: Link,
    }
}

impl<'a> RenderContext<'a> {
    fn picture_page(&self, index: usize, record: &'a Record<Interpretation>) -> (Head, view::Picture) {
        let data = &record.data;
        let title = self.fill("picture_title", &[("title", &data.title)]);
        let mut head = Head::new("picture", title, data.summary.clone());
        head.article = Some(Article { keywords: data.keywords.clone(), ..Article::default() });
        head.column = Kind::Interpretation.column();
        head.verified = data.verified;
        head.download = Some(Download { route: Route::Glance(index, Glance::Print), text: "picture_print" });
        let Drawing { width, height, .. } = self.drawing(index);
        let view = view::Picture {
            drawing: self.route(&Route::Glance(index, Glance::Drawing)).unwrap_or_default(),
            width,
            height,
            alt: self.fill("picture_alt", &[("title", &data.title)]),
            name: format!("{}.svg", record.id),
            article: self.record_link(Kind::Interpretation, index),
        };
        (head, view)
    }

    /// The drawing of an interpretation.
    pub fn drawing(&self, index: usize) -> Drawing {
        drawing(&self.pictured(index), &self.theme.drawing_css())
    }

    /// What the picture of an interpretation says.
    pub fn pictured(&self, index: usize) -> Picture {
        let record = &self.site.content.interpretations[index];
        let data = &record.data;
        let settings = &self.site.settings;
        let cited = self.clauses_of(record);
        let mut panels = vec![self.about(record)];
        // Addresses to which sections lead.
        let mut told = FxHashSet::default();
        for (heading, blocks) in Self::sections(record) {
            let html = self.blocks(&record.body, record.file, blocks);
            told.extend(tags(html.as_str()).filter_map(|tag| Some(tag.attribute("href")?.value.to_string())));
            panels.push(Panel { title: record.body.headings[heading].text.clone(), points: points(html.as_str()) });
        }
        panels.extend(
            [self.gets(record, &cited, &told), self.limits(record, &cited)]
                .into_iter()
                .filter(|panel| !panel.points.is_empty()),
        );
        panels.push(self.whom_to_ask(record));
        let url = self.page_address(Kind::Interpretation, index);
        let code = url.as_deref().and_then(|url| self.layout.codes.picture(url));
        let mut foot = vec![self.text("picture_note"), self.as_of()];
        foot.extend(url.map(|url| self.fill("print_source", &[("url", &url)])));
        Picture {
            lang: settings.language.clone(),
            kicker: self.fill("picture_kicker", &[("site", &settings.title)]),
            title: data.title.clone(),
            lead: self.lapsed_article(Kind::Interpretation, index).into_iter().chain([data.summary.clone()]).collect(),
            panels,
            code: code.map(|code| (code, self.text("print_scan"))),
            foot,
        }
    }

    /// The clauses on which an interpretation rests.
    fn clauses_of(&self, record: &Record<Interpretation>) -> FxHashSet<(usize, usize)> {
        let sources = record.data.source.iter().flat_map(|sources| &sources.0);
        let sources = sources.filter_map(|source| self.clause_of(&source.value));
        let links = record.body.links.iter().filter_map(|link| {
            match self.site.link_target(&link.target, self.path_of(record.file), &record.body).ok()? {
                LinkTarget::Clause(policy, clause) => {
                    Some((policy, self.site.meant(policy, &clause, &link.target).ok()?))
                }
                _ => None,
            }
        });
        sources.chain(links).collect()
    }

    fn clause_of(&self, source: &Source) -> Option<(usize, usize)> {
        self.site.source(source.clause.as_ref()?).ok()
    }

    /// The policies that it interprets, and what is known of them.
    fn about(&self, record: &Record<Interpretation>) -> Panel {
        let mut said = Vec::new();
        for at in record.data.policies.iter().filter_map(|id| self.site.find(Kind::Policy, &id.value)) {
            let policy = &self.site.content.policies[at].data;
            said.push(Point::Text { text: strong(&self.marked(Kind::Policy, at, policy.title.clone())) });
            let rows = [
                self.row("p_issuer", self.known(&policy.issuer)),
                self.row("p_document_number", self.known(&policy.document_number)),
                self.row("p_made_on", self.known_date(&policy.made_on.value)),
            ];
            said.extend(rows.into_iter().filter(|row| !row.unpublished).map(|row| pair(&row)));
        }
        Panel { title: self.text("l_policies"), points: said }
    }

    /// The sections that its author has chosen: each its heading, by its place, and the blocks behind it.
    fn sections(record: &Record<Interpretation>) -> Vec<(usize, &[Block])> {
        let body = &record.body;
        // Where the headings of the text stand among its blocks; those within blocks begin no section.
        let mut places = vec![None; body.headings.len()];
        for (at, block) in body.blocks.iter().enumerate() {
            let html = &body.html[block.html.clone()];
            let is_heading = html.starts_with("<h") && html[2..].starts_with(|c: char| c.is_ascii_digit());
            let tag = if is_heading { tags(html).next() } else { None };
            let id = tag.as_ref().and_then(|tag| tag.attribute("id"));
            if let Some(heading) = id.and_then(|id| body.anchored(&id.value)) {
                places[heading] = Some(at);
            }
        }
        let section = |heading: usize| {
            let start = places[heading]? + 1;
            let level = body.headings[heading].level;
            let rest = body.headings.iter().zip(&places).skip(heading + 1);
            let next = rest.filter(|(next, _)| next.level <= level).find_map(|(_, place)| *place);
            Some((heading, &body.blocks[start..next.unwrap_or(body.blocks.len())]))
        };
        let chosen: BTreeSet<usize> =
            record.data.glance.iter().filter_map(|heading| body.heading(&heading.value)).collect();
        chosen.into_iter().filter_map(section).collect()
    }

    /// The benefits that rest on these clauses and no others, without those to which a section links.
    fn gets(
        &self,
        record: &Record<Interpretation>,
        clauses: &FxHashSet<(usize, usize)>,
        told: &FxHashSet<String>,
    ) -> Panel {
        let benefits = &self.site.content.benefits;
        let within = self.within(Kind::Benefit, clauses, |at| &benefits[at].data.source);
        let is_told = |at: usize| self.record(Kind::Benefit, at, None).is_some_and(|href| told.contains(&href));
        let said = within.into_iter().filter(|at| !is_told(*at)).map(|at| {
            let mut text = strong(&benefits[at].data.name);
            text.extend(self.brackets(record, &benefits[at].data.source));
            Point::Item { text }
        });
        Panel { title: self.text("l_gets"), points: said.collect() }
    }

    /// The time limits of steps that rest on these clauses and no others.
    fn limits(&self, record: &Record<Interpretation>, clauses: &FxHashSet<(usize, usize)>) -> Panel {
        let steps = &self.site.content.steps;
        let within = self.within(Kind::Step, clauses, |at| &steps[at].data.source);
        let said = within.into_iter().filter_map(|at| {
            let step = &steps[at].data;
            let (clock, tone) = self.clock(&step.clock);
            let mut value = plain(&clock);
            value.extend(self.brackets(record, &step.source));
            matches!(tone, "fixed" | "recurring").then(|| Point::Pair { label: plain(&step.name), value })
        });
        Panel { title: self.text("l_clock"), points: said.collect() }
    }

    /// The records of a kind that rest on these clauses and no others, in the order of the content.
    fn within(
        &self,
        kind: Kind,
        clauses: &FxHashSet<(usize, usize)>,
        sources: impl Fn(usize) -> &'a Sources,
    ) -> Vec<usize> {
        let citing = clauses.iter().flat_map(|&(policy, clause)| self.site.cited(policy, clause));
        let owners = citing.filter_map(|citation| match citation.owner {
            Owner::Record(of, at) if of == kind => Some(at),
            _ => None,
        });
        let mut owners: Vec<usize> = owners.collect();
        owners.sort_unstable();
        owners.dedup();
        let rests_on =
            |source: &Source| source.clause.is_none() || self.clause_of(source).is_some_and(|at| clauses.contains(&at));
        owners.retain(|&at| sources(at).0.iter().all(|source| rests_on(&source.value)));
        owners
    }

    /// Whom to ask.
    fn whom_to_ask(&self, record: &Record<Interpretation>) -> Panel {
        let contact = &self.site.settings.contact;
        let mut said: Vec<Point> = self.contact(contact).iter().map(pair).collect();
        if let (Some(Point::Pair { value, .. }), Some(sources)) = (said.last_mut(), &contact.source) {
            value.extend(self.brackets(record, sources));
        }
        Panel { title: self.text("print_ask"), points: said }
    }

    /// What a statement rests on, in brackets behind it. Where one policy is interpreted, its clauses are named without it.
    fn brackets(&self, record: &Record<Interpretation>, sources: &Sources) -> Option<Run> {
        let only = match &record.data.policies[..] {
            [one] => self.site.find(Kind::Policy, &one.value),
            _ => None,
        };
        let cited = self.cited(sources);
        let mut labels: Vec<String> = Vec::new();
        for source in &cited {
            labels.push(source.label.clone());
            labels.extend(source.more.iter().map(|more| more.text.clone()));
        }
        let clauses = sources.0.iter().map(|source| self.clause_of(&source.value));
        let clauses: Option<Vec<(usize, usize)>> = clauses.collect();
        if let Some(own) = clauses.filter(|all| all.iter().all(|(policy, _)| Some(*policy) == only)) {
            labels =
                own.iter().filter_map(|&(policy, at)| Some(self.site.clauses(policy).get(at)?.path.label())).collect();
            labels.dedup();
        }
        let text = self.fill("picture_cited", &[("sources", &labels.join(self.theme.text("list_separator")))]);
        (!labels.is_empty()).then_some(Run { text, style: Style::Cited })
    }
}

fn strong(text: &str) -> Rich {
    vec![Run { text: text.to_owned(), style: Style::Strong }]
}

fn pair(row: &Row) -> Point {
    Point::Pair { label: plain(&row.label), value: plain(&row.html.words()) }
}
