//! The four checks of the real content, derived a second time: a table written out of the notice and of the national
//! standard, clause by clause, compared with the rules for every combination of answers. It shares no code with them.

use std::collections::BTreeMap;
use std::path::Path;

use mingce::Compiled;
use mingce::edge::disk::load;
use mingce::eligibility::Ruleset;
use mingce::eligibility::rules::Domain;
use mingce::model::Options;
use mingce::model::eligibility::Expected;

/// What a clause comes to. All of several clauses come to the least of them, one of several to the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    /// The document says no.
    No,
    /// Nobody has said what it depends on, or this site does not know the rule.
    Open,
    /// Somebody has to confirm it.
    Confirm,
    /// The document says yes.
    Yes,
}
use Says::{Confirm, No, Open, Yes};

fn says(is: bool) -> Says {
    if is { Yes } else { No }
}

/// An answer that may be “not sure”.
fn known<T>(answer: Option<T>, is: impl Fn(T) -> bool) -> Says {
    answer.map_or(Open, |answer| says(is(answer)))
}

fn all(clauses: &[Says]) -> Says {
    clauses.iter().copied().min().unwrap()
}

fn any(clauses: &[Says]) -> Says {
    clauses.iter().copied().max().unwrap()
}

fn compiled() -> Compiled {
    let (snapshot, _) = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    mingce::compile(snapshot, &Options::default()).0
}

fn rules<'a>(compiled: &'a Compiled, id: &str) -> &'a Ruleset {
    let at = compiled.site.content.checks.iter().position(|check| check.id.as_str() == id).unwrap();
    &compiled.checks[at].as_ref().unwrap().rules
}

/// Plain answers of one reader: fact, answer as in an address. What is absent is “not sure”, or not asked.
#[derive(Clone, Debug, Default)]
struct Reader(BTreeMap<&'static str, String>);

impl Reader {
    fn with(&self, fact: &'static str, answer: impl Into<String>) -> Self {
        let mut more = self.clone();
        more.0.insert(fact, answer.into());
        more
    }

    fn word(&self, fact: &str) -> Option<&str> {
        self.0.get(fact).map(String::as_str)
    }

    fn yes(&self, fact: &str) -> Option<bool> {
        self.word(fact).map(|answer| answer == "yes")
    }

    fn number(&self, fact: &str) -> i64 {
        self.word(fact).map_or(-1, |answer| answer.parse().unwrap())
    }

    /// Whether one of several answers was chosen; nothing when the reader is not sure.
    fn has(&self, fact: &str, option: &str) -> Option<bool> {
        self.word(fact).map(|answer| answer.split(',').any(|one| one == option))
    }

    fn answers(&self, rules: &Ruleset) -> Vec<Option<i64>> {
        let asked = |fact: &&str| rules.questions.iter().any(|question| question.id == **fact);
        assert!(self.0.keys().all(asked), "{self:?}");
        let value = |question: &mingce::eligibility::rules::Question| {
            let answer = self.word(&question.id)?;
            let place = |word: &str, options: &[String]| options.iter().position(|one| one == word).unwrap() as i64;
            Some(match &question.domain {
                Domain::One(options) => place(answer, options),
                Domain::Several(options) => {
                    answer.split(',').filter(|one| !one.is_empty()).map(|one| 1 << place(one, options)).sum()
                }
                Domain::Range(..) => answer.parse().unwrap(),
            })
        };
        rules.questions.iter().map(value).collect()
    }
}

/// Every reader with one of these answers more; an empty word is “not sure”.
fn asked(readers: Vec<Reader>, fact: &'static str, words: &[&str], when: impl Fn(&Reader) -> bool) -> Vec<Reader> {
    let more = |reader: Reader| match when(&reader) {
        false => vec![reader],
        true => words.iter().map(|word| if *word == "?" { reader.clone() } else { reader.with(fact, *word) }).collect(),
    };
    readers.into_iter().flat_map(more).collect()
}

/// Compares all outcomes for all readers; gives how often each result came out.
fn compare(
    rules: &Ruleset,
    readers: &[Reader],
    table: &dyn Fn(&Reader) -> Vec<(&'static str, Says)>,
    contradictory: &dyn Fn(&Reader) -> bool,
) -> BTreeMap<(&'static str, Expected), usize> {
    let mut seen = BTreeMap::new();
    for reader in readers {
        let answers = reader.answers(rules);
        let contradicts = !rules.contradictions(&answers).is_empty();
        assert_eq!(contradicts, contradictory(reader), "{reader:?}");
        if contradicts {
            continue;
        }
        let verdicts = rules.judge(&answers);
        let expected = table(reader);
        assert_eq!(expected.len(), rules.outcomes.len());
        for (outcome, says) in expected {
            let at = rules.outcomes.iter().position(|own| own.id == outcome).unwrap();
            let expected = match says {
                No => Expected::Unmet,
                Open => Expected::Unknown,
                Confirm => Expected::Confirm,
                Yes => Expected::Met,
            };
            assert_eq!(verdicts[at].status(), expected, "{outcome}: {reader:?}");
            *seen.entry((outcome, expected)).or_insert(0) += 1;
        }
    }
    seen
}

const YES_NO: &[&str] = &["yes", "no"];
const YES_NO_UNSURE: &[&str] = &["yes", "no", "?"];

/// 二: 符合国家职业标准的数字技术相关专业应届毕业生、正在或有意愿从事数字技术领域工作的技术技能人才，不包含已退休人员。
#[test]
fn who_may_train() {
    let compiled = compiled();
    let mut readers = vec![Reader::default()];
    for fact in ["retired", "graduate", "related-major"] {
        readers = asked(readers, fact, YES_NO_UNSURE, |_| true);
    }
    readers = asked(readers, "field-work", &["working", "willing", "neither"], |_| true);
    readers = asked(readers, "skilled", YES_NO_UNSURE, |reader| reader.word("field-work") != Some("neither"));
    let table = |reader: &Reader| {
        // Whether somebody meets the national standard, nobody but a body can say; and it may be wanted of both groups.
        let graduates =
            all(&[known(reader.yes("graduate"), |is| is), known(reader.yes("related-major"), |is| is), Confirm]);
        let works = says(matches!(reader.word("field-work"), Some("working" | "willing")));
        let skilled = all(&[works, known(reader.yes("skilled"), |is| is), Confirm]);
        let retired = known(reader.yes("retired"), |is| !is);
        vec![("can-train", all(&[retired, any(&[graduates, skilled])]))]
    };
    let seen = compare(rules(&compiled, "train"), &readers, &table, &|_| false);
    assert_eq!(seen.values().sum::<usize>(), 27 * (3 + 3 + 1));
    assert!(!seen.contains_key(&("can-train", Expected::Met)), "nobody is reported for certain");
}

/// Everybody who may be asked about 智能制造工程技术人员, and those of two other fields.
fn candidates() -> Vec<Reader> {
    let own = |reader: &Reader| reader.word("field") == Some("smart-manufacturing");
    let mut all = vec![Reader::default()];
    all = asked(all, "field", &["smart-manufacturing", "big-data", "other"], |_| true);
    all = asked(all, "retired", YES_NO_UNSURE, |_| true);
    all = asked(all, "technical-school", YES_NO, own);
    all = asked(all, "degree", &["lower", "college", "bachelor", "master", "doctor"], own);
    let related = &["none", "studying", "college-student", "college", "bachelor-student", "bachelor", "doctor", "?"];
    all = asked(all, "related-degree", related, own);
    all = asked(all, "work-years", &["0", "1"], |reader| reader.word("related-degree") == Some("college"));
    all = asked(all, "title", &["none", "technician", "assistant-engineer", "engineer", "senior-engineer"], own);
    let titled = |reader: &Reader| matches!(reader.word("title"), Some("assistant-engineer" | "engineer"));
    all = asked(all, "title-years", &["1", "2", "3"], titled);
    all = asked(all, "occupation-certificate", &["none", "junior", "intermediate", "senior"], own);
    let counts = |reader: &Reader| match (reader.word("occupation-certificate"), reader.word("degree")) {
        (Some("junior"), degree) => degree != Some("lower"),
        (Some("intermediate"), degree) => matches!(degree, Some("bachelor" | "master" | "doctor")),
        _ => false,
    };
    all = asked(all, "certificate-years", &["0", "1", "2", "3", "4"], counts);
    let proofs = &["", "junior", "intermediate", "senior", "junior,intermediate,senior", "?"];
    asked(all, "hours-proof", proofs, own)
}

/// 人社厅发〔2021〕10号, for 智能制造工程技术人员; each level asks for its 培训学时证明 and one of its conditions.
fn assessment(reader: &Reader) -> Vec<(&'static str, Says)> {
    let (degree, related) = (reader.word("degree"), reader.word("related-degree"));
    let (title, titled) = (reader.word("title"), reader.number("title-years"));
    let (certificate, since) = (reader.word("occupation-certificate"), reader.number("certificate-years"));
    // 二: 不包含已退休人员.
    let trainee = known(reader.yes("retired"), |is| !is);
    let own = says(reader.word("field") == Some("smart-manufacturing"));
    let proof = |level: &str| known(reader.has("hours-proof", level), |is| is);
    // 技工院校毕业生按国家有关规定: those rules are not on this site.
    let school = if reader.yes("technical-school") == Some(true) { Open } else { No };
    // Whether a higher title or certificate than the one that is named counts, the standard does not say.
    let higher = |is: bool| if is { Open } else { No };
    let (lower, college) = (degree == Some("lower"), degree == Some("college"));
    let junior = any(&[
        // 取得技术员职称.
        says(title == Some("technician")),
        higher(matches!(title, Some("assistant-engineer" | "engineer" | "senior-engineer"))),
        // 具备相关专业大学本科及以上学历（含在读应届毕业生）.
        known(related, |related| matches!(related, "bachelor-student" | "bachelor" | "doctor")),
        // 具备相关专业大学专科学历，从事本职业工作满1年.
        known(related, |related| related == "college" && reader.number("work-years") >= 1),
        school,
    ]);
    let intermediate = any(&[
        // 取得助理工程师职称后，从事本职业工作满2年.
        says(title == Some("assistant-engineer") && titled >= 2),
        higher(matches!(title, Some("engineer" | "senior-engineer"))),
        // 本科、学士、专科，取得初级后满3年.
        says(matches!(degree, Some("college" | "bachelor")) && certificate == Some("junior") && since >= 3),
        // 硕士、第二学士，取得初级后满1年.
        says(degree == Some("master") && certificate == Some("junior") && since >= 1),
        // A doctor has one of these degrees too, most likely; which one is not asked.
        if degree == Some("doctor") && certificate == Some("junior") && since >= 1 { Confirm } else { No },
        higher(!lower && matches!(certificate, Some("intermediate" | "senior"))),
        // 相关专业博士.
        all(&[says(degree == Some("doctor")), known(related, |related| related == "doctor")]),
        school,
    ]);
    let senior = any(&[
        // 取得工程师职称后，从事本职业工作满3年.
        says(title == Some("engineer") && titled >= 3),
        higher(title == Some("senior-engineer")),
        // 硕士、第二学士、本科、学士，取得中级后满4年.
        says(matches!(degree, Some("bachelor" | "master")) && certificate == Some("intermediate") && since >= 4),
        // 博士，取得中级后满1年.
        says(degree == Some("doctor") && certificate == Some("intermediate") && since >= 1),
        higher(!lower && !college && certificate == Some("senior")),
        school,
    ]);
    vec![
        ("junior", all(&[own, trainee, proof("junior"), junior])),
        ("intermediate", all(&[own, trainee, proof("intermediate"), intermediate])),
        ("senior", all(&[own, trainee, proof("senior"), senior])),
        // 三（三）: 国家职业标准规定申报条件; those of other occupations were not read.
        ("other-field", if own == Yes { No } else { all(&[trainee, Open]) }),
    ]
}

/// Degrees and years that no one person has together.
fn impossible(reader: &Reader) -> bool {
    let degree = reader.word("degree");
    let short = |most: &[&str]| degree.is_some_and(|degree| most.contains(&degree));
    let related = match reader.word("related-degree") {
        Some("doctor") => short(&["lower", "college", "bachelor", "master"]),
        Some("bachelor") => short(&["lower", "college"]),
        Some("college") => short(&["lower"]),
        _ => false,
    };
    let new = reader.number("work-years") == 0;
    related || new && (reader.number("title-years") >= 2 || reader.number("certificate-years") >= 1)
}

#[test]
fn who_may_be_assessed() {
    let compiled = compiled();
    let readers = candidates();
    let seen = compare(rules(&compiled, "assess"), &readers, &assessment, &impossible);
    assert!(readers.len() > 100_000, "{} combinations", readers.len());
    for level in ["junior", "intermediate", "senior"] {
        for expected in [Expected::Unmet, Expected::Unknown, Expected::Met] {
            assert!(seen.contains_key(&(level, expected)), "{level} {expected:?}");
        }
    }
    assert!(
        !seen.contains_key(&("other-field", Expected::Met)) && !seen.contains_key(&("other-field", Expected::Confirm))
    );
}

const EMPLOYERS: &[&str] =
    &["city", "district", "superior", "government", "society", "self-employed", "dispatched", "none", "outside", "?"];

/// 四（二）, sentence by sentence.
#[test]
fn what_a_certificate_is_recognised_as() {
    let compiled = compiled();
    let held = [
        "",
        "junior",
        "intermediate",
        "senior",
        "junior,intermediate",
        "junior,senior",
        "intermediate,senior",
        "junior,intermediate,senior",
    ];
    let mut readers = asked(vec![Reader::default()], "certificates", &held, |_| true);
    readers = asked(readers, "exam-series", YES_NO_UNSURE, |reader| reader.word("certificates") != Some(""));
    readers = asked(readers, "employer", EMPLOYERS, |reader| reader.word("certificates") != Some(""));
    readers =
        asked(readers, "district", &["tengzhou", "gaoxin", "?"], |reader| reader.word("employer") == Some("district"));
    let table = |reader: &Reader| {
        let has = |level| says(reader.has("certificates", level) == Some(true));
        // The notice is the city's; what it means to people of other cities it does not say.
        let here = match reader.word("employer") {
            None | Some("outside") => Open,
            Some(_) => Yes,
        };
        // 以考代评的职称系列(专业)除外: of the recognition for certain; of the reference it may be read both ways.
        let exam = reader.yes("exam-series");
        let recognised = |held| all(&[held, known(exam, |is| !is), Confirm, here]);
        // 取得中级…的,可直接认定…中级: of those who hold the higher one only, the notice says neither yes nor no.
        let intermediate = any(&[has("intermediate"), all(&[has("senior"), Open])]);
        let reference = |level| all(&[has(level), if exam == Some(false) { Yes } else { Open }, here]);
        // 由各区(市)…负责认定; 由市人力资源社会保障局办理; of others nothing is said.
        let handled = |own: &str| match reader.word("employer") {
            Some("city" | "district") => says(reader.word("employer") == Some(own)),
            Some("outside") => No,
            _ => Open,
        };
        let either = any(&[has("junior"), has("intermediate")]);
        vec![
            ("recognise-junior", recognised(has("junior"))),
            ("recognise-intermediate", recognised(intermediate)),
            ("intermediate-reference", reference("junior")),
            ("senior-reference", any(&[all(&[has("senior"), here]), reference("intermediate")])),
            ("by-district", all(&[either, handled("district")])),
            ("by-city", all(&[either, handled("city")])),
        ]
    };
    let seen = compare(rules(&compiled, "title"), &readers, &table, &|_| false);
    for outcome in ["recognise-junior", "recognise-intermediate"] {
        assert!(seen.contains_key(&(outcome, Expected::Confirm)) && !seen.contains_key(&(outcome, Expected::Met)));
    }
    assert!(seen.contains_key(&("senior-reference", Expected::Met)));
}

/// 五: 各区(市)可结合实际,为取得专业技术等级证书(合格证书)的人员落实补贴政策. Nothing else is said of who gets how much.
#[test]
fn who_may_ask_for_a_subsidy() {
    let compiled = compiled();
    let mut readers =
        asked(vec![Reader::default()], "certificate", &["none", "junior", "intermediate", "senior"], |_| true);
    readers = asked(readers, "training-certificate", YES_NO, |reader| reader.word("certificate") == Some("none"));
    readers = asked(readers, "employer", EMPLOYERS, |_| true);
    let inside = |reader: &Reader| !matches!(reader.word("employer"), None | Some("outside"));
    readers = asked(readers, "district", &["xuecheng", "?"], inside);
    let table = |reader: &Reader| {
        let certified = any(&[
            says(reader.word("certificate") != Some("none")),
            if reader.yes("training-certificate") == Some(true) { Open } else { No },
        ]);
        // Each district decides whether there is any, for whom and how much.
        vec![("receive-subsidy", all(&[certified, Open]))]
    };
    let seen = compare(rules(&compiled, "subsidy"), &readers, &table, &|_| false);
    let results: Vec<_> = seen.keys().map(|(_, expected)| *expected).collect();
    assert_eq!(results, [Expected::Unmet, Expected::Unknown]);
}
