//! Reading the files of a pack and the facts of a firm from disk. What they mean lives in `schakel-register`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use schakel_register::PackFiles;
use schakel_search::VectorFile;
use serde_json::Value as Json;

use crate::commands::CommandError;

/// The largest file of a pack: ten times the largest of the first pack.
const PACK_FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// The largest facts file: a firm has some sixty facts.
const FACTS_FILE_BYTES_MAX: u64 = 1024 * 1024;

/// Reads every text file of a pack.
///
/// # Errors
/// When the folder is not there, or a file cannot be read, is too large or is not UTF-8.
pub fn read_pack(folder: &Path) -> Result<PackFiles, CommandError> {
    if !folder.join("pack.toml").is_file() {
        let message = format!("`{}` is not a pack: it has no `pack.toml`", folder.display());
        return Err(CommandError::wrong_use(message).help("name the folder of a pack, for example `packs/oost`"));
    }
    let mut files = PackFiles::new();
    add_folder(folder, "", &mut files)?;
    Ok(files)
}

fn add_folder(folder: &Path, prefix: &str, files: &mut PackFiles) -> Result<(), CommandError> {
    let unreadable = |error| CommandError::refused(format!("cannot read `{}`: {error}", folder.display()));
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.path().is_dir() {
            add_folder(&entry.path(), &format!("{path}/"), files)?;
        } else if ["md", "toml", "csv"].iter().any(|it| name.ends_with(&format!(".{it}"))) {
            files.insert(Arc::from(path), read_text(&entry.path(), PACK_FILE_BYTES_MAX)?);
        }
    }
    Ok(())
}

/// Where a pack keeps the vectors of its texts.
const VECTORS: &str = "search/vectors.bin";

/// The largest file of vectors: ten times that of the first pack.
const VECTORS_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// Reads the vectors that a pack keeps; none when it keeps none.
///
/// # Errors
/// When the file is there but cannot be read.
pub fn read_vectors(pack: &Path) -> Result<VectorFile, CommandError> {
    let path = pack.join(VECTORS);
    if !path.exists() {
        return Ok(VectorFile::default());
    }
    let unreadable = |error: &dyn std::fmt::Display| {
        CommandError::refused(format!("cannot read `{}`: {error}", path.display()))
            .help(format!("remove it and run `schakel index {}`", pack.display()))
    };
    let size = fs::metadata(&path).map_err(|error| unreadable(&error))?.len();
    if size > VECTORS_BYTES_MAX {
        return Err(unreadable(&format!("it is {size} bytes; at most {VECTORS_BYTES_MAX} are read")));
    }
    let bytes = fs::read(&path).map_err(|error| unreadable(&error))?;
    VectorFile::read(&bytes).map_err(|error| unreadable(&error))
}

/// Writes the vectors of a pack; gives the path.
///
/// # Errors
/// When the file cannot be written.
pub fn write_vectors(pack: &Path, vectors: &VectorFile) -> Result<PathBuf, CommandError> {
    let path = pack.join(VECTORS);
    let unwritable = |error| CommandError::refused(format!("cannot write `{}`: {error}", path.display()));
    fs::create_dir_all(path.parent().unwrap_or(pack)).map_err(unwritable)?;
    fs::write(&path, vectors.bytes()).map_err(unwritable)?;
    Ok(path)
}

/// Reads the facts of a firm from a JSON or TOML file.
///
/// # Errors
/// When the file cannot be read or is neither.
pub fn read_facts(path: &Path) -> Result<Json, CommandError> {
    read_object(path, "give an object of facts, for example {\"municipality\": \"GM0193\", \"employees\": 12}")
}

/// Reads a project from a JSON or TOML file.
///
/// # Errors
/// When the file cannot be read or is neither.
pub fn read_project(path: &Path) -> Result<Json, CommandError> {
    read_object(path, "give the costs by kind and year, for example {\"kosten\": {\"training\": {\"2026\": 4000}}}")
}

/// The largest file of a draw: over a hundred thousand applications.
const DRAW_FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Reads a file of a draw: a seed, a list of applications or what was published.
///
/// # Errors
/// When the file cannot be read, is too large or is not UTF-8.
pub fn read_draw_file(path: &Path) -> Result<String, CommandError> {
    read_text(path, DRAW_FILE_BYTES_MAX)
}

fn read_object(path: &Path, help: &str) -> Result<Json, CommandError> {
    let text = read_text(path, FACTS_FILE_BYTES_MAX)?;
    let is_toml = path.extension().is_some_and(|it| it == "toml");
    let facts = if is_toml {
        toml::from_str::<toml::Table>(&text)
            .map(|table| toml_to_json(toml::Value::Table(table)))
            .map_err(|error| error.to_string())
    } else {
        serde_json::from_str(&text).map_err(|error| error.to_string())
    };
    facts.map_err(|error| {
        let message = format!("`{}` cannot be read: {}", path.display(), error.trim_end());
        CommandError::wrong_use(message).help(help)
    })
}

fn toml_to_json(value: toml::Value) -> Json {
    match value {
        toml::Value::String(text) => Json::String(text),
        toml::Value::Integer(number) => Json::from(number),
        toml::Value::Float(number) => Json::from(number),
        toml::Value::Boolean(truth) => Json::Bool(truth),
        toml::Value::Datetime(moment) => Json::String(moment.to_string()),
        toml::Value::Array(items) => Json::Array(items.into_iter().map(toml_to_json).collect()),
        toml::Value::Table(table) => {
            Json::Object(table.into_iter().map(|(key, value)| (key, toml_to_json(value))).collect())
        }
    }
}

/// Reads a text that is not too large.
///
/// # Errors
/// When it cannot be read, is too large or is not UTF-8.
pub fn read_text(path: &Path, bytes_max: u64) -> Result<String, CommandError> {
    let unreadable = |error| CommandError::wrong_use(format!("cannot read `{}`: {error}", path.display()));
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if size > bytes_max {
        let message = format!("`{}` is {size} bytes; at most {bytes_max} are read", path.display());
        return Err(CommandError::wrong_use(message));
    }
    fs::read_to_string(path).map_err(unreadable)
}
