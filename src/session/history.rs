//! The session: the project as it stands, and every step that led there.
//!
//! Undo keeps labelled snapshots, not inverse edits: snapshots share structure, so that a step costs what it changed.

use crate::{
    analysis::index::Index,
    model::{AnalystId, Edit, EditError, Focus, Moment, Project},
    session::{Selection, blind},
};

/// Seconds without typing after which the next letters are a new step.
const PAUSE: i64 = 3;

/// One step that can be undone.
#[derive(Debug, Clone)]
pub struct Step {
    /// The sentence that names it: "China × AUKUS → opposes".
    pub label: String,
    /// What to look at when it is done or undone.
    pub focus: Focus,
    /// When it was done (its last part, if it grew).
    pub at: Moment,
    last: Edit,
    before: Project,
    after: Project,
    state: StateId,
}

/// Names one state of a session: it is not the same again once an edit changed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StateId(u64);

/// One open project.
#[derive(Debug, Clone)]
pub struct Session {
    /// The project with everything in it.
    whole: Project,
    /// What is shown of it: all, or for one who reads blind the own layer alone.
    seen: Project,
    /// Of what is shown.
    index: Index,
    /// Who reads blind.
    blind: Option<AnalystId>,
    steps: Vec<Step>,
    /// How many of `steps` are done; the rest can be redone.
    done: usize,
    /// The state that is on disk; `None` if none is.
    saved: Option<StateId>,
    /// The number of states so far; the next one's id.
    states: u64,
    grouping: bool,
    revision: u64,
    /// What is selected.
    pub selection: Selection,
}

/// What is shown of a project, with its index: made off the UI thread, where it takes long.
#[derive(Debug, Clone)]
pub struct Shown {
    seen: Project,
    index: Index,
}

impl Shown {
    /// All of a project, or what one who reads blind may see of it.
    pub fn new(whole: &Project, blind: Option<&AnalystId>) -> Self {
        let seen = match reader(blind, whole) {
            Some(reader) => blind::seen(whole, reader),
            None => whole.clone(),
        };
        Self {
            index: Index::new(&seen),
            seen,
        }
    }
}

impl Session {
    /// Opens a project that counts as saved.
    pub fn new(project: Project, analyst: AnalystId) -> Self {
        Self {
            index: Index::new(&project),
            selection: Selection::new(&project, analyst),
            seen: project.clone(),
            whole: project,
            blind: None,
            steps: Vec::new(),
            done: 0,
            saved: Some(StateId(0)),
            states: 0,
            grouping: false,
            revision: 0,
        }
    }

    /// The project as it stands and is shown: while somebody reads blind, without what others did.
    pub fn project(&self) -> &Project {
        &self.seen
    }

    /// The project as it stands with everything in it: what is saved and merged.
    pub fn whole(&self) -> &Project {
        &self.whole
    }

    /// Hides what others did from one who reads blind, until that analyst's reading is marked finished; `None` shows
    /// everything again. Takes time proportional to the project if it changes what is shown.
    pub fn read_blind(&mut self, reader: Option<AnalystId>) {
        if self.blind == reader {
            return;
        }
        self.blind = reader;
        self.look_anew();
    }

    /// The same, with what is shown then made before, of the project as it stands. Returns what was shown.
    pub fn show(&mut self, blind: Option<AnalystId>, shown: Shown) -> Shown {
        self.blind = blind;
        let before = Shown {
            seen: std::mem::replace(&mut self.seen, shown.seen),
            index: std::mem::replace(&mut self.index, shown.index),
        };
        self.changed();
        before
    }

    /// Who reads blind, though the reading may be finished.
    pub fn blind(&self) -> Option<&AnalystId> {
        self.blind.as_ref()
    }

    /// Who reads blind and has not finished: what others did is not shown.
    pub fn blind_reader(&self) -> Option<&AnalystId> {
        reader(self.blind.as_ref(), &self.whole)
    }

    /// Whether what is in a place of the whole project is hidden from one who reads blind.
    pub fn hides(&self, project: &Project, place: &Focus) -> bool {
        self.blind_reader()
            .is_some_and(|reader| blind::layer_of(project, place).is_some_and(|layer| layer != reader))
    }

    /// What a step is called, unless it tells what is hidden.
    pub fn step_name<'a>(&self, step: &'a Step) -> &'a str {
        if self.hides(&step.before, &step.focus) || self.hides(&step.after, &step.focus) {
            "A step in another layer"
        } else {
            &step.label
        }
    }

    /// The index of the project as it stands and is shown.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// A number that changes with every change of the project; for keeping what was computed from it.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Does an edit, or returns why it cannot be done and changes nothing.
    ///
    /// What goes on with the step before (the next letters of one note, within three seconds) becomes part of it.
    pub fn apply(&mut self, edit: Edit, now: Moment) -> Result<(), EditError> {
        let after = self.whole.applied(&edit)?;
        if edit.touches_one_thing() && after == self.whole {
            return Ok(());
        }
        let label = edit.label(&self.whole);
        let focus = edit.focus();
        self.steps.truncate(self.done);
        let before = self.put(after.clone());
        let grown = self.grouping && !self.is_saved();
        self.states += 1;
        let state = StateId(self.states);
        match self.steps.last_mut() {
            Some(last) if grown && edit.continues(&last.last) && now.0.saturating_sub(last.at.0) <= PAUSE => {
                last.after = after;
                last.at = now;
                last.last = edit;
                last.state = state;
            }
            _ => {
                self.steps.push(Step {
                    label,
                    focus,
                    at: now,
                    last: edit,
                    before,
                    after,
                    state,
                });
                self.done += 1;
            }
        }
        self.grouping = true;
        self.changed();
        Ok(())
    }

    /// Ends the step being grown: what comes next is a step of its own.
    pub fn end_step(&mut self) {
        self.grouping = false;
    }

    /// Undoes the last step; says what it was. `None` if there is none.
    pub fn undo(&mut self) -> Option<&Step> {
        self.go_to(self.done.checked_sub(1)?);
        self.steps.get(self.done)
    }

    /// Does the last undone step again; says what it was. `None` if there is none.
    pub fn redo(&mut self) -> Option<&Step> {
        self.next_redo()?;
        self.go_to(self.done + 1);
        self.steps.get(self.done - 1)
    }

    /// Goes to the state in which `done` steps are done (0 is the state opened); past the last one, to the last.
    pub fn go_to(&mut self, done: usize) {
        let done = done.min(self.steps.len());
        if done == self.done {
            return;
        }
        let target = match self.steps.get(done) {
            Some(step) => step.before.clone(),
            None => self.steps[done - 1].after.clone(),
        };
        self.put(target);
        self.done = done;
        self.grouping = false;
        self.changed();
    }

    /// Every step, earliest first; the first [`Self::done`] of them are done.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many steps are done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// The step that undo would undo.
    pub fn next_undo(&self) -> Option<&Step> {
        self.done.checked_sub(1).and_then(|n| self.steps.get(n))
    }

    /// The step that redo would do.
    pub fn next_redo(&self) -> Option<&Step> {
        self.steps.get(self.done)
    }

    /// The present state, to be named later.
    pub fn state(&self) -> StateId {
        self.done
            .checked_sub(1)
            .and_then(|n| self.steps.get(n))
            .map_or(StateId(0), |step| step.state)
    }

    /// Remembers that a state (the present one, or an earlier one whose save took a while) is on disk.
    pub fn mark_saved(&mut self, state: StateId) {
        self.saved = Some(state);
        self.grouping = false;
    }

    /// Remembers that the state after `done` steps is on disk.
    pub fn mark_saved_after(&mut self, done: usize) {
        let state = match done.checked_sub(1) {
            None => Some(StateId(0)),
            Some(n) => self.steps.get(n).map(|step| step.state),
        };
        self.saved = state;
        self.grouping = false;
    }

    /// Remembers that no state of this session is on disk.
    pub fn mark_unsaved(&mut self) {
        self.saved = None;
    }

    /// After how many steps the project was as it is on disk; `None` if no state that can be gone to is.
    pub fn saved_after(&self) -> Option<usize> {
        match self.saved? {
            StateId(0) => Some(0),
            saved => Some(self.steps.iter().position(|step| step.state == saved)? + 1),
        }
    }

    /// Whether the present state is the saved one.
    pub fn is_saved(&self) -> bool {
        self.saved == Some(self.state())
    }

    fn changed(&mut self) {
        self.revision += 1;
        self.selection.blind = self.blind_reader().is_some();
        self.selection.settle(&self.seen);
    }

    /// Puts another state in place of the project, and returns the one before.
    fn put(&mut self, after: Project) -> Project {
        let was_hiding = self.blind_reader().cloned();
        let before = std::mem::replace(&mut self.whole, after);
        let hiding = self.blind_reader().cloned();
        let seen = match &hiding {
            Some(reader) if was_hiding == hiding => blind::follow(&self.seen, &before, &self.whole, reader),
            Some(reader) => blind::seen(&self.whole, reader),
            None => self.whole.clone(),
        };
        self.index.update(&self.seen, &seen);
        self.seen = seen;
        before
    }

    /// Shows what is to be shown, whatever was.
    fn look_anew(&mut self) {
        let seen = match self.blind_reader() {
            Some(reader) => blind::seen(&self.whole, reader),
            None => self.whole.clone(),
        };
        self.index.update(&self.seen, &seen);
        self.seen = seen;
        self.changed();
    }
}

/// Who reads blind, unless the reading is finished.
fn reader<'a>(blind: Option<&'a AnalystId>, project: &Project) -> Option<&'a AnalystId> {
    blind.filter(|id| project.analyst(id).is_none_or(|analyst| !analyst.finished))
}
