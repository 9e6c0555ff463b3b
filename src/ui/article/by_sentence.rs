//! Going through the text a sentence at a time by keyboard: what is to be marked is mostly a sentence.

use super::{ArticlePane, selecting::Ends};
use crate::{
    analysis::sentences::{next_sentence, previous_sentence, sentence_at},
    model::Body,
    ui::{Action, Command, Ctx},
};

impl ArticlePane {
    /// Selects the next or previous sentence, or lets the selection reach to the end of the next; whether the action
    /// was one of these.
    pub(super) fn act_on_sentences(&mut self, action: Action, ctx: &Ctx<'_>) -> bool {
        if !matches!(
            action,
            Action::NextSentence | Action::PreviousSentence | Action::AddSentence
        ) {
            return false;
        }
        let Some((_, body)) = &self.shown else { return true };
        let here = self.ends.or_else(|| {
            let first = self.held?.position;
            Some(Ends {
                anchor: first,
                head: first,
            })
        });
        if let Some(ends) = here.and_then(|ends| step(body, ends, action)) {
            self.ends = Some(ends);
            self.stepped = true;
            ctx.send(Command::SelectText(Some(ends.range())));
        }
        self.wants_keyboard = true;
        true
    }
}

/// Where the selection goes; `None` where there is no further sentence.
fn step(body: &Body, from: Ends, action: Action) -> Option<Ends> {
    let range = from.range();
    let around = sentence_at(body, range.start);
    // Part of a sentence becomes the whole one first; a caret at its end has read it.
    let part = range != around && range.end <= around.end && (!range.is_empty() || range.end < around.end);
    let to = match action {
        Action::PreviousSentence => previous_sentence(body, range.start)?,
        _ if part => around,
        Action::AddSentence => range.start..next_sentence(body, range.end)?.end,
        _ => next_sentence(body, range.end)?,
    };
    Some(Ends {
        anchor: to.start,
        head: to.end,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, BlockKind};

    #[test]
    fn sentences_are_gone_through_over_blocks_and_back() {
        let paragraphs = ["One is here. Two is too.", "", "Three stands alone"];
        let body = Body::new(paragraphs.iter().map(|t| Block::new(BlockKind::Paragraph, t)).collect());
        let caret = |at| Ends { anchor: at, head: at };
        let go = |from: Ends, actions: &[Action]| {
            let end = actions.iter().try_fold(from, |ends, action| step(&body, ends, *action));
            end.and_then(|ends| body.slice(ends.range()))
        };
        let (next, back, add) = (Action::NextSentence, Action::PreviousSentence, Action::AddSentence);
        for (from, actions, words) in [
            (0, &[next][..], Some("One is here.")),
            (5, &[next], Some("One is here.")),
            (12, &[next], Some("Two is too.")),
            (0, &[next, next], Some("Two is too.")),
            (0, &[next, next, next], Some("Three stands alone")),
            (0, &[next, next, next, next], None),
            (0, &[next, next, next, back], Some("Two is too.")),
            (0, &[back], None),
            (0, &[next, add], Some("One is here. Two is too.")),
            (15, &[add], Some("Two is too.")),
        ] {
            assert_eq!(go(caret(from), actions).as_deref(), words, "{from}: {actions:?}");
        }
    }
}
