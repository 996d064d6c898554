//! Vouchers: where each stands. What happened to them is in the journal.

use schakel_casework::{Code, Course, FirmRef};
use schakel_schemes::{ApplicationNumber, Voucher, VoucherNumber, VoucherOutcome};
use schakel_time::Date;

use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::next_number;
use crate::value::to_json;
use crate::values;

/// The number for a new voucher.
///
/// # Errors
/// When the database fails.
pub fn next_voucher(statements: &mut dyn Statements) -> Result<VoucherNumber, StoreError> {
    next_number(statements, "SELECT coalesce(max(id), 0) FROM voucher").map(VoucherNumber)
}

/// A voucher by number.
///
/// # Errors
/// When the database fails or is damaged.
pub fn read(statements: &mut dyn Statements, number: VoucherNumber) -> Result<Option<Voucher>, StoreError> {
    let rows = statements.query("SELECT body FROM voucher WHERE id = $1", values![number.0])?;
    rows.first().map(|row| row.json(0)).transpose()
}

/// Keeps a voucher as it stands now.
///
/// # Errors
/// When the database fails, and when its application has another one.
pub fn keep(statements: &mut dyn Statements, voucher: &Voucher) -> Result<(), StoreError> {
    let (state, next_date) = match &voucher.course {
        Course::Open(_) => ("open", Some(voucher.valid_until)),
        Course::Ended { outcome: VoucherOutcome::Redeemed { .. }, .. } => ("redeemed", None),
        Course::Ended { outcome: VoucherOutcome::Lapsed, .. } => ("lapsed", None),
    };
    statements.execute(
        "INSERT INTO voucher (id, round, application, firm, state, next_date, body) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, next_date = excluded.next_date, body = excluded.body",
        values![
            voucher.number.0,
            voucher.round.as_str(),
            voucher.application.0,
            voucher.firm.0,
            state,
            next_date,
            to_json(voucher)?
        ],
    )?;
    Ok(())
}

/// The voucher that was issued on an application.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of_application(
    statements: &mut dyn Statements,
    application: ApplicationNumber,
) -> Result<Option<Voucher>, StoreError> {
    let rows = statements.query("SELECT body FROM voucher WHERE application = $1", values![application.0])?;
    rows.first().map(|row| row.json(0)).transpose()
}

/// The vouchers of a round, in order.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of_round(statements: &mut dyn Statements, round: &Code) -> Result<Vec<Voucher>, StoreError> {
    let rows = statements.query("SELECT body FROM voucher WHERE round = $1 ORDER BY id", values![round.as_str()])?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// The vouchers of a firm, the newest first.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of_firm(statements: &mut dyn Statements, firm: FirmRef) -> Result<Vec<Voucher>, StoreError> {
    let rows = statements.query("SELECT body FROM voucher WHERE firm = $1 ORDER BY id DESC", values![firm.0])?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// The open vouchers whose last day lies before a day, the oldest first.
///
/// # Errors
/// When the database fails or is damaged.
pub fn overdue(statements: &mut dyn Statements, today: Date, most: u32) -> Result<Vec<VoucherNumber>, StoreError> {
    let rows = statements
        .query("SELECT id FROM voucher WHERE next_date < $1 ORDER BY next_date, id LIMIT $2", values![today, most])?;
    rows.iter().map(|row| Ok(VoucherNumber(row.number(0)?))).collect()
}
