#![doc = include_str!("../README.md")]

mod access;
mod act;
mod ask;
mod books;
mod contributing;
mod desk;
mod dispatch;
mod door;
mod elsewhere;
mod erase;
mod error;
mod granting;
mod lead;
mod own;
mod passkeys;
mod proof;
mod region;
mod retention;
mod see;
mod sign_in;
mod staff;
mod told;

pub use access::{
    ApplicationPart, ConsentPart, DocumentPart, FirmPart, JournalPart, MailPart, PasskeyPart, PersonFile, PersonPart,
    PostPart, ProviderPart, QuestionPart, RolePart, SeenPart, SessionPart,
};
pub use ask::{Asked, Contact, NewQuestion, Who};
pub use books::{Books, BooksError, BooksNow};
pub use contributing::{CONTRIBUTIONS_MAX, ContributionError, NewContribution};
pub use desk::{CONTACT, Desk};
pub use dispatch::{Dispatched, Letter, LetterItem, LetterLink, SendResult};
pub use door::{Joined, NewPassedOn, PassedOn, Passing};
pub use elsewhere::SeenElsewhere;
pub use erase::{Erased, Forgotten, erase_expired};
pub use error::DeskError;
pub use granting::{
    APPLICATION_LINK_DAYS, Begun, Committee, DecidedRound, FILES_MAX, FileFlaw, GrantDesk, GrantingError,
    NewApplication, NewFile, NewForm, Papers, RoundTermsOfGrant, SmallAidEntry,
};
pub use lead::NewLead;
pub use own::{Happened, NewDocument, Promise};
pub use passkeys::{Instant, OwnPasskey, PASSKEYS_MAX};
pub use proof::{HALFWAY_MINUTES, Halfway, ProofError, Proven, Vouches};
pub use region::Region;
pub use retention::{Columns, DataKind, Ground, Term, Terms};
pub use see::{CaseSheet, DetailsShown, Post};
pub use sign_in::{
    ENTREPRENEUR_SESSION_MINUTES, SIGN_IN_LINKS_PER_HOUR, SIGN_IN_MINUTES, STAFF_SESSION_MINUTES, SignInLinkState,
    SignedIn,
};
pub use staff::{Colleague, NewRole, RoleResult, StaffError, Team};
pub use told::{ApplicationNews, Told};
