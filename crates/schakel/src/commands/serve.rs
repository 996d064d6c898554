//! `schakel serve`: the portal and the API.

use std::io;

use schakel_time::Clock;
use schakel_web::{App, AppSettings, KvkClient, router};
use tokio::net::TcpListener;

use crate::arguments::Serve;
use crate::commands::doors::doors;
use crate::commands::{CommandError, Outcome, day_or_today, noon, now, usable_pack};
use crate::database::open_database;
use crate::files::read_vectors;
use crate::printer::Printer;
use crate::worker::{self, Post};

/// Environment variable with the base address of the Handelsregister API.
const KVK_ADDRESS_VARIABLE: &str = "SCHAKEL_KVK_URL";

/// Environment variable with the key of the Handelsregister API; without it the form says how to go on.
const KVK_KEY_VARIABLE: &str = "SCHAKEL_KVK_KEY";

/// The address of the Handelsregister API when only a key is given.
const KVK_ADDRESS_DEFAULT: &str = "https://api.kvk.nl/api";

/// Serves until it is told to stop.
pub fn run(serve: &Serve, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let pack = usable_pack(&serve.pack, printer)?;
    let clock = clock(serve.as_of.as_deref())?;
    let vectors = read_vectors(&serve.pack)?;
    let store = open_database(&serve.database)?;
    let post = Post::of(serve, &pack)?;
    let failed = |error: io::Error| CommandError::refused(format!("cannot serve on {}: {error}", serve.listen));
    let listener = std::net::TcpListener::bind(serve.listen)
        .map_err(|error| failed(error).help("choose another address with `schakel serve --listen 127.0.0.1:8081`"))?;
    listener.set_nonblocking(true).map_err(failed)?;
    let here = format!("http://{}", listener.local_addr().map_err(failed)?);
    let post = post.linking_to(&here);
    let doors = doors(serve, &pack, post.portal().unwrap_or(&here))?;
    let app = App::new(pack, AppSettings { clock, kvk: kvk_client(), vectors, store, doors });
    // Before anybody can ask for it; and `app` outlives the runtime, because a connection cannot be closed inside one.
    worker::erase(&app);
    let runtime = tokio::runtime::Runtime::new().map_err(failed)?;
    runtime.block_on(async {
        let listener = TcpListener::from_std(listener).map_err(failed)?;
        let stop = told_to_stop().map_err(failed)?;
        // In one go: whoever waits for the first line may stop reading after it.
        printer.line(&format!("Schakel: {here}\nMail: {post}"));
        worker::start(app.clone(), post);
        axum::serve(listener, router(app.clone())).with_graceful_shutdown(stop).await.map_err(failed)
    })?;
    Ok(Outcome::Good)
}

/// The clock of the wall, or one that shows noon of another day now and goes on from there.
fn clock(as_of: Option<&str>) -> Result<Clock, CommandError> {
    let Some(text) = as_of else { return Ok(Clock::new(now)) };
    let noon = noon(day_or_today(Some(text))?);
    let start = now();
    Ok(Clock::new(move || noon.saturating_add(now().duration_since(start))))
}

fn kvk_client() -> Option<KvkClient> {
    let key = std::env::var(KVK_KEY_VARIABLE).ok()?;
    let address = std::env::var(KVK_ADDRESS_VARIABLE).unwrap_or_else(|_| KVK_ADDRESS_DEFAULT.to_owned());
    Some(KvkClient::new(&address, &key))
}

/// Resolves on Ctrl-C, or when the service manager asks to stop. It listens from the moment of this call, so that no
/// signal is lost once the address is printed.
#[cfg(unix)]
fn told_to_stop() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Resolves on Ctrl-C.
#[cfg(not(unix))]
fn told_to_stop() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
