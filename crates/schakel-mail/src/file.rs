//! Mail as files in a folder. A file appears whole or not at all, and never a second time under the same number.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
#[cfg(unix)]
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::delivery::{Delivery, Reason, Step};

/// Writes the mail as `<number>.eml`, readable by nobody else, since it may hold a link to sign in with.
pub fn send(folder: &Path, number: u64, mail: &[u8]) -> Delivery {
    let whole = folder.join(format!("{number}.eml"));
    if whole.exists() {
        return Delivery::AlreadySent;
    }
    // Every sending has a part of its own. One that a stopped process left behind is no mail.
    static SENDINGS: AtomicU64 = AtomicU64::new(0);
    let sending = SENDINGS.fetch_add(1, Ordering::Relaxed);
    let part = folder.join(format!(".{number}-{}-{sending}.part", process::id()));
    let delivery = match fs::create_dir_all(folder).and_then(|()| write(&part, mail)) {
        Ok(()) => publish(folder, &part, &whole),
        Err(_) => Delivery::TryAgain(Reason::at(Step::File)),
    };
    // It holds nothing that is not in the mail; a folder that cannot be written keeps it.
    let _ = fs::remove_file(&part);
    delivery
}

fn write(part: &Path, mail: &[u8]) -> io::Result<()> {
    // A stopped process with the same number may have left one, which may be linked to a mail by now.
    let _ = fs::remove_file(part);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    options.mode(0o600);
    let mut file = options.open(part)?;
    file.write_all(mail)?;
    file.sync_all()
}

/// Gives the part its name. A link, unlike a rename, fails when the name exists, so that of two processes one sends.
fn publish(folder: &Path, part: &Path, whole: &Path) -> Delivery {
    match fs::hard_link(part, whole).and_then(|()| File::open(folder)?.sync_all()) {
        Ok(()) => Delivery::Delivered,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Delivery::AlreadySent,
        Err(_) => Delivery::TryAgain(Reason::at(Step::File)),
    }
}
