//! Does again what a journal says was done, in the same steps as the session made, and makes the best of damage.
//!
//! Lines count steps as the session did. Where a line is lost, the numbers of the later ones no longer fit what can
//! be done again; they are translated, so that undo and redo still go to the states that they went to.

use std::{fs::File, path::PathBuf};

use super::{
    Entry, Recovered,
    base::Base,
    line::{Header, Line},
    recovery::Save,
};
use crate::{
    model::{Edit, Moment, Project},
    storage::{Fingerprint, format, load, platform},
};

/// The longest pause, in seconds, that is told between two parts of one step: condensing a journal takes the parts
/// between away, and the session would take a long pause for the beginning of another step.
const PAUSE: i64 = 1;

/// A journal being done again.
pub(super) struct Replay {
    /// The project before any step and after each, with the number of the entry that made it.
    states: Vec<(u64, Project)>,
    /// How many steps are done, of those that could be done again.
    done: usize,
    /// How many steps are done, as the journal counts.
    told: usize,
    /// For each number of steps as the journal counts, the number here.
    here: Vec<usize>,
    entries: Vec<Entry>,
    /// For each entry its number in the journal, and that of the entry that made the state after it.
    numbers: Vec<(u64, u64)>,
    /// The edit and the moment of the last entry, if the next one may become part of its step.
    growing: Option<(Edit, Moment)>,
    saves: Vec<Save>,
    /// The number of the entry that made the state that is in the file.
    saved: Option<u64>,
    last_saved: Project,
    file: Option<PathBuf>,
    held: Option<Fingerprint>,
    /// How many entries the last save covers.
    covered: usize,
    lost: usize,
    /// Whether the last line says that the program was left in good order.
    closed: bool,
    /// What the file holds although no line says that it was saved, and where the project last was so: how many
    /// entries there were, and the number of the one that made the state.
    written: Option<(Project, Fingerprint)>,
    was_written: Option<(usize, u64)>,
}

impl Replay {
    /// At the beginning. `written` is what the file holds, if no line says that this was saved: a crash may have come
    /// between the save and its line.
    pub(super) fn new(base: Project, header: &Header, written: Option<(Project, Fingerprint)>) -> Self {
        let mut replay = Self {
            last_saved: base.clone(),
            states: vec![(0, base)],
            done: 0,
            told: 0,
            here: vec![0],
            entries: Vec::new(),
            numbers: Vec::new(),
            growing: None,
            saves: Vec::new(),
            saved: header.held.is_some().then_some(0),
            file: header.file.as_deref().map(platform::path_of_text),
            held: header.held.as_deref().and_then(|held| held.parse().ok()),
            covered: 0,
            lost: 0,
            closed: false,
            written,
            was_written: None,
        };
        replay.compare();
        replay
    }

    /// What the file holds, if it is something else than the last save left there and that matters: there are unsaved
    /// changes, or a crash may have come between a save and its line.
    pub(super) fn written_since(&self) -> Option<(Project, Fingerprint)> {
        let matters = self.is_unsaved() || !self.closed;
        let (true, Some(file), Some(held)) = (matters, &self.file, self.held) else {
            return None;
        };
        let bytes = load(file).ok()?;
        let content = Fingerprint::of(&bytes);
        (content != held).then(|| Some((format::read(&bytes).ok()?.project, content)))?
    }

    fn saved_done(&self) -> Option<usize> {
        self.states.iter().position(|(made, _)| Some(*made) == self.saved)
    }

    fn is_unsaved(&self) -> bool {
        self.saved_done() != Some(self.done)
    }

    /// Remembers where the project is what the file holds.
    fn compare(&mut self) {
        let (made, now) = &self.states[self.done];
        if self.written.as_ref().is_some_and(|(written, _)| is_same(written, now)) {
            self.was_written = Some((self.entries.len(), *made));
        }
    }

    /// A line that could not be read, or not be done again.
    pub(super) fn damaged(&mut self) {
        self.lost += 1;
        self.growing = None;
    }

    /// The next line.
    pub(super) fn take(&mut self, line: Line<'static>) {
        self.closed = matches!(line, Line::Closed);
        match line {
            Line::Step(number, told, at, edit) => {
                let told = told as usize;
                if told != self.told + 1 {
                    self.go_to(number, told.saturating_sub(1));
                }
                self.step(number, edit.into_owned(), Moment(at));
                self.told = told;
                self.here.truncate(told);
                let known = self.here.last().copied().unwrap_or(0);
                // As many as were lost before; a wrong count must not cost the memory of a large one.
                self.here.resize(told.min(self.here.len() + self.lost), known);
                self.here.push(self.done);
            }
            Line::Grow(number, told, at, edit) => {
                if told as usize != self.told {
                    self.go_to(number, told as usize);
                }
                self.grow(number, edit.into_owned(), Moment(at));
            }
            Line::GoTo(number, told) => self.go_to(number, told as usize),
            Line::Saved(number, file, held) => self.save(number, file, held),
            Line::Closed => self.growing = None,
            Line::Header(_) => self.damaged(),
        }
    }

    fn now(&self) -> &Project {
        &self.states[self.done].1
    }

    fn enter(&mut self, number: u64, entry: Entry) {
        self.entries.push(entry);
        self.numbers.push((number, self.states[self.done].0));
        self.compare();
    }

    fn go_to(&mut self, number: u64, told: usize) {
        let target = self.here.get(told).or(self.here.last()).copied().unwrap_or(0);
        // After a damaged line it may be a state that a step which was read did away with.
        let target = target.min(self.states.len() - 1);
        self.told = told;
        self.growing = None;
        if target != self.done {
            self.done = target;
            self.enter(number, Entry::GoTo(target));
        }
    }

    fn step(&mut self, number: u64, edit: Edit, at: Moment) {
        match self.now().applied(&edit) {
            // Without damage, every step changes something; with it, one that does not would be none in the session.
            Ok(next) if !(self.lost > 0 || edit.touches_one_thing()) || next != *self.now() => {
                self.states.truncate(self.done + 1);
                self.states.push((number, next));
                self.done += 1;
                self.growing = Some((edit.clone(), at));
                self.enter(number, Entry::Step(edit, at));
            }
            Ok(_) | Err(_) => self.damaged(),
        }
    }

    fn grow(&mut self, number: u64, edit: Edit, at: Moment) {
        let before = self.growing.take().filter(|(before, _)| edit.continues(before));
        let Some((_, then)) = before else {
            return self.step(number, edit, at);
        };
        match self.now().applied(&edit) {
            // Damage again: the session would pass over it.
            Ok(next) if edit.touches_one_thing() && next == *self.now() => {
                self.damaged();
            }
            Ok(next) => {
                let at = Moment(at.0.min(then.0.saturating_add(PAUSE)));
                self.states.truncate(self.done);
                self.states.push((number, next));
                self.growing = Some((edit.clone(), at));
                self.enter(number, Entry::Grow(edit, at));
            }
            Err(_) => self.damaged(),
        }
    }

    fn save(&mut self, number: u64, file: String, held: String) {
        self.covered = self.numbers.partition_point(|(entry, _)| *entry <= number);
        let state = self.covered.checked_sub(1).map_or(0, |n| self.numbers[n].1);
        if state == self.states[self.done].0 {
            self.growing = None;
        }
        self.saved = Some(state);
        let made_before = self.states.iter().rev().find(|(made, _)| *made <= state);
        self.last_saved = made_before.unwrap_or(&self.states[0]).1.clone();
        self.file = Some(platform::path_of_text(&file));
        self.held = held.parse().ok();
        self.saves.push(Save {
            entries: self.entries.len(),
            covered: self.covered,
            file,
            held,
        });
    }

    /// What came of it.
    pub(super) fn finish(mut self, journal: PathBuf, header: Header, base: &Base, lock: File) -> Recovered {
        // Only what came after the last save that is told of: a file put back to an earlier state was put back by others.
        let mut untold = None;
        let is_later = |covered: usize| covered > self.covered || self.saves.is_empty();
        let later = self.was_written.filter(|(covered, _)| is_later(*covered));
        if let (Some((covered, state)), Some((written, content))) = (later, self.written.take()) {
            untold = Some(covered.checked_sub(1).map_or(0, |n| self.numbers[n].0));
            self.covered = covered;
            self.saved = Some(state);
            self.last_saved = written;
            self.held = Some(content);
            self.saves.push(Save {
                entries: self.entries.len(),
                covered,
                file: self.file.as_deref().map(platform::path_to_text).unwrap_or_default(),
                held: content.to_string(),
            });
        }
        let (saved_done, unsaved) = (self.saved_done(), self.is_unsaved());
        // What was undone again before the last changes is not among what is unsaved.
        let was_saved = self.numbers.iter().rposition(|(_, made)| Some(*made) == self.saved);
        let since = was_saved.map_or(self.covered, |n| self.covered.max(n + 1));
        let later = if unsaved { &self.entries[since..] } else { &[] };
        let moments = || {
            later.iter().filter_map(|entry| match entry {
                Entry::Step(_, at) | Entry::Grow(_, at) => Some(*at),
                Entry::GoTo(_) => None,
            })
        };
        Recovered {
            edits: if unsaved { later.len().max(1) } else { 0 },
            since: moments().min(),
            until: moments().max(),
            project: self.now().clone(),
            base: self.states[0].1.clone(),
            file: self.file,
            held: self.held,
            entries: self.entries,
            last_saved: self.last_saved,
            saved_done,
            done: self.done,
            lost: self.lost,
            journal,
            header,
            saves: self.saves,
            untold,
            has_base: base.is_kept,
            transplanted: base.instead.is_some(),
            lock,
        }
    }
}

/// Whether two projects are the same; what differs most often is looked at first, what takes longest last.
fn is_same(a: &Project, b: &Project) -> bool {
    let sizes = |p: &Project| (p.positions.len(), p.notes.len(), p.passages.len(), p.actors.len());
    sizes(a) == sizes(b) && a.positions == b.positions && a.notes == b.notes && a.passages == b.passages && a == b
}
