//! N made-up policies with their questions, interpretations, fields and benefits, laid out for Mingce or for Hugo.
//!
//! The same N gives the same bytes on every machine. Every place, office and sum is invented; the sentences are put
//! together from the parts in `words`.

mod words;

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use words::Dice;
pub use words::FIELDS;

/// Policies per interpretation.
const PER_INTERPRETATION: usize = 20;
/// Benefits per field.
const PER_FIELD: usize = 6;
/// The day that counts as today.
pub const AS_OF: &str = "2026-11-22";
/// The address of the made-up site.
pub const ADDRESS: &str = "https://zhengce.example.invalid/";
/// Name of the made-up site.
const TITLE: &str = "云泽市惠民政策（虚构）";

/// Clauses that other records cite.
const CLAUSES: [&str; 6] = ["一（一）", "二（一）", "二（二）", "二（三）", "三", "四（二）"];

/// Whom the files are for.
#[derive(Clone, Copy, PartialEq)]
pub enum Layout {
    /// A content folder of Mingce's.
    Mingce,
    /// The `content/` of a Hugo site.
    Hugo,
}

/// How much was written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Size {
    /// Pages with text of their own: policies, questions, interpretations, fields, benefits.
    pub records: usize,
    /// Han characters of a policy's text, on average.
    pub han_per_policy: usize,
    /// Bytes of all files.
    pub bytes: u64,
}

/// Writes the corpus of `policies` policies into `root`.
pub fn write(layout: Layout, policies: usize, root: &Path) -> io::Result<Size> {
    let mut out = Out { root, layout, policies, size: Size::default() };
    if layout == Layout::Mingce {
        out.file("site.yaml", &settings())?;
    }
    let mut han = 0;
    for at in 0..policies {
        let body = out.policy_body(at);
        han += body.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
        out.record("policies", &policy_id(at), &out.policy_front(at), &body)?;
        out.record("questions", &question_id(at), &out.question_front(at), &out.question_body(at))?;
    }
    for at in 0..out.interpretations() {
        let (front, body) = out.interpretation(at);
        out.record("interpretations", &format!("i{at:05}"), &front, &body)?;
    }
    out.fields()?;
    out.benefits()?;
    out.size.han_per_policy = han / policies.max(1);
    Ok(out.size)
}

fn policy_id(at: usize) -> String {
    format!("p{at:05}")
}

fn question_id(at: usize) -> String {
    format!("q{at:05}")
}

/// The field of a policy and of its question.
fn field_of(at: usize) -> usize {
    at % FIELDS.len()
}

struct Out<'a> {
    root: &'a Path,
    layout: Layout,
    policies: usize,
    size: Size,
}

impl Out<'_> {
    fn file(&mut self, path: &str, text: &str) -> io::Result<()> {
        let place = self.root.join(path);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)?;
        }
        self.size.bytes += text.len() as u64;
        fs::write(place, text)
    }

    fn record(&mut self, folder: &str, id: &str, front: &str, body: &str) -> io::Result<()> {
        self.size.records += 1;
        self.file(&format!("{folder}/{id}.md"), &format!("---\n{front}---\n\n{body}"))
    }

    fn interpretations(&self) -> usize {
        self.policies.div_ceil(PER_INTERPRETATION)
    }

    /// A link to a clause of a policy.
    fn clause(&self, policy: usize, clause: &str) -> String {
        let id = policy_id(policy % self.policies);
        match self.layout {
            Layout::Mingce => format!("[{clause}](policy:{id}#{clause})"),
            Layout::Hugo => format!("[{clause}]({{{{< relref \"/policies/{id}.md\" >}}}})"),
        }
    }

    fn title(at: usize) -> String {
        let mut dice = Dice::new("policy", at);
        let (place, thing) = (dice.of(words::PLACES), dice.of(words::THINGS));
        let form = ["办法", "实施细则", "工作方案", "若干措施"];
        format!("{place}{thing}{}（第{}号）", dice.of(&form), at + 1)
    }

    fn policy_front(&self, at: usize) -> String {
        let mut dice = Dice::new("front", at);
        let (issuer, year) = (dice.of(words::OFFICES), 2019 + dice.below(7));
        let made = format!("{year}-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28));
        let title = Self::title(at);
        let mut front = format!("title: {title}\n");
        let number = format!("云虚发〔{year}〕{}号", 1 + dice.below(300));
        let keywords = format!("{}, {}", FIELDS[field_of(at)].1, dice.of(words::THINGS));
        let summary = format!("{title}的适用对象、支持标准和办理流程。");
        match self.layout {
            Layout::Mingce => {
                let _ = writeln!(front, "short_title: 第{}号文件\nsummary: {summary}\nissuer: {issuer}", at + 1);
                let _ = writeln!(front, "document_number: {number}\nindex_number: YZ{at:08}\nsubject: unpublished");
                let _ = writeln!(front, "made_on: {made}\npublished_on: {made}\nvalidity: in-force");
            }
            Layout::Hugo => {
                let _ = writeln!(front, "linkTitle: 第{}号文件\ndescription: {summary}\nissuer: {issuer}", at + 1);
                let _ = writeln!(front, "document_number: {number}\nindex_number: YZ{at:08}");
                let _ = writeln!(front, "made_on: \"{made}\"\ndate: {made}\nvalidity: 有效");
                // Mingce finds out by itself what cites a policy.
                let _ = writeln!(front, "cited_by: [/questions/{}", question_id(at));
                if at % PER_INTERPRETATION < 3 {
                    let _ = writeln!(front, "  , /interpretations/i{:05}", at / PER_INTERPRETATION);
                }
                front.push_str("  ]\n");
            }
        }
        let _ = writeln!(front, "keywords: [{keywords}]");
        front
    }

    fn policy_body(&self, at: usize) -> String {
        let dice = &mut Dice::new("body", at);
        let mut text = String::new();
        let see = |dice: &mut Dice, text: &mut String| {
            let clause = CLAUSES[dice.below(CLAUSES.len())];
            let other = at + 1 + dice.below(self.policies);
            let title = Self::title(other % self.policies);
            let _ = write!(text, "相关规定见《{title}》{}。\n\n", self.clause(other, clause));
        };
        let _ = write!(text, "{}\n\n## 一、总体要求\n\n", words::paragraph(dice, 2));
        let _ = write!(text, "（一）制定依据。{}", words::paragraph(dice, 4));
        see(dice, &mut text);
        let _ = write!(text, "（二）工作目标。{}\n\n## 二、主要内容\n\n", words::paragraph(dice, 3));
        let _ = write!(text, "（一）适用对象。{}\n\n", words::paragraph(dice, 2));
        for _ in 0..4 {
            let _ =
                writeln!(text, "- **{}**：{}，{}。", dice.of(words::WHO), dice.of(words::WHEN), dice.of(words::DOES));
        }
        let _ = write!(text, "\n（二）支持标准。{}\n\n", words::paragraph(dice, 2));
        text.push_str("| 事项 | 对象 | 标准 | 期限 |\n| --- | --- | ---: | --- |\n");
        for _ in 0..6 {
            let (sum, months) = (dice.sum(), 1 + dice.below(36));
            let _ = writeln!(text, "| {} | {} | {sum} | {months}个月 |", dice.of(words::THINGS), dice.of(words::WHO));
        }
        let _ = write!(text, "\n（三）办理流程。{}\n\n", words::paragraph(dice, 1));
        for (number, step) in ["申请", "受理", "审核", "公示", "兑现"].into_iter().enumerate() {
            let _ = writeln!(text, "{}. {step}：{}{}。", number + 1, dice.of(words::WHO), dice.of(words::DOES));
        }
        let _ = write!(text, "\n## 三、与以往规定的衔接\n\n{}\n\n", words::paragraph(dice, 4));
        let _ = write!(text, "> {}\n\n## 四、监督管理\n\n", words::paragraph(dice, 1));
        let _ = write!(text, "（一）公开和查询。{}", words::paragraph(dice, 3));
        see(dice, &mut text);
        let _ = writeln!(text, "（二）异议处理。{}", words::paragraph(dice, 3));
        text
    }

    fn question_front(&self, at: usize) -> String {
        let dice = &mut Dice::new("question", at);
        let (who, thing) = (dice.of(words::WHO), dice.of(words::THINGS));
        let title = format!("{who}怎样申请{thing}？（第{}号文件）", at + 1);
        let (summary, group) = (words::sentence(dice), FIELDS[field_of(at)].1);
        let order = (at / FIELDS.len() + 1) * 10;
        match self.layout {
            Layout::Mingce => {
                let id = policy_id(at);
                format!(
                    "title: {title}\nsummary: {summary}\ngroup: {group}\norder: {order}\nmade_on: {AS_OF}\n\
                     published_on: {AS_OF}\nkeywords: [{group}]\nsource:\n  - clause: {id}#二（一）\n    \
                     quote: 适用对象。\n  - {id}#二（三）\n"
                )
            }
            Layout::Hugo => format!(
                "title: {title}\ndescription: {summary}\ngroup: {group}\nweight: {order}\nmade_on: \"{AS_OF}\"\n\
                 date: {AS_OF}\nkeywords: [{group}]\npolicies: [/policies/{}]\n",
                policy_id(at)
            ),
        }
    }

    fn question_body(&self, at: usize) -> String {
        let dice = &mut Dice::new("answer", at);
        let (first, second) = (words::paragraph(dice, 2), words::paragraph(dice, 2));
        let links = (self.clause(at, "二（一）"), self.clause(at, "二（三）"), self.clause(at, "四（二）"));
        format!("{first}详见{}、{}。\n\n{second}对结果有异议的，按{}办理。\n", links.0, links.1, links.2)
    }

    fn interpretation(&self, at: usize) -> (String, String) {
        let dice = &mut Dice::new("interpretation", at);
        let own: Vec<usize> =
            (0..3).map(|step| at * PER_INTERPRETATION + step).filter(|&p| p < self.policies).collect();
        let title = format!("第{}号等文件的政策解读", own[0] + 1);
        let summary = words::sentence(dice);
        let ids: Vec<_> = own.iter().map(|&policy| policy_id(policy)).collect();
        let front = match self.layout {
            Layout::Mingce => format!(
                "title: {title}\nsummary: {summary}\npolicies: [{}]\nauthor: {}\nmade_on: {AS_OF}\npublished_on: {AS_OF}\n\
                 keywords: [政策解读]\n",
                ids.join(", "),
                dice.of(words::OFFICES)
            ),
            Layout::Hugo => format!(
                "title: {title}\ndescription: {summary}\npolicies: [/policies/{}]\nissuer: {}\nmade_on: \"{AS_OF}\"\n\
                 date: {AS_OF}\nkeywords: [政策解读]\n",
                ids.join(", /policies/"),
                dice.of(words::OFFICES)
            ),
        };
        let mut body = format!("{}\n", words::paragraph(dice, 2));
        for policy in own {
            let _ = write!(body, "\n## {}\n\n", Self::title(policy));
            for clause in CLAUSES {
                let _ = write!(body, "{}（{}）\n\n", words::paragraph(dice, 2), self.clause(policy, clause));
            }
        }
        (front, body)
    }

    fn fields(&mut self) -> io::Result<()> {
        let mut list = String::new();
        for (at, (id, name)) in FIELDS.iter().enumerate() {
            let dice = &mut Dice::new("field", at);
            let (text, link) = (words::paragraph(dice, 2), self.clause(at, "一（一）"));
            let clause = format!("{}#一（一）", policy_id(at % self.policies));
            match self.layout {
                Layout::Mingce => {
                    let _ = writeln!(
                        list,
                        "- id: {id}\n  name: {name}\n  summary: {text}（{link}）\n  occupation: {name}专员"
                    );
                    let _ = writeln!(list, "  source: {clause}");
                    self.size.records += 1;
                }
                Layout::Hugo => {
                    let front = format!(
                        "title: {name}\nissuer: {name}专员\npolicies: [/policies/{}]\n",
                        policy_id(at % self.policies)
                    );
                    self.record("fields", id, &front, &format!("{text}（{link}）\n"))?;
                }
            }
        }
        if list.is_empty() { Ok(()) } else { self.file("fields.yaml", &list) }
    }

    fn benefits(&mut self) -> io::Result<()> {
        let mut list = String::new();
        for at in 0..FIELDS.len() * PER_FIELD {
            let dice = &mut Dice::new("benefit", at);
            let (id, name) =
                (format!("b{at:02}"), format!("{}（{}）", dice.of(words::THINGS), FIELDS[at / PER_FIELD].1));
            let (what, who, how) = (words::sentence(dice), words::sentence(dice), words::sentence(dice));
            let (office, sum) = (dice.of(words::OFFICES), dice.sum());
            let policy = policy_id(at % self.policies);
            let link = self.clause(at, "二（二）");
            match self.layout {
                Layout::Mingce => {
                    let _ = writeln!(list, "- id: {id}\n  name: {name}\n  summary: {what}（{link}）\n  who: {who}");
                    let _ = writeln!(list, "  decided_by: {office}\n  how_to_claim: {how}\n  amount: {sum}");
                    let _ = writeln!(list, "  source: {{ clause: {policy}#二（二）, quote: 支持标准。 }}");
                    self.size.records += 1;
                }
                Layout::Hugo => {
                    let mut front =
                        format!("title: {name}\nwho: {who}\nissuer: {office}\nclaim: {how}\namount: {sum}\n");
                    let _ = writeln!(front, "policies: [/policies/{policy}]");
                    self.record("benefits", &id, &front, &format!("{what}（{link}）\n"))?;
                }
            }
        }
        if list.is_empty() { Ok(()) } else { self.file("benefits.yaml", &list) }
    }
}

fn settings() -> String {
    let mut text =
        format!("title: {TITLE}\nsummary: 云泽市是虚构的，这里的文件只用来测量速度。\nowner: 云泽市便民服务局\n");
    let _ = write!(text, "base_url: {ADDRESS}\nas_of: {AS_OF}\n");
    text.push_str("contact:\n  name: 综合服务科\n  phone: 0000-0000000\n  address: 云泽市虚构路1号\n");
    text.push_str(
        "identity:\n  site_code: \"0000000000\"\n  icp: 云ICP备00000000号\n  police: 云公网安备00000000000000号\n",
    );
    text.push_str("columns:\n");
    for (id, name) in [
        ("policies", "政策文件"),
        ("interpretations", "政策解读"),
        ("questions", "常见问题"),
        ("fields", "领域"),
        ("benefits", "惠民事项"),
    ] {
        let _ = writeln!(
            text,
            "  - {{ id: {id}, name: {name}, description: {name}一览。, keywords: [{name}], type: {name} }}"
        );
    }
    text
}
