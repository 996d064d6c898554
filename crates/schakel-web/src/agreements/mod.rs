//! Agreements, topics, advice, steering and findings as documents: what the API answers and what the command line prints
//! as JSON, from one place. What follows from the pack on a day is decided in `schakel-account`.

mod document;
mod print;
mod steering;

pub(crate) use document::{
    AgreementDocument, AgreementTask, AnswerPart, RecommendationDocument, agreement_document, missing,
};
pub use document::{
    AgreementList, RecommendationList, TopicDocument, TopicList, agreement_list, recommendation_list, topic_list,
};
pub use print::report_document;
pub(crate) use steering::{FindingDocument, PlanTaskDocument};
pub use steering::{FindingList, SteeringDocument, finding_list, steering_document};
