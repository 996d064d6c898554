//! The ways to sign in besides a link in a mail, as whoever runs the portal sets them: the file of `--sign-in`, and the
//! address for which passkeys are made.

use std::path::{Path, PathBuf};

use schakel_identity::{FileHelp, NamedProvider, PasskeySite, SecretPlace, read_providers};
use schakel_register::Pack;
use schakel_web::{Doors, callback_path};

use crate::arguments::Serve;
use crate::commands::{CommandError, unix_now};
use crate::files::read_text;

/// The largest settings file, bytes: a provider takes some twenty lines.
const SETTINGS_BYTES_MAX: u64 = 256 * 1024;

/// The largest secret, bytes: a private key takes some two thousand.
const SECRET_BYTES_MAX: u64 = 64 * 1024;

/// The doors of a portal at an address.
///
/// # Errors
/// When the file cannot be read, or has mistakes: all of them, with their lines.
pub fn doors(serve: &Serve, pack: &Pack, portal: &str) -> Result<Doors, CommandError> {
    let providers = match &serve.sign_in {
        Some(file) => providers(file, portal)?,
        None => Vec::new(),
    };
    // Browsers make no passkeys for an address without a name or without encryption: then there are none.
    let site = PasskeySite::new(portal, &format!("Schakel {}", pack.settings.name)).ok();
    Doors::new(providers, site, unix_now).map_err(|error| CommandError::wrong_use(error.to_string()))
}

fn providers(file: &Path, portal: &str) -> Result<Vec<NamedProvider>, CommandError> {
    let text = read_text(file, SETTINGS_BYTES_MAX)?;
    let folder = file.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    let help = FileHelp {
        read_secret: &|place| match place {
            SecretPlace::File(path) => read_text(&folder.join(path), SECRET_BYTES_MAX).map_err(|error| error.message),
            SecretPlace::Variable(name) => {
                std::env::var(name).map_err(|_| format!("the environment has no variable `{name}`"))
            }
        },
        redirect_uri: &|id| format!("{portal}{}", callback_path(id)),
    };
    read_providers(&text, &help).map_err(|mistakes| {
        let count = if mistakes.len() == 1 { "a mistake".to_owned() } else { format!("{} mistakes", mistakes.len()) };
        let lines: Vec<String> = mistakes.iter().map(|it| format!("  {it}")).collect();
        let message = format!("`{}` has {count}:\n{}", file.display(), lines.join("\n"));
        CommandError::wrong_use(message).help("docs/inloggen.md says what stands in it")
    })
}
