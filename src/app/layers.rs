//! Who reads: in whose layer edits go, whose are read-only, and what one who reads blind does not see.
//!
//! Not here: taking other layers out of what is shown (`session`), the list of layers (`ui::dialog`).

use super::{
    App,
    files::session_of,
    jobs::{self, Done},
};
use crate::{
    model::{Analyst, AnalystId, Edit},
    session::{Shown, StateId},
    ui::{
        Action, Command,
        dialog::{Choice, Dialog},
        preferences::OfProject,
    },
};

impl App {
    /// The user's own layer.
    pub(super) fn layer(&self) -> Analyst {
        let name = if self.preferences.analyst.is_empty() {
            &self.user
        } else {
            &self.preferences.analyst
        };
        Analyst {
            id: AnalystId::from_name(name),
            name: name.clone(),
            finished: false,
        }
    }

    /// Makes a layer the one that edits go to. The user's own is added if the project has none.
    pub(super) fn take_layer(&mut self, id: AnalystId) {
        let own = self.layer();
        let blind = self.session.blind().is_some();
        if blind && id != own.id && self.session.blind_reader().is_some() {
            return self.say("You read blind: other layers are hidden until your reading is finished");
        }
        if self.session.project().analyst(&id).is_none() && id == own.id {
            self.apply(Edit::AddAnalyst(own.clone()));
        }
        if self.session.project().analyst(&id).is_some() {
            if blind && id == own.id {
                self.session.read_blind(Some(id.clone()));
            }
            self.session.selection.analyst = id;
        }
    }

    /// From now on the user is called so, and codes in the layer of this name.
    pub(super) fn be(&mut self, name: &str) {
        let before = self.layer();
        name.trim().clone_into(&mut self.preferences.analyst);
        self.preferences_changed = true;
        self.keep_preferences();
        let own = self.layer();
        let project = self.session.whole();
        let counts = self.session.index().layer(&before.id);
        let in_file = self.home.as_ref().is_some_and(|h| h.base.analyst(&before.id).is_some());
        let has_notes = project.notes.values().any(|note| note.analyst == before.id);
        let untouched = self.session.steps().is_empty() && counts == Default::default() && !in_file && !has_notes;
        if !untouched || own.id == before.id {
            return self.take_layer(own.id);
        }
        // Nothing was done yet under the name before: its empty layer was only offered, and goes.
        let mut project = project.clone();
        project.analysts.retain(|analyst| analyst.id != before.id);
        let saved = self.session.is_saved();
        let blind = self.layers_are(Action::ReadBlind);
        self.end_journal();
        self.choosing = None;
        self.session = session_of(project, own.clone());
        if !saved {
            self.session.mark_unsaved();
        }
        self.session.read_blind(blind.then_some(own.id));
        self.begin_journal();
    }

    /// Whether the user may write in a layer: the own one, one made here, or one that was asked for.
    pub(super) fn may_edit(&self, layer: &AnalystId) -> bool {
        *layer == self.layer().id || self.opened_layers.contains(layer)
    }

    /// Adds the user's own layer if an edit is of it and the project has none: it may have been undone.
    pub(super) fn add_own_layer(&mut self, edit: &Edit) {
        let (own, project) = (self.layer(), self.session.whole());
        if project.analyst(&own.id).is_none() && edit.layers(project).contains(&own.id) {
            self.do_edit(Edit::AddAnalyst(own));
        }
    }

    /// Whether an edit may be done as it is; if not, says why and offers the ways out. `again` is what is done when
    /// the user chooses to write there.
    pub(super) fn allows(&mut self, edit: &Edit, again: impl FnOnce() -> Command) -> bool {
        let project = self.session.whole();
        if self.session.blind_reader().is_some() && project.analysts.len() > 1 && edit.reaches_every_layer() {
            let heading = format!("{}?", edit.label(self.session.project()));
            self.dialog = Some(Dialog::Choice(Choice {
                heading,
                lines: vec![
                    "Not while you read blind: it might take with it what your colleagues did here, and you could not \
                     see that."
                        .to_owned(),
                    "An actor or an issue can be hidden instead. Nothing was changed.".to_owned(),
                ],
                ways: vec![("End blind reading".to_owned(), Command::ReadBlind(false))],
            }));
            return false;
        }
        let Some(other) = edit.layers(project).into_iter().find(|layer| !self.may_edit(layer)) else {
            return true;
        };
        let (name, own) = (project.analyst_name(&other).to_owned(), self.layer());
        self.dialog = Some(Dialog::Choice(Choice {
            heading: format!("This is the reading of {name}"),
            lines: vec![
                format!(
                    "It is read-only for you, so that what {name} marked, judged and noted stays {name}’s. Nothing was changed."
                ),
                format!("Yours is kept beside it, in the layer {}.", own.name),
            ],
            ways: vec![
                ("Code in my own layer".to_owned(), Command::SelectLayer(own.id)),
                (
                    format!("Edit the layer of {name}"),
                    Command::EditLayer(other, Box::new(again())),
                ),
            ],
        }));
        false
    }

    /// Lets the user write in another's layer while the project is open, and does what asked for it.
    pub(super) fn edit_layer(&mut self, layer: AnalystId, again: Command) {
        self.opened_layers.insert(layer);
        self.commands.send(again);
    }

    /// Hides what others did until the user's own reading is finished, or shows it again; remembered for the project.
    pub(super) fn read_blind(&mut self, blind: bool) {
        let own = self.layer().id;
        if blind {
            self.take_layer(own.clone());
        }
        self.choose_for_project(|chosen| chosen.blind = blind);
        self.choose_shown(blind.then_some(own));
    }

    /// Makes off the UI thread what is shown to one who reads blind, or to one who does not.
    fn choose_shown(&mut self, blind: Option<AnalystId>) {
        self.choices += 1;
        let (number, state, whole) = (self.choices, self.session.state(), self.session.whole().clone());
        self.choosing = Some((number, blind.clone()));
        self.jobs.start_long(jobs::HIDING, move |_| {
            let shown = Box::new(Shown::new(&whole, blind.as_ref()));
            Done::Shown { number, state, shown }
        });
    }

    /// Shows what was made, if it is still wanted.
    pub(super) fn shown(&mut self, number: u64, state: StateId, shown: Shown) {
        let Some((_, blind)) = self.choosing.take_if(|(wanted, _)| *wanted == number) else {
            return;
        };
        if state != self.session.state() {
            // Something was changed meanwhile.
            return self.choose_shown(blind);
        }
        let own = self.layer();
        let before = self.session.show(blind.clone(), shown);
        // Letting go of a large index takes a while, too.
        std::thread::spawn(move || drop(before));
        self.say(match (blind.is_some(), self.session.blind_reader()) {
            (false, _) => "Every layer is shown".to_owned(),
            (true, Some(_)) => format!("Other layers are hidden until you mark the reading of {} finished", own.name),
            (true, None) => format!(
                "The reading of {} is marked finished, so nothing is hidden. Matrix ▸ My reading is finished changes it",
                own.name
            ),
        });
    }

    /// Marks the user's own reading as finished, or not.
    pub(super) fn finish_reading(&mut self) {
        let own = self.layer();
        self.take_layer(own.id.clone());
        let Some(analyst) = self.session.whole().analyst(&own.id) else {
            return;
        };
        let finished = !analyst.finished;
        let changed = Analyst {
            finished,
            ..(*analyst).clone()
        };
        self.apply(Edit::ChangeAnalyst(changed));
        self.say(match (finished, self.session.blind().is_some()) {
            (true, true) => "Finished: the other layers are shown now",
            (true, false) => "Your reading is marked finished",
            (false, _) => "Your reading is no longer marked finished",
        });
    }

    /// What is chosen for the open project, and not kept in its file.
    pub(super) fn chosen_for_project(&self) -> OfProject {
        let of_file = self
            .path()
            .and_then(|path| self.preferences.projects.get(&path.display().to_string()));
        of_file.copied().unwrap_or_default()
    }

    /// Changes what is chosen for the open project; without a file it holds while the project is open.
    pub(super) fn choose_for_project(&mut self, change: impl FnOnce(&mut OfProject)) {
        let mut chosen = self.chosen_for_project();
        change(&mut chosen);
        let Some(path) = self.path().map(|path| path.display().to_string()) else {
            return;
        };
        if chosen == OfProject::default() {
            self.preferences.projects.remove(&path);
        } else {
            self.preferences.projects.insert(path, chosen);
        }
        self.preferences_changed = true;
        self.keep_preferences();
    }

    /// Whether an action that is a yes or no about layers is on.
    pub(super) fn layers_are(&self, action: Action) -> bool {
        match action {
            Action::ReadBlind => match &self.choosing {
                Some((_, blind)) => blind.is_some(),
                None => self.session.blind().is_some(),
            },
            Action::FinishReading => {
                let own = self.layer().id;
                self.session.project().analyst(&own).is_some_and(|a| a.finished)
            }
            _ => false,
        }
    }
}
