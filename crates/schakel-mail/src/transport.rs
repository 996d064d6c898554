//! The two ways to send a mail. What is in it lives in `mail`.

use std::path::PathBuf;

use crate::delivery::{Delivery, Reason, Step};
use crate::mail::{Mail, Sender};
use crate::smtp::SmtpServer;
use crate::{file, smtp};

/// How mail leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Every mail becomes a file `<number>.eml` in this folder; nothing goes out.
    File(PathBuf),
    /// Through this server.
    Smtp(SmtpServer),
}

impl Transport {
    /// Sends one mail and waits for what comes of it; with a slow server this takes minutes.
    ///
    /// A folder recognises a number that it has. A server does not: whoever calls writes down beforehand that the mail is
    /// being sent, and treats one that was being sent when the program stopped as [`Delivery::Unknown`].
    pub fn send(&self, mail: &Mail, sender: &Sender) -> Delivery {
        let Some(message) = mail.render(sender) else { return Delivery::Refused(Reason::at(Step::Address)) };
        match self {
            Transport::File(folder) => file::send(folder, mail.number, &message.formatted()),
            Transport::Smtp(server) => smtp::send(server, sender.address(), &message),
        }
    }
}
