//! What granting money keeps to, through the public items of the crate.
