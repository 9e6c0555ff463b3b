//! What crashes left: told in words before anything is opened, then opened with its whole history.
//!
//! Not here: finding it (`storage::journal::recovery`), how it is asked about (`ui::dialog`).

use super::{
    App, Home,
    files::file_name,
    jobs::{self, Done},
    journaling::{replayed, scan},
};
use crate::{
    model::{
        Analyst, Moment, Project, counted,
        merge::{Change, Tally, differences},
    },
    session::{Session, layer_of},
    storage::{OnDisk, journal::Recovered},
    ui::{
        Action,
        dialog::{Dialog, Recovery},
        moment,
    },
};

/// The most steps and differences that are told.
const MOST: usize = 300;

/// One piece of recovered work: as it was found, opened, and what its file holds now.
pub(super) struct Offer {
    recovered: Recovered,
    session: Session,
    on_disk: OnDisk,
    differences: Vec<String>,
}

impl Offer {
    /// Makes ready what was found. Takes as long as doing its history again: off the UI thread.
    pub(super) fn new(recovered: Recovered, layer: &Analyst, blind: bool) -> Self {
        let mut session = replayed(&recovered, layer);
        session.read_blind(blind.then(|| layer.id.clone()));
        let mut changes = differences(&recovered.last_saved, &recovered.project);
        if blind {
            let own = |project: &Project, change: &Change| {
                layer_of(project, &change.place()).is_none_or(|of| *of == layer.id)
            };
            changes.retain(|change| own(&recovered.last_saved, change) && own(&recovered.project, change));
        }
        let mut lines = vec![format!("In all: {}", Tally::of(&changes))];
        lines.extend(
            changes
                .iter()
                .take(MOST)
                .map(|change| change.sentence(&recovered.last_saved, &recovered.project)),
        );
        Self {
            on_disk: recovered.on_disk(),
            differences: lines,
            session,
            recovered,
        }
    }

    fn name(&self) -> String {
        match (&self.recovered.file, self.recovered.project.title.as_str()) {
            (Some(file), _) => file_name(file),
            (None, "") => "a project without a name".to_owned(),
            (None, title) => format!("“{title}”"),
        }
    }

    fn told(&self, now: Moment, place: (usize, usize)) -> Recovery {
        let recovered = &self.recovered;
        let changes = counted(recovered.edits, "change", "changes");
        let when = match (recovered.since, recovered.until) {
            (Some(since), Some(until)) => match (moment::ago(since, now), moment::ago(until, now)) {
                (first, last) if first == last => format!(", {first}"),
                (first, last) => format!(", the first {first}, the last {last}"),
            },
            _ => String::new(),
        };
        let name = self.name();
        let lost = if recovered.entries.is_empty() {
            format!("Never saved was {name}")
        } else {
            format!("Not saved were {changes} to {name}{when}")
        };
        let mut lines = vec![
            format!("Standpoint did not end as it should. {lost}."),
            match (&recovered.file, &self.on_disk) {
                (None, _) => "The project has no file yet.".to_owned(),
                (_, OnDisk::Same) => "The file is as you saved it last.".to_owned(),
                (_, OnDisk::Changed(_)) => "Somebody else has changed the file since: what was recovered is merged \
                                            with it, and you look over what differs."
                    .to_owned(),
                (_, OnDisk::Missing) => {
                    "The file is no longer there; what was recovered can be saved again.".to_owned()
                }
                (_, OnDisk::Unreadable(why)) => format!("The file cannot be read now: {why}."),
            },
            "Nothing on disk changes until you save.".to_owned(),
        ];
        if recovered.transplanted {
            lines.push(
                "Somebody else changed the file before it could be kept as you opened it. Your changes were made again \
                 on what it holds now: where both of you changed the same, yours stand. Look them over before you save."
                    .to_owned(),
            );
        }
        if recovered.lost > 0 {
            lines.push(format!(
                "{} damaged lines of the journal could not be read.",
                recovered.lost
            ));
        }
        let saved = self.session.saved_after().unwrap_or(0).min(self.session.done());
        let steps = &self.session.steps()[saved..self.session.done()];
        Recovery {
            name,
            lines,
            steps: steps.iter().take(MOST).map(|s| (s.at, s.label.clone())).collect(),
            differences: self.differences.clone(),
            place,
            against_file: false,
            doomed: false,
        }
    }
}

impl App {
    /// Looks off the UI thread for what crashes left.
    pub(super) fn look_for_lost_work(&mut self) {
        if let Some(journals) = self.journals() {
            let layer = self.layer();
            let chosen = self.preferences.projects.clone();
            self.jobs.start(jobs::RECOVERING, move || {
                let found = scan(&journals);
                let left = found.recovered.into_iter().filter(|r| r.edits > 0);
                let blind = |recovered: &Recovered| {
                    let file = recovered.file.as_ref().map(|file| file.display().to_string());
                    file.is_some_and(|file| chosen.get(&file).is_some_and(|c| c.blind))
                };
                let offers = left
                    .map(|recovered| {
                        let blind = blind(&recovered);
                        Offer::new(recovered, &layer, blind)
                    })
                    .collect();
                Done::Found(offers, found.remarks)
            });
        }
    }

    pub(super) fn found(&mut self, offers: Vec<Offer>, remarks: Vec<String>) {
        self.offers = offers;
        if let Some(remark) = remarks.into_iter().next() {
            self.say(remark);
        }
        self.offer_now = !self.offers.is_empty() || !self.report.is_empty();
    }

    /// Asks about recovered work as soon as nothing else is asked.
    pub(super) fn offer_when_free(&mut self) {
        if self.offer_now && self.dialog.is_none() {
            self.offer_recovered();
        }
    }

    /// Asks about the first piece of recovered work, before anything is overwritten.
    pub(super) fn offer_recovered(&mut self) {
        self.offer_now = false;
        if let Some(offer) = self.offers.first() {
            let done = self.offers_done;
            let mut told = offer.told((self.clock)(), (done + 1, done + self.offers.len()));
            told.lines.append(&mut self.report);
            self.dialog = Some(Dialog::Recovery(told));
        } else {
            self.tell_of_a_crash();
        }
    }

    /// Opens recovered work with its whole history.
    pub(super) fn take_recovered(&mut self) {
        if self.offers.is_empty() {
            return;
        }
        if self.open && !self.session.is_saved() {
            return self.say(format!(
                "Save or close this project first. What was recovered is kept: File ▸ {}",
                Action::Recovered.row().name
            ));
        }
        let Some(state) = self.state.clone() else { return };
        let Offer {
            recovered,
            session,
            on_disk,
            ..
        } = self.offers.remove(0);
        self.offers_done += 1;
        self.end_journal();
        let home = recovered
            .file
            .clone()
            .zip(recovered.held)
            .map(|(path, fingerprint)| Home {
                path,
                fingerprint,
                base: recovered.last_saved.clone(),
            });
        self.set_project(session, home);
        let edits = recovered.edits.min(recovered.entries.len());
        self.journal = Some(recovered.resume(&state, (self.clock)()));
        // Who reads may be called otherwise by now.
        let own = self.layer().id;
        self.take_layer(own);
        self.say(match edits {
            0 => "Recovered what was never saved. Save to keep it".to_owned(),
            1 => "Recovered 1 unsaved change. Save to keep it".to_owned(),
            n => format!("Recovered {n} unsaved changes. Save to keep them"),
        });
        if matches!(on_disk, OnDisk::Changed(_)) {
            self.merge_own_file();
        }
    }

    /// Deletes recovered work that is not wanted, and asks about the next.
    pub(super) fn delete_recovered(&mut self) {
        if !self.offers.is_empty() {
            self.offers.remove(0).recovered.discard();
            self.offers_done += 1;
        }
        self.offer_recovered();
    }
}
