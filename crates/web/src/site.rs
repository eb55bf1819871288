//! What the server holds. No state of its own: several may run on one database.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use base::{Instant, Result};
use metrics_exporter_prometheus::PrometheusHandle;
use platform::{Actor, House, door};
use serde_json::Value;
use store::Store;

use crate::{gate::Gate, limit::Limit, schema::Schemas, templates::Templates, words::Lang};

/// What an operator sets about the pages.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether people reach this over TLS, here or at a trusted proxy: cookies are then secure.
    pub tls: bool,
    /// Whether the database holds invented people; every page then says so.
    pub synthetic: bool,
    /// The address people type, when it is not the one of their request.
    pub public_url: Option<String>,
    /// What a reader of `/metrics` must present; without one only this machine may read.
    pub metrics_token: Option<String>,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Largest request without files.
    pub body_bytes_max: usize,
    /// Largest upload.
    pub upload_bytes_max: usize,
    pub seconds_max: u64,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            tls: false,
            synthetic: false,
            public_url: None,
            metrics_token: None,
            trusted_proxies: Vec::new(),
            body_bytes_max: 1 << 20,
            upload_bytes_max: 64 << 20,
            seconds_max: 60,
        }
    }
}

pub struct Site {
    pub store: Arc<Store>,
    pub house: Arc<House>,
    /// Reads the clock; `app` alone may.
    pub clock: fn() -> Instant,
    pub gate: Box<dyn Gate>,
    pub settings: Settings,
    pub(crate) schemas: Schemas,
    pub(crate) templates: Templates,
    pub(crate) metrics: Option<PrometheusHandle>,
    pub(crate) limit: Limit,
    stopping: AtomicBool,
}

impl Site {
    pub fn new(
        store: Arc<Store>,
        house: Arc<House>,
        clock: fn() -> Instant,
        gate: Box<dyn Gate>,
        settings: Settings,
    ) -> Site {
        let schemas = Schemas::of(&house.catalogue);
        let templates = Templates::new(house.clone());
        Site {
            store,
            house,
            clock,
            gate,
            settings,
            schemas,
            templates,
            metrics: None,
            limit: Limit::default(),
            stopping: AtomicBool::new(false),
        }
    }

    /// Also answers `/metrics` from this recorder.
    #[must_use]
    pub fn with_metrics(mut self, handle: PrometheusHandle) -> Site {
        self.metrics = Some(handle);
        self
    }

    pub(crate) fn now(&self) -> Instant {
        (self.clock)()
    }

    pub(crate) fn door(&self) -> door::Door<'_> {
        door::Door { store: &self.store, house: &self.house }
    }

    /// A seed for the ids of one unit of work.
    pub(crate) fn seed(&self) -> Result<u64> {
        let mut bytes = [0; 8];
        (self.house.entropy)(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    pub(crate) fn ask(&self, actor: &Actor, question: &str, input: Value) -> Result<Value> {
        self.door().answer(actor, self.now(), question, input)
    }

    pub(crate) fn submit(&self, actor: &Actor, verb: &str, id: Option<&str>, input: Value) -> Result<Value> {
        let caller = door::Caller { actor, now: self.now(), seed: self.seed()?, command_id: id };
        self.door().submit(caller, verb, input)
    }

    /// A text in a language, for what is written outside a template.
    pub(crate) fn text(&self, lang: Lang, key: &str) -> String {
        self.templates.words().text(lang, key, None).unwrap_or_else(|| key.to_owned())
    }

    /// From now on `/readyz` says no, so that a balancer sends nobody new.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    pub(crate) fn stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}
