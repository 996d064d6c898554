//! The classes of a fact that is one code: codes that pass the same tests are alike.

use std::collections::HashMap;
use std::sync::Arc;

use crate::vocabulary::CodeList;

use super::{Class, Classes, group};

/// The codes of one fact, divided into classes.
#[derive(Clone, Debug)]
pub(crate) struct Codes {
    class_of: HashMap<Arc<str>, Class>,
    /// The first code of each class, in the order of the list.
    first: Vec<Arc<str>>,
}

impl Codes {
    /// Divides the codes of a list. `truths` says of each test whether a code passes it, `None` where that cannot be
    /// said; such a code is no possible value, because nothing can be decided with it.
    pub(crate) fn divide(list: &CodeList, truths: impl Fn(&Arc<str>) -> Vec<Option<bool>>) -> (Codes, Classes) {
        let mut certain = Vec::with_capacity(list.codes().len());
        let (class_of_code, classes) = group(list.codes().iter().map(|code| {
            let passed = truths(&code.id);
            let is_certain = passed.iter().all(Option::is_some);
            certain.push(is_certain);
            (passed.into_iter().map(|it| it == Some(true)).collect(), is_certain)
        }));
        let mut first = vec![None; classes.len()];
        let mut class_of = HashMap::with_capacity(list.codes().len());
        for ((code, class), is_certain) in list.codes().iter().zip(class_of_code).zip(certain) {
            let Some(class) = class else { continue };
            if let Some(slot) = first.get_mut(usize::from(class))
                && is_certain
            {
                slot.get_or_insert_with(|| Arc::clone(&code.id));
            }
            class_of.entry(Arc::clone(&code.id)).or_insert(class);
        }
        (Codes { class_of, first: first.into_iter().flatten().collect() }, classes)
    }

    /// The class of a code; `None` when it is not in the list or nothing can be decided with it.
    pub(crate) fn class_of(&self, code: &str) -> Option<Class> {
        self.class_of.get(code).copied()
    }

    /// The number of classes.
    pub(crate) fn classes(&self) -> Class {
        Class::try_from(self.first.len()).unwrap_or(Class::MAX)
    }

    /// The first code of a class.
    pub(crate) fn first(&self, class: Class) -> Option<&Arc<str>> {
        self.first.get(usize::from(class))
    }
}
