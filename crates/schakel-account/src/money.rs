//! Figures that the books give: balances, results of programmes, movements of reserves.

use schakel_criteria::{Bilingual, Number};
use schakel_ledger::{Key, Name, Operation, PerformanceBalance};
use schakel_register::{Cents, Honest, Id, Input};

use crate::figures::{Figures, Origin, Traced, not_known};

impl Figures<'_> {
    /// A figure of the books; what they do not have is not known.
    pub(crate) fn money(&self, input: &Input) -> Traced {
        match input {
            Input::Balance { performance, year } => {
                let balance = self.balance(performance, *year);
                let keys = balance.iter().flat_map(|it| &it.parts).flat_map(|it| it.entries.clone()).collect();
                self.traced(performance, balance.map(|it| it.total), keys)
            }
            Input::ProgrammeResult { performance, programme, year } => {
                let balance = self.balance(performance, *year);
                let part = balance
                    .and_then(|it| it.parts.into_iter().find(|part| part.line.programme.as_str() == &**programme));
                let keys = part.as_ref().map(|it| it.entries.clone()).unwrap_or_default();
                self.traced(programme, part.map(|it| it.result), keys)
            }
            Input::ReserveNet { reserve, performance, year } => self.reserve_net(reserve, performance.as_ref(), *year),
            _ => self.traced(&Id::from(""), None, Vec::new()),
        }
    }

    /// The balance of a performance, when the books have one.
    pub(crate) fn balance(&self, performance: &Id, year: i16) -> Option<PerformanceBalance> {
        let name = Name::new(performance).ok()?;
        self.books.ledger.performance_balance(&name, year).ok()
    }

    fn reserve_net(&self, reserve: &Id, performance: Option<&Id>, year: i16) -> Traced {
        let Ok(name) = Name::new(reserve) else { return self.traced(reserve, None, Vec::new()) };
        let paid_ahead = |key: &Key| {
            let entry = self.books.ledger.journal().iter().find(|it| it.order.key() == *key);
            entry.is_some_and(|it| {
                matches!(it.order.operation, Operation::Prefinance(_) | Operation::ReceiveStateMoney(_))
            })
        };
        let movements = self.books.ledger.reserve_movements(&name).into_iter().filter(|it| {
            it.year.is_none_or(|of| of == year)
                && performance.is_none_or(|wanted| it.performance.as_str() == &**wanted)
                && !paid_ahead(&it.key)
        });
        let movements: Vec<_> = movements.collect();
        let total = (!movements.is_empty()).then(|| movements.iter().map(|it| it.amount).sum());
        self.traced(reserve, total, movements.into_iter().map(|it| it.key).collect())
    }

    fn traced(&self, record: &Id, amount: Option<Cents>, keys: Vec<Key>) -> Traced {
        let places = keys.iter().filter_map(|key| self.books.records.get(key)).flatten();
        let sources = places.filter_map(|place| self.pack.money.get(*place)).map(|it| it.source.clone());
        let mut origins: Vec<Origin> =
            sources.map(|source| Origin { record: Id::clone(record), figure: None, source: Some(source) }).collect();
        origins.sort();
        origins.dedup();
        let value = amount.map_or_else(not_known, |it| Honest::exact(euros(it)));
        let label = Bilingual::new(&**record, &**record);
        Traced { label, value, unit: Bilingual::new("EUR", "EUR"), origins, contributions: None }
    }
}

fn euros(amount: Cents) -> Number {
    amount.euros()
}
