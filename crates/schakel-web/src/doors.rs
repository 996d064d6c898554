//! The ways to sign in besides a link in a mail: providers of OpenID Connect, and passkeys. What they are is set by whoever
//! runs the machine; the pages are in `pages::providers` and `pages::passkeys`.

use std::sync::Arc;

use schakel_criteria::Language;
use schakel_desk::Vouches;
use schakel_identity::{Audience, NamedProvider, OidcClient, PasskeySite, SettingsError, UnixSeconds};

/// The ways to sign in besides a link in a mail. The default is none.
#[derive(Default)]
pub struct Doors {
    providers: Vec<Provider>,
    site: Option<PasskeySite>,
    now: Option<Arc<dyn Fn() -> UnixSeconds + Send + Sync>>,
}

/// A provider, ready to be asked.
pub struct Provider {
    named: NamedProvider,
    /// Signs people in there.
    pub client: OidcClient,
}

/// The path to which a provider sends people back.
pub fn callback_path(provider: &str) -> String {
    format!("{}/terug", start_path(provider))
}

/// The path that sends people to a provider.
pub fn start_path(provider: &str) -> String {
    format!("/inloggen/oidc/{provider}")
}

impl Doors {
    /// The doors of a portal: its providers, passkeys when its address can have them, and the real time, which the protocols
    /// look at also when the portal shows another day.
    ///
    /// # Errors
    /// When the settings of a provider will not do.
    pub fn new(
        providers: Vec<NamedProvider>,
        site: Option<PasskeySite>,
        now: impl Fn() -> UnixSeconds + Send + Sync + 'static,
    ) -> Result<Self, SettingsError> {
        let ready = |named: NamedProvider| {
            let client = OidcClient::new(named.settings.clone())?;
            Ok(Provider { named, client })
        };
        let providers: Result<_, SettingsError> = providers.into_iter().map(ready).collect();
        Ok(Doors { providers: providers?, site, now: Some(Arc::new(now)) })
    }

    /// Whether there is no other way than a link in a mail.
    pub fn is_empty(&self) -> bool {
        self.providers.is_empty() && self.site.is_none()
    }

    /// The providers, in the order of the file.
    pub fn providers(&self) -> &[Provider] {
        &self.providers
    }

    /// The provider of a name.
    pub fn provider(&self, id: &str) -> Option<&Provider> {
        self.providers.iter().find(|it| it.named.id == id)
    }

    /// The site for which passkeys are made; none when its address cannot have them.
    pub fn site(&self) -> Option<&PasskeySite> {
        self.site.as_ref()
    }

    /// The real time.
    pub fn now(&self) -> UnixSeconds {
        self.now.as_ref().map_or(UnixSeconds(0), |now| now())
    }
}

impl Provider {
    /// Its name in addresses.
    pub fn id(&self) -> &str {
        &self.named.id
    }

    /// What people call it.
    pub fn label(&self, language: Language) -> &str {
        match language {
            Language::Dutch => &self.named.label_nl,
            Language::English => &self.named.label_en,
        }
    }

    /// Whether it vouches for people of organisations; otherwise for entrepreneurs.
    pub fn is_for_staff(&self) -> bool {
        matches!(self.named.audience, Audience::Staff { .. })
    }

    /// What it is trusted to say.
    pub fn vouches(&self) -> Vouches<'_> {
        match &self.named.audience {
            Audience::Staff { email_domains } => Vouches::Staff(email_domains),
            Audience::Entrepreneurs => Vouches::Entrepreneurs,
        }
    }
}
