//! A ruleset → the JSON that the script of its page reads. Nothing in it is meant for readers.
//!
//! | key | value |
//! | --- | --- |
//! | `v` | digest of the rules, which addresses with answers carry |
//! | `q` | questions `{id, k, o, a, z, u, c, w, d}`: kind `k` (0 one of the options, 1 several, 2 number), ids of the options `o`, least `a` and greatest `z` number, `u` 1 when “not sure” is an answer, change `c` (0 never, 1 up, 2 any), rule `w` of when it is asked, questions `d` that it follows |
//! | `c` | conditions: `[question, 0, value, …]` one of these, `[question, 1, least, most]` between, `[question, 2, bit]` has; `0` when somebody has to confirm it, `1` when its rule is delegated |
//! | `f` | numbers of the conditions that no change is named to meet |
//! | `x` | exclusions: lists of tests, written as conditions, that never all pass; absent when there are none |
//! | `o` | outcomes `[id, rule]` |
//! | `g` | groups `[mode, first, end, when]`: mode 0 independent, 1 highest, 2 exclusive; `when` the rule of when they are shown, if there is one |
//!
//! A rule is the number of a condition, or `[0, …]` all, `[1, …]` any, `[2, rule]` not.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::rules::{Basis, Condition, Domain, Exclusion, Node, Part, Pass, Question, Ruleset, Test};
use crate::model::eligibility::{Change, Mode};

impl Ruleset {
    /// The JSON of the page.
    pub fn json(&self) -> String {
        let mut all = self.logic();
        all["v"] = json!(self.hash);
        all.to_string()
    }

    /// Digest of all that decides an outcome: questions, options, conditions, rules; no words for readers.
    pub(super) fn digest(&self) -> String {
        blake3::hash(self.logic().to_string().as_bytes()).to_hex()[..8].to_owned()
    }

    /// Answers as a part of an address, as the script writes and reads them. When they are `complete`, a question that is
    /// asked, still matters and is not answered is one of which the reader is not sure.
    pub fn address(&self, answers: &[Option<i64>], complete: bool) -> String {
        let mut address = format!("v={}", self.hash);
        let (asked, open) = (self.asked(answers), self.relevant(answers, &[]));
        for (at, (question, answer)) in self.questions.iter().zip(answers).enumerate() {
            let Some(value) = *answer else {
                if complete && asked[at] && open[at] && question.unsure {
                    address.push_str(&format!("&{}=unsure", question.id));
                }
                continue;
            };
            let word = match &question.domain {
                Domain::Range(..) => value.to_string(),
                Domain::One(options) => options.get(value as usize).cloned().unwrap_or_default(),
                Domain::Several(_) if value == 0 => "-".to_owned(),
                Domain::Several(options) => {
                    let chosen = options.iter().enumerate().filter(|(bit, _)| value >> bit & 1 == 1);
                    chosen.map(|(_, option)| option.as_str()).collect::<Vec<_>>().join(",")
                }
            };
            address.push_str(&format!("&{}={word}", question.id));
        }
        address
    }

    /// The conditions, each once however many rules have it: what it is, and whether it is fixed; and for each condition of
    /// the ruleset its place among these.
    fn distinct(&self) -> (Vec<(Value, bool)>, Vec<usize>) {
        let mut distinct = Vec::new();
        let mut known = HashMap::new();
        let place = |condition: &Condition| {
            let value = match &condition.basis {
                Basis::Confirmation => json!(0),
                Basis::Delegated => json!(1),
                Basis::Answer(own) => test(own),
            };
            let place = known.entry((value.to_string(), condition.fixed)).or_insert_with(|| {
                distinct.push((value, condition.fixed));
                distinct.len() - 1
            });
            *place
        };
        let places = self.conditions.iter().map(place).collect();
        (distinct, places)
    }

    fn logic(&self) -> Value {
        let (conditions, places) = self.distinct();
        let rule = |part: &Part| rule(part, &places);
        let fixed = conditions.iter().enumerate().filter(|(_, (_, fixed))| *fixed);
        let exclusion = |exclusion: &Exclusion| Value::Array(exclusion.tests.iter().map(test).collect());
        let mode = |mode: Mode| match mode {
            Mode::Independent => 0,
            Mode::Highest => 1,
            Mode::Exclusive => 2,
        };
        let groups = self.groups.iter();
        let groups = groups.map(|group| {
            let when = group.when.as_ref().map(&rule);
            let plain = json!([mode(group.mode), group.outcomes.start, group.outcomes.end]);
            when.map_or(plain.clone(), |when| json!([plain[0], plain[1], plain[2], when]))
        });
        let mut all = json!({
            "q": self.questions.iter().map(|one| question(one, &rule)).collect::<Vec<_>>(),
            "c": conditions.iter().map(|(condition, _)| condition).collect::<Vec<_>>(),
            "f": fixed.map(|(at, _)| at).collect::<Vec<_>>(),
            "o": self.outcomes.iter().map(|outcome| json!([outcome.id, rule(&outcome.rule)])).collect::<Vec<_>>(),
            "g": groups.collect::<Vec<_>>(),
        });
        if !self.exclusions.is_empty() {
            all["x"] = self.exclusions.iter().map(exclusion).collect();
        }
        all
    }
}

fn test(test: &Test) -> Value {
    let mut parts = vec![json!(test.question)];
    match &test.pass {
        Pass::In(values) => {
            parts.push(json!(0));
            parts.extend(values.iter().map(|value| json!(value)));
        }
        Pass::Between(least, most) => parts.extend([json!(1), json!(least), json!(most)]),
        Pass::Has(bit) => parts.extend([json!(2), json!(bit)]),
    }
    Value::Array(parts)
}

fn question(question: &Question, rule: &dyn Fn(&Part) -> Value) -> Value {
    let mut value = json!({ "id": question.id });
    match &question.domain {
        Domain::One(options) => {
            value["k"] = json!(0);
            value["o"] = json!(options);
        }
        Domain::Several(options) => {
            value["k"] = json!(1);
            value["o"] = json!(options);
        }
        Domain::Range(least, most) => {
            value["k"] = json!(2);
            value["a"] = json!(least);
            value["z"] = json!(most);
        }
    }
    if question.unsure {
        value["u"] = json!(1);
    }
    match question.change {
        Change::Never => {}
        Change::Up => value["c"] = json!(1),
        Change::Any => value["c"] = json!(2),
    }
    if let Some(when) = &question.when {
        value["w"] = rule(when);
        value["d"] = json!(question.after);
    }
    value
}

fn rule(part: &Part, places: &[usize]) -> Value {
    let list = |word: u8, parts: &[Part]| {
        let parts = parts.iter().map(|part| rule(part, places));
        Value::Array([json!(word)].into_iter().chain(parts).collect())
    };
    match &part.node {
        Node::All(parts) => list(0, parts),
        Node::Any(parts) => list(1, parts),
        Node::Not(inner) => list(2, std::slice::from_ref(&**inner)),
        Node::Leaf(condition) => json!(places[*condition]),
    }
}
