//! The form of an issue: name, proposition, keywords, heading.

use eframe::egui::{self, Button, RichText};

use super::{buttons, fields, modal};
use crate::{
    model::{Edit, Issue},
    ui::{Command, Ctx},
};

/// The issue as it is being changed.
#[derive(Debug, Clone)]
pub struct IssueForm {
    issue: Issue,
    keywords: String,
    focused: bool,
}

impl IssueForm {
    /// Opens the form of an issue.
    pub fn new(issue: &Issue) -> Self {
        Self {
            keywords: issue.keywords.join("\n"),
            issue: issue.clone(),
            focused: false,
        }
    }

    fn changed(&self) -> Issue {
        let mut issue = self.issue.clone();
        issue.name = issue.name.trim().to_owned();
        issue.group = issue.group.trim().to_owned();
        issue.proposition = issue.proposition.split_whitespace().collect::<Vec<_>>().join(" ");
        issue.keywords = fields::words(&self.keywords);
        issue
    }

    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, "Issue", 440.0, |ui| {
            fields::first_line(ui, ctx, "Name", &mut self.issue.name, &mut self.focused);
            fields::lines(
                ui,
                ctx,
                "Proposition",
                &mut self.issue.proposition,
                "The sentence that “supports” means agreeing with",
                2,
            );
            if self.issue.proposition.trim().is_empty() {
                ui.label(
                    RichText::new("Without it, two readers may mean opposite things by “supports”.")
                        .small()
                        .color(ctx.tokens.warning),
                );
            }
            fields::lines(
                ui,
                ctx,
                "Keywords",
                &mut self.keywords,
                "One a line: words by which the text speaks of it",
                3,
            );
            fields::group(ui, ctx, &mut self.issue.group, &fields::groups_of_issues(ctx.project()));
            ui.add_space(6.0);
            ui.checkbox(&mut self.issue.hidden, "Hidden in the matrix");
            let ready = !self.issue.name.trim().is_empty();
            buttons(ui, |ui| {
                if ui.add_enabled(ready, Button::new("Save")).clicked() {
                    ctx.send(Command::CloseDialog);
                    ctx.edit(Edit::ChangeIssue(self.changed()));
                }
                if ui.button("Cancel").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }
}
