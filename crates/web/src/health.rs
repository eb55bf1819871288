//! Whether this process lives, can serve, and how it does: `/healthz`, `/readyz`, `/metrics`.

use std::net::IpAddr;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use subtle::ConstantTimeEq;

use crate::{call::Call, site::Site};

/// Whether it serves: the database answers, and nobody has told it to stop.
pub(crate) fn ready(site: &Site) -> Response {
    if site.stopping() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response();
    }
    match site.store.read(|_| Ok(())) {
        Ok(()) => (StatusCode::OK, "ready\n").into_response(),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "database\n").into_response()
        }
    }
}

/// Prometheus text: for whoever holds the token, else for this machine alone.
pub(crate) fn metrics(site: &Site, call: &Call) -> Response {
    let allowed = if let Some(token) = &site.settings.metrics_token {
        let sent = call.header(header::AUTHORIZATION).and_then(|it| it.strip_prefix("Bearer "));
        sent.unwrap_or_default().as_bytes().ct_eq(token.as_bytes()).into()
    } else {
        let near = call.from.parse::<IpAddr>().is_ok_and(|it| it.is_loopback());
        near && call.header("x-forwarded-for").is_none()
    };
    let Some(handle) = site.metrics.as_ref().filter(|_| allowed) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    handle.run_upkeep();
    let mut response = handle.render().into_response();
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}
