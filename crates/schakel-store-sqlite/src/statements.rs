//! Statements on a connection of SQLite.

use rusqlite::types::{ToSqlOutput, Value as SqliteValue, ValueRef};
use rusqlite::{Connection, ToSql};
use schakel_store::{Row, Statements, StoreError, Value};

/// A transaction that the caller began and will end.
pub(crate) struct SqliteStatements<'a> {
    connection: &'a Connection,
    has_failed: bool,
}

impl<'a> SqliteStatements<'a> {
    pub(crate) fn new(connection: &'a Connection) -> Self {
        SqliteStatements { connection, has_failed: false }
    }

    /// Whether a statement failed; then nothing of the transaction may be kept, as on every engine.
    pub(crate) fn has_failed(&self) -> bool {
        self.has_failed
    }

    fn noted<T>(&mut self, ended: Result<T, StoreError>) -> Result<T, StoreError> {
        self.has_failed |= ended.is_err();
        ended
    }
}

impl Statements for SqliteStatements<'_> {
    fn execute(&mut self, statement: &str, values: &[Value]) -> Result<u64, StoreError> {
        let ended = execute(self.connection, statement, values);
        self.noted(ended)
    }

    fn query(&mut self, statement: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let ended = query(self.connection, statement, values);
        self.noted(ended)
    }
}

fn execute(connection: &Connection, statement: &str, values: &[Value]) -> Result<u64, StoreError> {
    let mut prepared = connection.prepare_cached(statement).map_err(StoreError::failed)?;
    bind(&mut prepared, values)?;
    let changed = prepared.raw_execute().map_err(StoreError::failed)?;
    Ok(u64::try_from(changed).unwrap_or(u64::MAX))
}

fn query(connection: &Connection, statement: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
    let mut prepared = connection.prepare_cached(statement).map_err(StoreError::failed)?;
    let columns = prepared.column_count();
    bind(&mut prepared, values)?;
    let mut cursor = prepared.raw_query();
    let mut rows = Vec::new();
    while let Some(row) = cursor.next().map_err(StoreError::failed)? {
        let read = (0..columns).map(|column| value_of(row.get_ref(column).map_err(StoreError::failed)?));
        rows.push(Row(read.collect::<Result<_, StoreError>>()?));
    }
    Ok(rows)
}

/// Gives each numbered place its value.
fn bind(prepared: &mut rusqlite::CachedStatement<'_>, values: &[Value]) -> Result<(), StoreError> {
    for (number, value) in (1usize..).zip(values) {
        let place = prepared.parameter_index(&format!("${number}")).map_err(StoreError::failed)?;
        if matches!(value, Value::Text(text) if text.contains('\0')) {
            // PostgreSQL cannot keep it; what one engine refuses every engine refuses.
            return Err(StoreError::failed(std::io::Error::other("a text holds the character NUL")));
        }
        let place = place.ok_or_else(|| StoreError::damaged(format!("the place ${number} of a statement")))?;
        prepared.raw_bind_parameter(place, Bound(value)).map_err(StoreError::failed)?;
    }
    Ok(())
}

struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Null => ToSqlOutput::Owned(SqliteValue::Null),
            Value::Integer(number) => ToSqlOutput::Owned(SqliteValue::Integer(*number)),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

fn value_of(value: ValueRef<'_>) -> Result<Value, StoreError> {
    match value {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Integer(number)),
        ValueRef::Text(text) => {
            let text = std::str::from_utf8(text).map_err(|_| StoreError::damaged("a text"))?;
            Ok(Value::Text(text.to_owned()))
        }
        ValueRef::Blob(bytes) => Ok(Value::Bytes(bytes.to_vec())),
        ValueRef::Real(_) => Err(StoreError::damaged("a number")),
    }
}
