//! What comes with the program: the first article, and a reading of it.

use crate::{
    exchange::article::{self, Hint},
    model::{AnalystId, DocumentId, Project},
    storage,
};

/// The article as it was published, byte for byte.
const ARTICLE: &str = include_str!("../../assets/choice-china-russia-joint-statement.txt");

/// A reading of it.
const READING: &str = include_str!("../../saves/china-russia-joint-statement.ron");

/// The bundled reading, and the analyst whose it is.
pub(super) fn reading() -> (Project, Option<AnalystId>) {
    match storage::format::read(READING.as_bytes()) {
        Ok(opened) => {
            let analyst = opened.project.analysts.front().map(|a| a.id.clone());
            (opened.project, analyst)
        }
        // A test proves that it opens; should a build go wrong, the article itself is still there to be read.
        Err(_faults) => (article_alone(), None),
    }
}

fn article_alone() -> Project {
    let mut project = Project::default();
    if let Ok(import) = article::import_text(ARTICLE, Hint::default()) {
        let mut document = import.into_document(DocumentId::from_name("choice-china-russia-joint-statement"));
        document.about.title = "CHOICE: China–Russia joint statement".to_owned();
        project.documents.push_back(document.into());
    }
    project
}
