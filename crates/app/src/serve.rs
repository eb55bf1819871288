//! Serves pages and API until told to stop: the socket, TLS, signals, metrics.

use std::{fs, net::SocketAddr, path::Path, sync::Arc};

use base::{Error, Fault, Result, error::OrBroken};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use crate::{
    loops,
    settings::{self, Settings},
    wiring::{Installation, clock},
};

/// Bounds of the timings by route, in seconds.
const SECONDS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// Serves `installation`; `ready` is told the address once the socket listens.
pub fn serve(installation: &Installation, ready: impl FnOnce(SocketAddr) + Send) -> Result<()> {
    let settings = &installation.settings;
    let tls = settings.serve.tls.as_ref().map(tls).transpose()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().or_broken()?;
    let site = Arc::new(site(installation)?);
    let background = settings.serve.background.then(|| loops::start(installation)).transpose()?;
    let served = runtime.block_on(async {
        let listening = web::Listening::on(settings.serve.listen, tls).await.map_err(|why| {
            let fault = Fault::new("serve.listen", "settings-cannot-listen");
            Error::from(fault.arg("address", settings.serve.listen).arg("why", why))
        })?;
        ready(listening.address());
        web::serve(site, listening, told_to_stop()).await
    });
    if let Some(background) = background {
        background.stop();
    }
    served
}

fn site(installation: &Installation) -> Result<web::Site> {
    let (store, house) = (installation.store.clone(), installation.house.clone());
    let site = web::Site::new(store, house, clock, Box::new(web::Access), pages(&installation.settings));
    Ok(match recorder()? {
        Some(handle) => site.with_metrics(handle),
        None => site,
    })
}

fn pages(settings: &Settings) -> web::Settings {
    let public = settings.serve.public_url.as_deref().unwrap_or_default();
    web::Settings {
        tls: settings.serve.tls.is_some() || public.starts_with("https://"),
        synthetic: settings.demo,
        public_url: settings.serve.public_url.clone(),
        trusted_proxies: settings.serve.trusted_proxies.clone(),
        ..web::Settings::default()
    }
}

/// The recorder of this process; a second server in one process (a test) goes without.
fn recorder() -> Result<Option<PrometheusHandle>> {
    let timings = Matcher::Suffix("_seconds".to_owned());
    let builder = PrometheusBuilder::new().set_buckets_for_metric(timings, SECONDS).or_broken()?;
    let recorder = builder.build_recorder();
    let handle = recorder.handle();
    Ok(metrics::set_global_recorder(recorder).is_ok().then_some(handle))
}

fn tls(tls: &settings::Tls) -> Result<Arc<ServerConfig>> {
    let chain = CertificateDer::pem_slice_iter(&read(&tls.certificate, "serve.tls.certificate")?)
        .collect::<std::result::Result<Vec<_>, _>>()
        .map_err(|why| unreadable("serve.tls.certificate", &tls.certificate, &why))?;
    let key = PrivateKeyDer::from_pem_slice(&read(&tls.key, "serve.tls.key")?)
        .map_err(|why| unreadable("serve.tls.key", &tls.key, &why))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .or_broken()?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|why| unreadable("serve.tls.certificate", &tls.certificate, &why))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn read(path: &Path, field: &'static str) -> Result<Vec<u8>> {
    fs::read(path).map_err(|why| unreadable(field, path, &why))
}

fn unreadable(field: &'static str, path: &Path, why: &dyn std::fmt::Display) -> Error {
    Fault::new(field, "settings-file-unreadable").arg("file", path.display()).arg("why", why).into()
}

/// SIGTERM of the service unit, or Ctrl-C of a person.
async fn told_to_stop() {
    let interrupted = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => _ = signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => (),
        () = terminated => (),
    }
    tracing::info!("told to stop; requests under way are finished first");
}
