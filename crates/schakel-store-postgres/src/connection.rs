//! A connection with its prepared statements, and how values go over it.

use std::collections::HashMap;
use std::error::Error;

use postgres::types::private::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};
use schakel_store::{Row, Statements, StoreError, Value};

/// A connection to the server.
pub(crate) struct Connection {
    client: Client,
    prepared: HashMap<String, Statement>,
    has_failed: bool,
}

impl Connection {
    /// Connects.
    pub(crate) fn open(config: &Config) -> Result<Self, StoreError> {
        let client = config.connect(NoTls).map_err(|cause| StoreError::Open {
            database: config.get_dbname().unwrap_or("postgres").to_owned(),
            cause: in_words(&cause).into(),
        })?;
        Ok(Connection { client, prepared: HashMap::new(), has_failed: false })
    }

    /// Whether the server is still there.
    pub(crate) fn is_open(&self) -> bool {
        !self.client.is_closed()
    }

    /// Whether a statement failed since the transaction began; then the server keeps nothing of it.
    pub(crate) fn has_failed(&self) -> bool {
        self.has_failed
    }

    /// Carries out a statement that begins or ends a transaction.
    pub(crate) fn control(&mut self, statement: &str) -> Result<(), StoreError> {
        self.has_failed = false;
        self.client.batch_execute(statement).map_err(failed)
    }

    fn prepare(&mut self, statement: &str) -> Result<Statement, StoreError> {
        if let Some(prepared) = self.prepared.get(statement) {
            return Ok(prepared.clone());
        }
        let prepared = self.client.prepare(statement).map_err(failed)?;
        self.prepared.insert(statement.to_owned(), prepared.clone());
        Ok(prepared)
    }
}

impl Connection {
    fn run(&mut self, statement: &str, values: &[Value]) -> Result<u64, StoreError> {
        let prepared = self.prepare(statement)?;
        let bound: Vec<Bound<'_>> = values.iter().map(Bound).collect();
        self.client.execute(&prepared, &by_reference(&bound)).map_err(failed)
    }

    fn rows(&mut self, statement: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let prepared = self.prepare(statement)?;
        let bound: Vec<Bound<'_>> = values.iter().map(Bound).collect();
        let rows = self.client.query(&prepared, &by_reference(&bound)).map_err(failed)?;
        rows.iter().map(row_of).collect()
    }
}

impl Statements for Connection {
    fn execute(&mut self, statement: &str, values: &[Value]) -> Result<u64, StoreError> {
        let ended = self.run(statement, values);
        self.has_failed |= ended.is_err();
        ended
    }

    fn query(&mut self, statement: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let ended = self.rows(statement, values);
        self.has_failed |= ended.is_err();
        ended
    }
}

/// A connection in a transaction that has just begun. One that was kept ready may have lost its server since, which shows
/// only now; then a new one is opened, because nothing was asked yet.
pub(crate) fn begun(ready: Option<Connection>, config: &Config, begin: &str) -> Result<Connection, StoreError> {
    if let Some(mut connection) = ready.filter(Connection::is_open)
        && connection.control(begin).is_ok()
    {
        return Ok(connection);
    }
    let mut connection = Connection::open(config)?;
    connection.control(begin)?;
    Ok(connection)
}

fn failed(error: postgres::Error) -> StoreError {
    StoreError::Failed(in_words(&error).into())
}

/// The error with what it comes from: by itself it only says that there was one.
fn in_words(error: &postgres::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

fn by_reference<'a>(bound: &'a [Bound<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    bound.iter().map(|it| it as &(dyn ToSql + Sync)).collect()
}

fn row_of(row: &postgres::Row) -> Result<Row, StoreError> {
    let value = |column| match row.try_get::<_, Option<Read>>(column) {
        Ok(Some(Read(value))) => Ok(value),
        Ok(None) => Ok(Value::Null),
        Err(error) => Err(failed(error)),
    };
    (0..row.len()).map(value).collect::<Result<_, StoreError>>().map(Row)
}

#[derive(Debug)]
struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self.0 {
            Value::Null => Ok(IsNull::Yes),
            Value::Integer(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            Value::Integer(number) => number.to_sql(&Type::INT8, out),
            Value::Text(text) => text.to_sql(&Type::TEXT, out),
            Value::Bytes(bytes) => bytes.to_sql(&Type::BYTEA, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT4, Type::INT8, Type::TEXT, Type::VARCHAR, Type::BYTEA].contains(kind)
    }

    to_sql_checked!();
}

struct Read(Value);

impl<'a> FromSql<'a> for Read {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        let value = match *kind {
            Type::INT4 => Value::Integer(i64::from(i32::from_sql(kind, raw)?)),
            Type::INT8 => Value::Integer(i64::from_sql(kind, raw)?),
            Type::BYTEA => Value::Bytes(Vec::<u8>::from_sql(kind, raw)?),
            _ => Value::Text(String::from_sql(kind, raw)?),
        };
        Ok(Read(value))
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT4, Type::INT8, Type::TEXT, Type::VARCHAR, Type::BYTEA].contains(kind)
    }
}
