//! The column of steps.

use rustc_hash::FxHashMap;

use super::{ColumnPage, made};
use crate::model::{ColumnId, Kind};
use crate::render::context::RenderContext;
use crate::render::drawings::flow::{Stage, flows};
use crate::theme::Bundle;

/// The row of the table.
pub(super) const PAGE: ColumnPage = ColumnPage {
    column: ColumnId::Process,
    template: "process.html",
    make: |cx| made((cx.column_head(ColumnId::Process), cx.process())),
};

/// What its template knows.
pub mod view {
    use serde::Serialize;

    pub use crate::render::drawings::flow::Flow;
    pub use crate::render::view::*;

    /// `process.html`
    #[derive(Clone, Debug, Serialize)]
    pub struct Process {
        /// Address of the style sheet.
        pub css: String,
        /// What the column is for.
        pub description: Html,
        /// The picture of it, in each of its layouts.
        pub flows: Vec<Flow>,
        /// Stages in order.
        pub stages: Vec<Stage>,
        /// What `open` means, in a sentence.
        pub open_note: String,
    }

    /// A part of the process.
    #[derive(Clone, Debug, Serialize)]
    pub struct Stage {
        /// Its name.
        pub title: String,
        /// Its anchor.
        pub id: String,
        /// Its steps.
        pub steps: Vec<Step>,
    }
}

impl<'a> RenderContext<'a> {
    pub fn steps(&self) -> Vec<view::Step> {
        (0..self.site.content.steps.len()).map(|index| self.step(index)).collect()
    }

    /// The step at a place.
    pub fn step(&self, index: usize) -> view::Step {
        let record = &self.site.content.steps[index];
        let data = &record.data;
        let (clock, tone) = self.clock(&data.clock);
        view::Step {
            id: record.id.to_string(),
            number: index + 1,
            title: data.name.clone(),
            href: self.record(Kind::Step, index, None).unwrap_or_default(),
            stage: data.stage.clone(),
            actors: data.actors.clone(),
            html: self.prose(record, &data.text),
            clock,
            tone,
            trainee: data.trainee.clone(),
            sources: self.cited(&data.source),
            verified: data.verified,
        }
    }

    pub fn process(&self) -> view::Process {
        let mut stages: Vec<view::Stage> = Vec::new();
        let mut places: FxHashMap<String, usize> = FxHashMap::default();
        for step in self.steps() {
            let place = *places.entry(step.stage.clone()).or_insert(stages.len());
            if place == stages.len() {
                let (title, id) = (step.stage.clone(), format!("stage-{}", place + 1));
                stages.push(view::Stage { title, id, steps: Vec::new() });
            }
            stages[place].steps.push(step);
        }
        let open_note = self.text("clock_open_note");
        let drawn: Vec<Stage<'_>> = stages.iter().map(|stage| (&*stage.title, &*stage.steps)).collect();
        let flows = flows(&drawn, self.theme.text("list_separator"));
        let (css, description) = (self.asset(Bundle::StepsCss), self.description(ColumnId::Process));
        view::Process { css, description, flows, stages, open_note }
    }
}
