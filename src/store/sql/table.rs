//! The name of the table, and the statements that hold it.

use std::sync::Arc;

use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};

use crate::error::SetupError;

/// The name in the SQL texts, which stands for any other.
const DEFAULT: &str = "hookseal_keys";
const INDEX: &str = "hookseal_keys_ends_at";

/// Leaves room for the index's name within PostgreSQL's 63 bytes.
const LONGEST: usize = 48;

/// A table's name, possibly in a schema; harmless in SQL.
#[derive(Clone, Debug)]
pub(super) struct Table {
    schema: Option<Box<str>>,
    name: Box<str>,
}

impl Table {
    pub(super) fn new(name: &str, schemas: bool) -> Result<Self, SetupError> {
        let (schema, table) = match name.split_once('.') {
            Some((schema, table)) if schemas => (Some(schema), table),
            _ => (None, name),
        };
        if schema.into_iter().chain([table]).all(is_plain) {
            return Ok(Self { schema: schema.map(Into::into), name: table.into() });
        }
        let schema = if schemas { ", with a schema and a dot before it if need be" } else { "" };
        let why = format!(
            "a name is made of lower-case letters, digits and underscores, begins with no digit and has at most \
             {LONGEST} bytes{schema}"
        );
        Err(SetupError::BadTableName { name: name.chars().take(LONGEST).collect(), why })
    }

    pub(super) fn standard() -> Self {
        Self { schema: None, name: DEFAULT.into() }
    }

    /// The name as people write it.
    pub(super) fn shown(&self) -> String {
        self.schema.iter().map(|schema| format!("{schema}.")).chain([self.name.to_string()]).collect()
    }

    /// A text with this name in place of the default one. Quoted, since `order` is a fine name for a table.
    pub(super) fn put_into(&self, text: &str) -> Statement {
        let schema = self.schema.iter().map(|schema| format!("\"{schema}\"."));
        let table: String = schema.chain([format!("\"{}\"", self.name)]).collect();
        // An index is named without its schema: it lives where its table does.
        let index = format!("\"{}_ends_at\"", self.name);
        Statement(text.replace(INDEX, "\0").replace(DEFAULT, &table).replace('\0', &index).into())
    }
}

fn is_plain(name: &str) -> bool {
    name.len() <= LONGEST
        && name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && name.chars().all(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_')
}

/// A statement with the table's name in it. Everything else of it is constant, and values are bound.
#[derive(Clone, Debug)]
pub struct Statement(Arc<str>);

impl Statement {
    pub(crate) fn sql(&self) -> SqlStr {
        AssertSqlSafe(Arc::clone(&self.0)).into_sql_str()
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}
