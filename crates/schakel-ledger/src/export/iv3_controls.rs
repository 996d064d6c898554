//! The controls on a delivery (Iv3), PF001 to PF009: what must be equal in it. Their texts are those of the State; a
//! delivery is checked as it stands in JSON, whoever made it.

use std::collections::BTreeMap;
use std::fmt;

use schakel_criteria::Number;
use serde_json::Value;

/// A control that a delivery does not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Iv3Flaw {
    /// The code of the control, `PF001`.
    pub control: &'static str,
    /// What is wrong.
    pub problem: String,
}

/// The controls that a delivery does not pass, in order.
pub fn iv3_flaws(document: &Value) -> Vec<Iv3Flaw> {
    let read = Delivery::read(document);
    let mut flaws = Vec::new();
    let mut check = |control: &'static str, left: Number, right: Number, what: &str| {
        if left != right {
            flaws.push(Iv3Flaw { control, problem: format!("{what}: {left} and {right}") });
        }
    };
    if read.period > 0 {
        let financial = |it: &Row| it.category == "6.1";
        let running = |it: &Row| !it.category.starts_with("7.") && it.category != "6.1";
        let current = minus(read.income(running), read.costs(running));
        let paid = minus(read.costs(financial), read.income(financial));
        check("PF001", current, paid, "the balance of what was spent and received, and that of what was paid");
        for code in ["7.1", "7.2", "7.3", "7.4", "7.5"] {
            let of = |it: &Row| it.category == code;
            check("PF004", read.costs(of), read.income(of), &format!("category {code} on both sides"));
        }
        let unspecified = |it: &Row| it.category == "4.3.9" || it.category == "4.4.9";
        check("PF009", read.costs(unspecified), Number::ZERO, "category 4.3.9 or 4.4.9 in costs");
        check("PF009", read.income(unspecified), Number::ZERO, "category 4.3.9 or 4.4.9 in income");
    }
    if read.period == 0 || read.period == 5 {
        let (costs, income) = (total(read.tables[COSTS].iter()), total(read.tables[INCOME].iter()));
        check("PF006", costs, income, "all costs and all income on fields of tasks");
    }
    if read.period == 5 {
        for (control, moment) in [("PF007", "1 januari"), ("PF008", "ultimo")] {
            let assets = read.standing(moment, 'A');
            check(control, assets, read.standing(moment, 'P'), &format!("both sides of the balance, {moment}"));
        }
    }
    for (code, before, after, moved) in read.developments() {
        check("PF003", minus(after, before), moved, &format!("how {code} changed, and what moved on it"));
    }
    flaws.extend(read.wrong_categories());
    flaws.sort_by_key(|it| it.control);
    flaws
}

const TABLES: [&str; 4] = ["lasten", "baten", "balans_lasten", "balans_baten"];
const COSTS: usize = 0;
const INCOME: usize = 1;
const BALANCE_COSTS: usize = 2;
const BALANCE_INCOME: usize = 3;

struct Row {
    place: String,
    category: String,
    amount: Number,
}

struct Delivery {
    period: i64,
    tables: [Vec<Row>; 4],
    /// By code and moment.
    standings: BTreeMap<(String, String), Number>,
}

impl Delivery {
    fn read(document: &Value) -> Self {
        let data = document.get("data");
        let rows = |table: &str| data.and_then(|it| it.get(table)).and_then(Value::as_array).into_iter().flatten();
        let row = |it: &Value| Row {
            place: text(it, "taakveld").or_else(|| text(it, "balanscode")).unwrap_or_default(),
            category: text(it, "categorie").unwrap_or_default(),
            amount: amount(it),
        };
        let standing = |it: &Value| {
            let key = (text(it, "balanscode").unwrap_or_default(), text(it, "standper").unwrap_or_default());
            (key, amount(it))
        };
        Delivery {
            period: document.pointer("/metadata/periode").and_then(Value::as_i64).unwrap_or(0),
            tables: TABLES.map(|table| rows(table).map(row).collect()),
            standings: rows("balans_standen").map(standing).collect(),
        }
    }

    fn costs(&self, of: impl Fn(&Row) -> bool) -> Number {
        total(self.tables[COSTS].iter().chain(&self.tables[BALANCE_COSTS]).filter(|it| of(it)))
    }

    fn income(&self, of: impl Fn(&Row) -> bool) -> Number {
        total(self.tables[INCOME].iter().chain(&self.tables[BALANCE_INCOME]).filter(|it| of(it)))
    }

    fn standing(&self, moment: &str, side: char) -> Number {
        let of = self.standings.iter().filter(|((code, at), _)| at == moment && code.starts_with(side));
        of.fold(Number::ZERO, |sum, (_, amount)| plus(sum, *amount))
    }

    /// Per code of the balance: what stood, what stands, and what moved.
    fn developments(&self) -> Vec<(String, Number, Number, Number)> {
        let openings = self.standings.iter().filter(|((_, moment), _)| moment == "1 januari");
        let development = |((code, _), before): (&(String, String), &Number)| {
            let after = self.standings.get(&(code.clone(), "ultimo".to_owned())).copied().unwrap_or(Number::ZERO);
            let on = |rows: &[Row]| total(rows.iter().filter(|it| it.place == *code));
            let (costs, income) = (on(&self.tables[BALANCE_COSTS]), on(&self.tables[BALANCE_INCOME]));
            let moved = if code.starts_with('A') { minus(costs, income) } else { minus(income, costs) };
            (code.clone(), *before, after, moved)
        };
        openings.map(development).collect()
    }

    /// Category 6.1 stands on the financial part of the balance, and nothing else does but 7.2 and 7.5.
    fn wrong_categories(&self) -> Vec<Iv3Flaw> {
        let is_equity = |code: &str| code.starts_with("P11") || code == "P12";
        let on_balance = self.tables[BALANCE_COSTS].iter().chain(&self.tables[BALANCE_INCOME]);
        let wrong = on_balance.filter(|it| !is_equity(&it.place) && !["6.1", "7.2", "7.5"].contains(&&*it.category));
        let mut flaws: Vec<Iv3Flaw> = wrong
            .map(|it| Iv3Flaw { control: "PF002", problem: format!("category {} on {}", it.category, it.place) })
            .collect();
        let fields = self.tables[COSTS].iter().chain(&self.tables[INCOME]);
        let outside = fields.filter(|it| it.category == "6.1" && !["0.3", "0.4"].contains(&&*it.place));
        flaws.extend(outside.map(|it| Iv3Flaw { control: "PF005", problem: format!("category 6.1 on {}", it.place) }));
        flaws
    }
}

impl fmt::Display for Iv3Flaw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.control, self.problem)
    }
}

fn text(row: &Value, field: &str) -> Option<String> {
    row.get(field).and_then(Value::as_str).map(ToOwned::to_owned)
}

fn amount(row: &Value) -> Number {
    let number = row.get("bedrag").and_then(|it| Number::parse(&it.to_string()));
    number.unwrap_or(Number::ZERO)
}

fn total<'a>(rows: impl Iterator<Item = &'a Row>) -> Number {
    rows.fold(Number::ZERO, |sum, row| plus(sum, row.amount))
}

fn plus(one: Number, other: Number) -> Number {
    one.plus(other).unwrap_or(one)
}

fn minus(one: Number, other: Number) -> Number {
    one.minus(other).unwrap_or(one)
}
