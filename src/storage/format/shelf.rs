//! One list of a project while it is read: the things in it, and the ids by which the rest of the file names them.

use std::{collections::BTreeMap, str::FromStr, sync::Arc};

use imbl::Vector;

use crate::model::Listed;

/// The things of one kind, in the file's order.
pub(super) struct Shelf<T: Listed> {
    items: Vector<Arc<T>>,
    /// Every id that the file names, checked and made once however often it is named, with its item's place in the
    /// list if there is such an item.
    ids: BTreeMap<String, (T::Id, Option<usize>)>,
    last: Option<(String, T::Id)>,
}

/// What became of an item put on a shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Put {
    /// It is there now.
    New,
    /// One that is equal was there already.
    Same,
    /// Another one of its id was there already.
    Other,
}

impl<T> Shelf<T>
where
    T: Listed<Id: FromStr>,
{
    pub(super) fn new() -> Self {
        Self {
            items: Vector::new(),
            ids: BTreeMap::new(),
            last: None,
        }
    }

    /// The id of a text, if it is one.
    pub(super) fn id(&mut self, text: &str) -> Result<T::Id, <T::Id as FromStr>::Err> {
        if let Some((last, id)) = &self.last
            && last == text
        {
            return Ok(id.clone());
        }
        let id = match self.ids.get(text) {
            Some((id, _)) => id.clone(),
            None => {
                let id: T::Id = text.parse()?;
                self.ids.insert(text.to_owned(), (id.clone(), None));
                id
            }
        };
        self.last = Some((text.to_owned(), id.clone()));
        Ok(id)
    }

    /// Whether there is an item of this id.
    pub(super) fn has(&self, id: &T::Id) -> bool {
        self.item(id).is_some()
    }

    /// The item of an id.
    pub(super) fn item(&self, id: &T::Id) -> Option<&T> {
        let (_, place) = self.ids.get(&id.to_string())?;
        self.items.get((*place)?).map(|item| &**item)
    }

    /// Puts an item at the end, unless there is one of its id.
    pub(super) fn put(&mut self, item: T) -> Put {
        match self.item(item.id()) {
            Some(there) if *there == item => Put::Same,
            Some(_) => Put::Other,
            None => {
                self.ids
                    .insert(item.id().to_string(), (item.id().clone(), Some(self.items.len())));
                self.items.push_back(Arc::new(item));
                Put::New
            }
        }
    }

    /// The items, in order.
    pub(super) fn items(&self) -> &Vector<Arc<T>> {
        &self.items
    }

    pub(super) fn into_items(self) -> Vector<Arc<T>> {
        self.items
    }
}
