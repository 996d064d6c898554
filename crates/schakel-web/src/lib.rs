#![doc = include_str!("../README.md")]

mod accounts;
mod advice;
mod agreements;
mod api;
mod assets;
mod calendar_file;
mod caller;
mod case_words;
mod doors;
mod guard;
mod headers;
mod kvk;
mod letters;
mod mail;
mod pages;
mod problem;
mod roadmap;
mod router;
mod secret;
mod selection;
mod signed_in;
mod state;
mod texts;
mod workbook;

pub use accounts::{AccountDocument, account_document};
pub use advice::{AdviceDocument, CandidateView, advice_document};
pub use agreements::{
    AgreementList, FindingList, RecommendationList, SteeringDocument, TopicDocument, TopicList, agreement_list,
    finding_list, recommendation_list, report_document, steering_document, topic_list,
};
pub use api::document::openapi_json;
pub use api::plan_types::{PlanDocument, plan_document};
pub use api::types;
pub use api::values::Named;
pub use case_words::{CaseWords, Reader, StateWords};
pub use doors::{Doors, callback_path};
pub use kvk::{KvkClient, KvkError};
pub use mail::{
    MailContext, MailItem, NextDate, SignedLink, digest, letter_mail, letter_sender, next_date, notice_mail,
    referral_link, sign_in,
};
pub use pages::own_data::own_data_document;
pub use roadmap::{RoadmapDocument, RoadmapStep, calendar, calendar_key, roadmap_document};
pub use router::router;
pub use secret::draw_token;
pub use state::{App, AppSettings, search_index, sentence_model};
