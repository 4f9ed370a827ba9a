//! Steps → the picture of the process: boxes in their order, with arrows, in columns by stages.
//!
//! Units are sixteenths of the size of the text, which the style sheet makes as large as that of the page.

use serde::Serialize;

use super::lines::{lines, width};
use crate::render::view::Step;

/// Units of the size of the text.
const EM: f64 = 16.0;
/// The size of what stands below the name of a step.
const SMALL: f64 = 15.0;
/// From one line to the next.
const LINE: usize = 23;
/// Room around the words of a box.
const PAD: usize = 12;
/// Radius of a number.
const RADIUS: usize = 12;
/// The length of an arrow between two boxes.
const ARROW: usize = 18;
/// Room between two columns.
const GUTTER: usize = 20;
/// How far the arrow of a stage goes beyond its box.
const POINT: usize = 12;
/// Room between two rows of columns.
const ROW: usize = 32;
/// The widest column.
const WIDEST: usize = 288;
/// Columns narrower than this have numbers above names.
const NARROW: usize = 200;

/// How a picture is laid out: the class that says when it is shown, its width, and the most columns.
const LAYOUTS: [(&str, usize, usize); 3] = [("broad", 896, 4), ("tall", 264, 1), ("slim", 168, 1)];

/// A picture of the process.
#[derive(Clone, Debug, Serialize)]
pub struct Flow {
    /// `broad`, `tall` or `slim`.
    pub class: &'static str,
    /// Width in units, with one at each side for the lines of frames.
    pub width: usize,
    /// Height in units.
    pub height: usize,
    /// Stages in order.
    pub stages: Vec<FlowStage>,
}

/// A stage of the process. Its shape and its name are placed from its corner.
#[derive(Clone, Debug, Serialize)]
pub struct FlowStage {
    /// Where its corner is.
    pub x: usize,
    /// The same from above.
    pub y: usize,
    /// Points of its shape, which leads to what comes next.
    pub points: String,
    /// Its name.
    pub title: Words,
    /// Its steps.
    pub steps: Vec<FlowStep>,
}

/// A box of a step. What is in it is placed from its corner.
#[derive(Clone, Debug, Serialize)]
pub struct FlowStep {
    /// Address of the step.
    pub href: String,
    /// Its number.
    pub number: usize,
    /// Where its corner is.
    pub x: usize,
    /// The same from above.
    pub y: usize,
    /// Its width.
    pub width: usize,
    /// Its height.
    pub height: usize,
    /// Its name.
    pub title: Words,
    /// Who acts.
    pub actors: Words,
    /// Its time limit, where there is one.
    pub clock: Option<Clock>,
    /// `fixed`, `recurring`, `open` or `unpublished`.
    pub tone: &'static str,
    /// A trainee acts.
    pub own: bool,
    /// The arrow that leads to it, as a path; empty for the first of a stage.
    pub arrow: String,
}

/// A time limit in its frame.
#[derive(Clone, Debug, Serialize)]
pub struct Clock {
    /// The left side of the frame.
    pub x: usize,
    /// Its upper side.
    pub y: usize,
    /// Its width.
    pub width: usize,
    /// Its height.
    pub height: usize,
    /// The words.
    pub words: Words,
}

/// Lines below each other.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Words {
    /// Where they begin.
    pub x: usize,
    /// The foot of the first line.
    pub y: usize,
    /// The lines.
    pub lines: Vec<String>,
}

impl Words {
    /// A text in lines of so many units, from `top` on; gives the place below them.
    fn below(top: &mut usize, text: &str, (x, room): (usize, usize), size: f64) -> Self {
        let lines = lines(text, room as f64 / size);
        let y = *top + LINE - 6;
        *top += LINE * lines.len();
        Self { x, y, lines }
    }
}

/// Steps of one stage as they are drawn.
pub type Stage<'a> = (&'a str, &'a [Step]);

/// The pictures of a process, of which a page shows the one for which it has room. `separator` stands between actors.
pub fn flows(stages: &[Stage<'_>], separator: &str) -> Vec<Flow> {
    let is_empty = stages.is_empty();
    LAYOUTS.iter().filter(|_| !is_empty).map(|layout| flow(layout, stages, separator)).collect()
}

fn flow(&(class, width, most): &(&'static str, usize, usize), stages: &[Stage<'_>], separator: &str) -> Flow {
    let columns = most.min(stages.len());
    let is_tall = most == 1;
    let room = (width - GUTTER * (columns - 1) - if is_tall { 0 } else { POINT }) / columns;
    let column = if is_tall { room } else { room.min(WIDEST) };
    let (mut drawn, mut top): (Vec<FlowStage>, usize) = (Vec::new(), 0);
    for (row, group) in stages.chunks(columns).enumerate() {
        if row > 0 {
            top += if is_tall { ARROW } else { ROW };
        }
        let titles: Vec<Vec<String>> =
            group.iter().map(|(name, _)| lines(name, (column - 2 * PAD - POINT) as f64 / EM)).collect();
        let head = PAD + LINE * titles.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let mut end = top + head;
        for (at, ((_, steps), title)) in group.iter().zip(titles).enumerate() {
            let x = at * (column + GUTTER);
            let is_last = drawn.len() + 1 == stages.len();
            let points = if is_tall { down(column, head, is_last) } else { right(column, head, at > 0, is_last) };
            let foot = (head - LINE * title.len()) / 2 + LINE - 6;
            let title = Words { x: PAD + if is_tall { 0 } else { POINT }, y: foot, lines: title };
            let mut below = top + head + if is_tall { POINT } else { 8 };
            let mut boxes: Vec<FlowStep> = Vec::new();
            for step in *steps {
                let arrow = match boxes.is_empty() {
                    true => String::new(),
                    false => format!("M{}-{ARROW}v{ARROW}m-5-6 5 6 5-6", column / 2),
                };
                below += if boxes.is_empty() { 0 } else { ARROW };
                let made = FlowStep { x, y: below, arrow, ..boxed(step, column, separator) };
                below += made.height;
                boxes.push(made);
            }
            end = end.max(below);
            drawn.push(FlowStage { x, y: top, points, title, steps: boxes });
        }
        top = end;
    }
    Flow { class, width: width + 2, height: top + 2, stages: drawn }
}

/// The shape of a stage that leads to the right, unless it is the last; one behind another is notched.
fn right(width: usize, height: usize, is_notched: bool, is_last: bool) -> String {
    let middle = height / 2;
    let point = if is_last { String::new() } else { format!(" {} {middle}", width + POINT) };
    let notch = if is_notched { format!(" {POINT} {middle}") } else { String::new() };
    format!("0 0 {width} 0{point} {width} {height} 0 {height}{notch}")
}

/// The shape of a stage that leads down, unless it is the last.
fn down(width: usize, height: usize, is_last: bool) -> String {
    let middle = width / 2;
    let point = match is_last {
        true => String::new(),
        false => format!(" {} {height} {middle} {} {} {height}", middle + 16, height + 8, middle - 16),
    };
    format!("0 0 {width} 0 {width} {height}{point} 0 {height}")
}

/// The box of a step, which has no place yet.
fn boxed(step: &Step, width: usize, separator: &str) -> FlowStep {
    let is_narrow = width < NARROW;
    let left = PAD + if is_narrow { 0 } else { 2 * RADIUS + 8 };
    let room = width - PAD - left;
    let mut top = PAD + if is_narrow { 2 * RADIUS + 4 } else { 0 };
    let title = Words::below(&mut top, &step.title, (left, room), EM);
    let actors = Words::below(&mut top, &step.actors.join(separator), (left, room), SMALL);
    let clock = (step.tone != "open").then(|| clock(&mut top, &step.clock, (left, room)));
    FlowStep {
        href: format!("#{}", step.id),
        number: step.number,
        x: 0,
        y: 0,
        width,
        height: top + PAD - 4,
        title,
        actors,
        clock,
        tone: step.tone,
        own: step.trainee.is_some(),
        arrow: String::new(),
    }
}

/// A time limit from `top` on; gives the place below it.
fn clock(top: &mut usize, text: &str, (x, room): (usize, usize)) -> Clock {
    let y = *top + 5;
    *top = y + 2;
    let words = Words::below(top, text, (x + 8, room - 16), SMALL);
    *top += 2;
    Clock { x, y, width: wide(&words.lines, SMALL) + 16, height: *top - y, words }
}

/// Units of the widest of lines.
fn wide(lines: &[String], size: f64) -> usize {
    lines.iter().map(|line| (width(line) * size).ceil() as usize).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(number: usize, title: &str) -> Step {
        Step {
            id: format!("s{number}"),
            number,
            title: title.to_owned(),
            href: String::new(),
            stage: String::new(),
            actors: vec!["各区（市）人社部门".to_owned(), "高新区社会事务综合服务中心".to_owned()],
            html: crate::render::view::Html::default(),
            clock: "收到材料后10个工作日内".to_owned(),
            tone: if number.is_multiple_of(2) { "open" } else { "fixed" },
            trainee: None,
            sources: Vec::new(),
            verified: true,
        }
    }

    /// Left, top, right and bottom.
    type Box = [f64; 4];

    fn bounds(words: &Words, size: f64, [x, y]: [usize; 2]) -> Box {
        let (x, y) = ((words.x + x) as f64, (words.y + y) as f64);
        let wide = words.lines.iter().map(|line| width(line) * size).fold(0.0, f64::max);
        [x, y - size, x + wide, y + ((words.lines.len().max(1) - 1) * LINE) as f64 + 5.0]
    }

    fn frame(x: usize, y: usize, width: usize, height: usize) -> Box {
        [x, y, x + width, y + height].map(|value| value as f64)
    }

    fn holds(outer: &Box, inner: &Box) -> bool {
        outer[0] <= inner[0] && outer[1] <= inner[1] && inner[2] <= outer[2] + 0.1 && inner[3] <= outer[3]
    }

    fn meet(one: &Box, other: &Box) -> bool {
        one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
    }

    #[test]
    fn every_text_is_in_its_box_and_no_box_lies_on_another() {
        let long = "关于进一步做好数字技术工程师培育项目有关工作的通知".repeat(8);
        for title in ["报名", &long, &"Unbroken".repeat(25), ""] {
            for stages in [1, 2, 7, 30] {
                let steps: Vec<Step> = (1..=stages).map(|number| step(number, title)).collect();
                let drawn: Vec<Stage<'_>> = (0..stages).map(|at| (title, &steps[..at % 5])).collect();
                for flow in flows(&drawn, "、") {
                    let all = [0.0, 0.0, flow.width as f64, flow.height as f64];
                    let mut frames = Vec::new();
                    for stage in &flow.stages {
                        let head = bounds(&stage.title, EM, [stage.x, stage.y]);
                        assert!(holds(&all, &head), "{}: {head:?}", flow.class);
                        frames.push(head);
                        for step in &stage.steps {
                            let from = [step.x, step.y];
                            let own = frame(step.x, step.y, step.width, step.height);
                            assert!(holds(&all, &own), "{}: {own:?}", flow.class);
                            let title = bounds(&step.title, EM, from);
                            let actors = bounds(&step.actors, SMALL, from);
                            assert!(holds(&own, &title) && holds(&own, &actors) && !meet(&title, &actors), "{title:?}");
                            if let Some(clock) = &step.clock {
                                let words = bounds(&clock.words, SMALL, from);
                                let limit = frame(step.x + clock.x, step.y + clock.y, clock.width, clock.height);
                                assert!(holds(&own, &limit) && holds(&limit, &words) && !meet(&actors, &limit));
                            }
                            frames.push(own);
                        }
                    }
                    let apart = |at: usize| frames[at + 1..].iter().all(|other| !meet(&frames[at], other));
                    assert!((0..frames.len()).all(apart), "{}: {frames:?}", flow.class);
                }
            }
        }
        assert_eq!(flows(&[], "、").len(), 0);
    }
}
