//! A policy: particulars, text clause by clause, and what rests on each clause.

use std::collections::{BTreeMap, BTreeSet};

use super::{Listing, RecordGroup, RecordPage, made};
use crate::model::article::{Attachment, Policy};
use crate::model::settings::Particular;
use crate::model::{Citation, Kind, Owner, Record};
use crate::plan::Route;
use crate::render::context::RenderContext;
use crate::render::metadata::{Article, Download, Head};
use crate::render::validity::validity_key;
use crate::render::view::{Html, Row, Value, plain};
use crate::syntax::clause::{ClauseRef, Kind as Numbering, Meaning};
use crate::syntax::markdown::{Block, Clause};
use crate::syntax::value::Absence;

/// So many links a list of statements names one by one, wherever they lead.
const LISTED: usize = 2;
/// Kinds of statements: those that explain a clause first, then what readers do, then who they meet.
const ORDER: [Kind; 12] = [
    Kind::Interpretation,
    Kind::Question,
    Kind::Check,
    Kind::Benefit,
    Kind::Step,
    Kind::Notice,
    Kind::Form,
    Kind::Office,
    Kind::Term,
    Kind::Field,
    Kind::Institution,
    Kind::Page,
];

/// The row of the table.
pub(super) const PAGE: RecordPage = RecordPage {
    kind: Kind::Policy,
    template: "policy.html",
    make: |cx, index| made(cx.policy(index, &cx.site.content.policies[index])),
    list: Listing { card: Some(card), groups: |cx, _| cx.policy_groups(), ..Listing::PLAIN },
    download: Some(|index| Download { route: Route::Print(Kind::Policy, index), text: "download_print" }),
};

/// What its template knows.
pub mod view {
    use serde::Serialize;

    pub use crate::render::view::*;

    /// `policy.html`
    #[derive(Clone, Debug, Serialize)]
    pub struct Policy {
        /// The table of particulars.
        pub rows: Vec<Row>,
        /// Documents that it rests on.
        pub basis: Vec<Link>,
        /// Documents of the site that rest on it.
        pub basis_of: Vec<Link>,
        /// Documents of the site that it supersedes.
        pub supersedes: Vec<Link>,
        /// What it says of itself when it is no longer in force.
        pub lapsed: Option<Lapsed>,
        /// Attachments.
        pub attachments: Vec<Attachment>,
        /// Address of its map.
        pub map: Option<String>,
        /// Interpretations of it.
        pub interpretations: Vec<Link>,
        /// Table of contents.
        pub toc: Vec<Toc>,
        /// The text, clause by clause.
        pub clauses: Vec<Clause>,
        /// How a clause is cited; `{clause}` stands for what it is called.
        pub cited: String,
        /// `false` when the text is not here.
        pub full_text: bool,
        /// What is known of a document whose text is not here.
        pub summary: Option<String>,
    }

    /// An attachment.
    #[derive(Clone, Debug, Serialize)]
    pub struct Attachment {
        /// `附件1`
        pub label: String,
        /// Its title.
        pub title: String,
        /// Its form, notices, original.
        pub links: Vec<Link>,
        /// Its original is not published; the words that say so.
        pub missing: Option<String>,
    }

    /// A clause with its text and what rests on it.
    #[derive(Clone, Debug, Default, Serialize)]
    pub struct Clause {
        /// Anchor without `#`.
        pub anchor: String,
        /// Its text, as HTML.
        pub html: Html,
        /// Editors' notes.
        pub notes: Vec<String>,
        /// What rests on it.
        pub cites: Option<Cites>,
        /// What it is called: `四（二）`.
        pub label: String,
    }

    /// The statements that rest on a clause.
    #[derive(Clone, Debug, Serialize)]
    pub struct Cites {
        /// How many there are, in words.
        pub count_text: String,
        /// The statements, by kind.
        pub kinds: Vec<CitesOfKind>,
    }

    /// Statements of one kind that rest on a clause.
    #[derive(Clone, Debug, Serialize)]
    pub struct CitesOfKind {
        /// Name of the kind.
        pub kind: String,
        /// The statements.
        pub links: Vec<Link>,
    }
}

impl<'a> RenderContext<'a> {
    pub fn policy(&self, index: usize, policy: &'a Record<Policy>) -> (Head, view::Policy) {
        let data = &policy.data;
        let short = self.record_link(Kind::Policy, index).text;
        let about = data.summary.clone().unwrap_or_else(|| short.clone());
        let mut head = Head::new("policy", data.title.clone(), about);
        head.article = Some(Article {
            published_on: data.published_on.value.get().copied(),
            // Of a document that is not here, the issuer has written nothing on this page.
            origin: data.issuer.get().filter(|_| data.full_text).cloned(),
            keywords: data.keywords.clone(),
        });
        let mut dates = vec![
            self.row("l_made_on", self.known_date(&data.made_on.value)),
            self.row("l_published_on", self.known_date(&data.published_on.value)),
        ];
        head.verified = data.verified;
        let rows = self.site.settings.particulars.iter().map(|&row| self.particular(data, row));
        let mut rows: Vec<Row> = rows.collect();
        // Of a document that is only named here, nobody has looked what is not announced.
        if !data.full_text {
            dates.retain(|row| !row.unpublished);
            rows.retain(|row| !row.unpublished);
        }
        head.dates = dates;
        let view = view::Policy {
            rows,
            basis: self.links(Kind::Policy, &data.basis),
            basis_of: self.listed(Kind::Policy, self.site.policies_naming(index, |policy| &policy.basis).collect()),
            supersedes: self
                .listed(Kind::Policy, self.site.policies_naming(index, |policy| &policy.superseded_by.0).collect()),
            lapsed: self.lapsed_policy(index),
            attachments: data.attachments.iter().map(|attachment| self.attachment(policy, attachment)).collect(),
            map: self.route(&Route::Map(index)),
            interpretations: self.referring((Kind::Policy, index), Kind::Interpretation),
            toc: self.clause_toc(policy),
            clauses: self.clauses(&mut head, index, policy),
            cited: self.fill(
                "cite_copy",
                &[("policy", &short), ("clause", "{clause}"), ("date", &self.date(self.site.as_of))],
            ),
            full_text: data.full_text,
            summary: data.summary.clone().filter(|_| !data.full_text),
        };
        (head, view)
    }

    /// Links to the records of the kind `from` that refer to a record.
    pub fn referring(&self, to: (Kind, usize), from: Kind) -> Vec<view::Link> {
        self.listed(from, self.site.referring(to, from).collect())
    }

    fn particular(&self, policy: &'a Policy, row: Particular) -> Row {
        match row {
            Particular::IndexNumber => self.row("p_index_number", self.known(&policy.index_number)),
            Particular::Subject => self.row("p_subject", self.known(&policy.subject)),
            Particular::Issuer => self.row("p_issuer", self.known(&policy.issuer)),
            Particular::MadeOn => self.row("p_made_on", self.known_date(&policy.made_on.value)),
            Particular::Title => self.row("p_title", plain(&policy.title)),
            Particular::DocumentNumber => self.row("p_document_number", self.known(&policy.document_number)),
            Particular::PublishedOn => self.row("p_published_on", self.known_date(&policy.published_on.value)),
            Particular::Validity => self.row("p_validity", self.validity(policy)),
            Particular::Keywords if policy.keywords.is_empty() => {
                self.row("p_keywords", self.absent(Absence::Unpublished))
            }
            Particular::Keywords => {
                self.row("p_keywords", plain(&policy.keywords.join(self.theme.text("list_separator"))))
            }
            Particular::Addressee => {
                let value = policy.addressee.as_deref().map_or_else(|| self.absent(Absence::Unpublished), plain);
                self.row("p_addressee", value)
            }
        }
    }

    fn validity(&self, policy: &Policy) -> Value {
        match (policy.lapsed(), policy.validity.value()) {
            (Some(lapsed), _) => plain(self.theme.text(validity_key(lapsed))),
            (None, Ok(validity)) => plain(self.theme.text(validity_key(*validity))),
            (None, Err(why)) => self.absent(why),
        }
    }

    fn attachment(&self, policy: &Record<Policy>, attachment: &Attachment) -> view::Attachment {
        let mut links = Vec::new();
        if let Some(form) = &attachment.form {
            links.extend(self.links(Kind::Form, std::slice::from_ref(form)));
        }
        links.extend(self.links(Kind::Notice, &attachment.notices));
        let original = attachment.original.value.get();
        let href = original.and_then(|target| self.file(target, policy.file));
        links.extend(href.map(|href| view::Link { text: self.text("l_original"), href: Some(href) }));
        let missing = attachment.form.is_none() && original.is_none();
        view::Attachment {
            label: self.fill("attachment_label", &[("n", &attachment.number.to_string())]),
            title: attachment.title.clone(),
            links,
            missing: missing.then(|| self.text("attachment_not_published")),
        }
    }

    fn clause_toc(&self, policy: &Record<Policy>) -> Vec<view::Toc> {
        let clauses = &policy.body.clauses;
        let own = |clause: &Clause| clause.path.own().map(|own| own.kind);
        let has_divisions = clauses.iter().any(|clause| own(clause).is_some_and(Numbering::is_division));
        // Divisions stand for the articles that they hold.
        let is_listed = |clause: &&Clause| match own(clause) {
            None | Some(Numbering::Closing) => false,
            Some(Numbering::Carried) if clause.path.is_labelled() => false,
            Some(Numbering::Article) if has_divisions => false,
            Some(Numbering::Carried) => true,
            Some(kind) => kind.is_division() || clause.is_attachment() || clause.path.steps.len() == 1,
        };
        let entry = |clause: &Clause| {
            let is_named = own(clause) == Some(Numbering::Carried);
            let is_untitled = is_named || clause.is_attachment() && clause.title.starts_with('附');
            view::Toc {
                label: clause.path.label(),
                title: if is_untitled { String::new() } else { clause.title.clone() },
                href: ["#", &clause.anchor].concat(),
                level: 1,
            }
        };
        clauses.iter().filter(is_listed).map(entry).collect()
    }

    fn clauses(&self, head: &mut Head, index: usize, policy: &'a Record<Policy>) -> Vec<view::Clause> {
        let body = &policy.body;
        let mut clauses: Vec<view::Clause> = Vec::new();
        let opens = |block: &Block| block.clause.filter(|&clause| block.span == body.clauses[clause].span);
        let notes = Self::notes(policy);
        let roles = self.roles(policy);
        let mut start = 0;
        while start < body.blocks.len() {
            let clause = body.blocks[start].clause;
            let same = body.blocks[start..].iter().take_while(|block| block.clause == clause).count();
            let blocks = &body.blocks[start..start + same];
            let html = self.placed(policy, start..start + same, &roles);
            match (opens(&blocks[0]), clauses.last_mut()) {
                (Some(clause), _) => {
                    let html = head.place(html);
                    clauses.push(self.clause((index, policy), (clause, html), &notes));
                }
                // Text that goes on after a list or a table of the same clause.
                (None, Some(last)) => last.html.push(&head.place(html)),
                (None, None) => clauses.push(view::Clause { html: head.place(html), ..view::Clause::default() }),
            }
            start += same;
        }
        clauses
    }

    /// The notes on each clause of a policy, by the places of the clauses.
    pub(in crate::render) fn notes(policy: &'a Record<Policy>) -> BTreeMap<usize, Vec<&'a str>> {
        let mut notes: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for note in &policy.data.notes {
            let clause = ClauseRef::parse(&note.clause.value).map(|clause| policy.find(&clause));
            if let Some(Meaning::One(clause)) = clause {
                notes.entry(clause).or_default().push(&note.text);
            }
        }
        notes
    }

    /// One clause, the innermost of those that begin with the same block: an article and its first paragraph are shown
    /// together.
    fn clause(
        &self,
        (index, policy): (usize, &'a Record<Policy>),
        (at, html): (usize, Html),
        notes: &BTreeMap<usize, Vec<&str>>,
    ) -> view::Clause {
        let clauses = &policy.body.clauses;
        let same = |&above: &usize| clauses[above].span == clauses[at].span;
        let outer = (0..at).rev().take_while(same).last().unwrap_or(at);
        let clause = &clauses[outer];
        let all = outer..at + 1;
        let cited: Vec<&Citation> = all.clone().flat_map(|clause| self.site.cited(index, clause)).collect();
        let notes = notes.range(all).flat_map(|(_, notes)| notes);
        view::Clause {
            anchor: clause.anchor.clone(),
            html,
            notes: notes.map(|&note| note.to_owned()).collect(),
            cites: (!cited.is_empty()).then(|| self.cites(&cited)),
            label: clause.path.label(),
        }
    }

    fn cites(&self, cited: &[&Citation]) -> view::Cites {
        let kinds = self.statements(cited);
        let count = kinds.iter().map(|(_, links)| links.len()).sum::<usize>();
        let of = |(kind, links)| view::CitesOfKind { links: self.grouped(kind, links), kind: self.sort_name(kind) };
        view::Cites {
            count_text: self.fill("cite_count", &[("n", &count.to_string())]),
            kinds: kinds.into_iter().map(of).collect(),
        }
    }

    /// The statements that cite something, each once, by the places of the kinds in their order, others behind them; what
    /// the settings state comes last.
    pub(super) fn statements(&self, cited: &[&Citation]) -> Vec<(Option<Kind>, Vec<view::Link>)> {
        let mut kinds: BTreeMap<(usize, Option<Kind>), Vec<view::Link>> = BTreeMap::new();
        let mut known = BTreeSet::new();
        for citation in cited {
            let kind = match citation.owner {
                Owner::Site => None,
                Owner::Record(kind, _) => Some(kind),
            };
            let link = self.statement(citation);
            if known.insert((kind, link.text.clone())) {
                kinds.entry((place(kind), kind)).or_default().push(link);
            }
        }
        kinds.into_iter().map(|((_, kind), links)| (kind, links)).collect()
    }

    /// What statements of a kind are called.
    pub(super) fn sort_name(&self, kind: Option<Kind>) -> String {
        self.theme.text(&format!("kind_{}", kind.map_or("site", Kind::word))).to_owned()
    }

    /// More than [`LISTED`] links to anchors of one page, or to all records of a kind, are one link to their page.
    fn grouped(&self, kind: Option<Kind>, links: Vec<view::Link>) -> Vec<view::Link> {
        let page = |link: &view::Link| Some(link.href.as_ref()?.split_once('#')?.0.to_owned());
        let first =
            links.first().and_then(page).filter(|first| links.iter().all(|link| page(link).as_ref() == Some(first)));
        let whole = kind.filter(|kind| self.site.content.count(*kind) == links.len()).and_then(Kind::column);
        let href = first.or_else(|| self.route(&Route::Column(whole?)));
        if links.len() <= LISTED || href.is_none() {
            return links;
        }
        let text = self.fill("cite_group", &[("n", &links.len().to_string())]);
        vec![view::Link { text, href }]
    }

    fn policy_groups(&self) -> Vec<RecordGroup> {
        let policies = &self.site.content.policies;
        let group = |(key, full_text): (&'a str, bool)| {
            let own = self.in_order(Kind::Policy).into_iter().filter(|&at| policies[at].data.full_text == full_text);
            RecordGroup { title: Some(self.text(key)), id: key.replace('_', "-"), records: own.collect() }
        };
        let groups = [("group_with_text", true), ("group_basis", false)].map(group);
        groups.into_iter().filter(|group| !group.records.is_empty()).collect()
    }
}

/// The place of the statements of a kind among those of others.
pub(super) fn place(kind: Option<Kind>) -> usize {
    let Some(kind) = kind else { return usize::MAX };
    ORDER.iter().position(|ordered| *ordered == kind).unwrap_or(ORDER.len())
}

fn card(cx: &RenderContext<'_>, index: usize, card: &mut view::Card) {
    let data = &cx.site.content.policies[index].data;
    card.title = data.title.clone();
    card.html = Html::text(data.summary.as_deref().unwrap_or_default());
    card.rows = vec![
        cx.row("p_issuer", cx.known(&data.issuer)),
        cx.row("p_document_number", cx.known(&data.document_number)),
        cx.row("p_made_on", cx.known_date(&data.made_on.value)),
    ];
    // Of a document that is only named here, nobody has looked what is not announced.
    if !data.full_text {
        card.rows.retain(|row| !row.unpublished);
    }
}
