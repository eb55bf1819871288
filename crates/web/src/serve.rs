//! The edge: routes, limits, headers, timings, panics; everything behind it is plain functions on
//! blocking threads.

use std::{pin::Pin, sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    body::{Body, Bytes, HttpBody},
    extract::{ConnectInfo, FromRequest, MatchedPath, Multipart, Path, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use base::{Error, Result};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer};

use crate::{
    answer, api, assets, audit, bank, calendar,
    call::{Call, Upload},
    entrance, export, family, field, gate, health, intake,
    listen::{Listening, Peer},
    many, openapi, opendata, page, pages, public, settlement,
    site::Site,
    submit,
    visit::Visit,
};

/// Most files of one form.
const UPLOADS_MAX: usize = 50;

/// Serves until `stop` is done, then finishes what is under way.
pub async fn serve(
    site: Arc<Site>,
    listening: Listening,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let app = router(site.clone()).into_make_service_with_connect_info::<Peer>();
    let stop = async move {
        stop.await;
        site.stop();
    };
    axum::serve(listening, app).with_graceful_shutdown(stop).await.map_err(Error::broken)
}

pub fn router(site: Arc<Site>) -> Router {
    let mut router = Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(figures))
        .route("/static/{*name}", get(async |Whole(call): Whole| assets::serve(&call)))
        .route("/login", get(page_of(entrance::show)).post(page_of(entrance::sign_in)))
        .route("/logout", post(page_of(entrance::sign_out)))
        .route("/role", post(page_of(entrance::choose)))
        .route("/language", post(language))
        .route("/theme", post(page_of(|visit| Ok(submit::theme(visit)))))
        .route("/again", post(page_of(submit::again)))
        .route("/do/{verb}", post(form))
        .route("/bulk/{verb}", post(bulk))
        .route("/export/{*page}", post(page_of(export::download)))
        .route("/files/{file}", get(attachment))
        .route("/imports/{file}/wrong-rows", get(wrong_rows))
        .route("/casebooks/{book}/excel", post(cases_out))
        .route("/casebooks/{book}/sheets/{sheet}/left", get(cases_left))
        .route("/bank/{batch}/download", get(bank_file))
        .route("/settlement/{bill}/download", get(settlement_file))
        .route("/audit/{benefit}/{month}/{file}", get(audit_file))
        .route("/calendar/{file}", get(due_days))
        .route("/public/data/{file}", get(public_book))
        .route("/public/files/{book}/{case}/{file}", get(public_file))
        .route("/api/openapi.json", get(description))
        .route("/api/ask/{question}", any(question))
        .route("/api/cases/{book}/open", any(open_case))
        .route("/api/cases/{book}/steps/{step}", any(take_step))
        .route("/api/cases/{book}/openapi.json", get(book_description))
        .route("/api/{verb}", any(verb));
    router = field::routes(router);
    for page in pages::all() {
        let shown = get(page_of(page::show));
        let shown = match page.path {
            gate::CODE => shown.post(page_of(entrance::prove)),
            "/search" => shown.post(page_of(search)),
            public::ENTITLED => shown.post(page_of(public::entitled)),
            family::FAMILY => shown.post(page_of(family::act)),
            public::WRONG => shown.post(page_of(public::object)),
            _ => shown,
        };
        router = router.route(page.path, shown);
    }
    let seconds = Duration::from_secs(site.settings.seconds_max);
    router
        .fallback(page_of(|_| Err(Error::missing("page"))))
        .layer(middleware::from_fn_with_state(site.clone(), around))
        .layer(CatchPanicLayer::custom(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, seconds))
        .layer(Extension(site.clone()))
        .with_state(site)
}

/// A handler that runs `show` on a blocking thread and shows its error as a page.
pub(crate) fn page_of(
    show: fn(&Visit) -> Result<Response>,
) -> impl Fn(State<Arc<Site>>, Whole) -> std::pin::Pin<Box<dyn Future<Output = Response> + Send>> + Clone + Send
{
    move |State(site), Whole(call)| Box::pin(visit(site, call, move |it| show(it)))
}

async fn visit(
    site: Arc<Site>,
    call: Call,
    act: impl FnOnce(&mut Visit) -> Result<Response> + Send + 'static,
) -> Response {
    blocking(site, call, move |site, call| {
        let mut visit = match Visit::open(site, call) {
            Ok(visit) => visit,
            Err(error) => {
                answer::incident(site, &error);
                return answer::bare(site, call, answer::status(&error));
            }
        };
        match act(&mut visit) {
            Ok(response) => response,
            Err(error) => answer::error_page(&visit, &error),
        }
    })
    .await
}

/// Runs plain code where waiting for a database hurts nobody. A panic there is an incident.
pub(crate) async fn blocking(
    site: Arc<Site>,
    call: Call,
    act: impl FnOnce(&Site, &Call) -> Response + Send + 'static,
) -> Response {
    let span = tracing::Span::current();
    let held = (site.clone(), call.headers.clone());
    let done = tokio::task::spawn_blocking(move || span.in_scope(|| act(&site, &call))).await;
    done.unwrap_or_else(|panic| {
        let (site, _) = held;
        let number = answer::incident(&site, &Error::broken(panic)).unwrap_or_default();
        (StatusCode::INTERNAL_SERVER_ERROR, format!("500 {number}\n")).into_response()
    })
}

async fn form(State(site): State<Arc<Site>>, Path(verb): Path<String>, Whole(call): Whole) -> Response {
    visit(site, call, move |it| submit::submit(it, &verb)).await
}

async fn bulk(State(site): State<Arc<Site>>, Path(verb): Path<String>, Whole(call): Whole) -> Response {
    visit(site, call, move |it| submit::bulk(it, &verb)).await
}

async fn attachment(State(site): State<Arc<Site>>, Path(file): Path<String>, Whole(call): Whole) -> Response {
    visit(site, call, move |it| export::attachment(it, &file)).await
}

async fn due_days(State(site): State<Arc<Site>>, Path(file): Path<String>, Whole(call): Whole) -> Response {
    blocking(site, call, move |site, call| calendar::serve(site, call, &file)).await
}

async fn wrong_rows(State(site): State<Arc<Site>>, Path(file): Path<String>, Whole(call): Whole) -> Response {
    visit(site, call, move |it| intake::wrong_rows(it, &file)).await
}

async fn cases_out(State(site): State<Arc<Site>>, Path(book): Path<String>, Whole(call): Whole) -> Response {
    visit(site, call, move |it| many::sheet_out(it, &book)).await
}

async fn cases_left(
    State(site): State<Arc<Site>>,
    Path((book, sheet)): Path<(String, String)>,
    Whole(call): Whole,
) -> Response {
    visit(site, call, move |it| many::sheet_left(it, &book, &sheet)).await
}

async fn bank_file(State(site): State<Arc<Site>>, Path(batch): Path<String>, Whole(call): Whole) -> Response {
    visit(site, call, move |it| bank::download(it, &batch)).await
}

async fn settlement_file(
    State(site): State<Arc<Site>>,
    Path(bill): Path<String>,
    Whole(call): Whole,
) -> Response {
    visit(site, call, move |it| settlement::download(it, &bill)).await
}

async fn public_book(
    State(site): State<Arc<Site>>,
    Path(file): Path<String>,
    Whole(call): Whole,
) -> Response {
    visit(site, call, move |it| opendata::book(it, &file)).await
}

type Three = (String, String, String);

async fn public_file(State(site): State<Arc<Site>>, Path(path): Path<Three>, Whole(call): Whole) -> Response {
    visit(site, call, move |it| opendata::file(it, &path.0, &path.1, &path.2)).await
}

async fn audit_file(State(site): State<Arc<Site>>, Path(path): Path<Three>, Whole(call): Whole) -> Response {
    visit(site, call, move |it| audit::download(it, &path.0, &path.1, &path.2)).await
}

async fn language(State(site): State<Arc<Site>>, Whole(call): Whole) -> Response {
    visit(site, call, submit::language).await
}

async fn verb(State(site): State<Arc<Site>>, Path(name): Path<String>, Whole(call): Whole) -> Response {
    blocking(site, call, move |site, call| api::verb(site, call, &name)).await
}

async fn open_case(State(site): State<Arc<Site>>, Path(book): Path<String>, Whole(call): Whole) -> Response {
    blocking(site, call, move |site, call| api::open_case(site, call, &book)).await
}

async fn take_step(
    State(site): State<Arc<Site>>,
    Path((book, step)): Path<(String, String)>,
    Whole(call): Whole,
) -> Response {
    blocking(site, call, move |site, call| api::take_step(site, call, &book, &step)).await
}

async fn book_description(
    State(site): State<Arc<Site>>,
    Path(book): Path<String>,
    Whole(call): Whole,
) -> Response {
    blocking(site, call, move |site, call| api::book_description(site, call, &book)).await
}

async fn question(State(site): State<Arc<Site>>, Path(name): Path<String>, Whole(call): Whole) -> Response {
    blocking(site, call, move |site, call| api::question(site, call, &name)).await
}

async fn ready(State(site): State<Arc<Site>>, Whole(call): Whole) -> Response {
    blocking(site, call, |site, _| health::ready(site)).await
}

async fn figures(State(site): State<Arc<Site>>, Whole(call): Whole) -> Response {
    blocking(site, call, health::metrics).await
}

async fn description(State(site): State<Arc<Site>>) -> Response {
    axum::Json(openapi::document(&site.house.catalogue, &site.schemas)).into_response()
}

/// A search with a number in it stays out of addresses; one without can be sent to a colleague.
fn search(visit: &Visit) -> Result<Response> {
    let fields = visit.call.fields();
    visit.check_csrf(&fields)?;
    let text = crate::call::first(&fields, "q").unwrap_or_default().trim();
    if text.chars().any(char::is_numeric) {
        return page::show(visit);
    }
    Ok(answer::redirect(&format!("/search?{}", crate::call::encode([("q", text)]))))
}

/// The request read whole, within its limits.
pub(crate) struct Whole(pub(crate) Call);

impl FromRequest<Arc<Site>> for Whole {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Arc<Site>) -> Result<Whole, Response> {
        let (parts, body) = request.into_parts();
        let from = sender(&parts, site);
        let kind =
            parts.headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
        let mut call = Call {
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers.clone(),
            body: Bytes::new(),
            from,
            files: Vec::new(),
            parts: Vec::new(),
        };
        let api = call.path.starts_with("/api/");
        let form = kind.starts_with("multipart/form-data") && !api;
        // A file comes to the API as base64 in JSON.
        let most = if api || form { site.settings.upload_bytes_max } else { site.settings.body_bytes_max };
        // What says beforehand that it is too large is not kept at all.
        let said = parts.headers.get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok()?.parse().ok());
        if said.is_some_and(|it: usize| most < it) {
            pass_over(body).await;
            return Err(too_large(site, call).await);
        }
        let Ok(body) = axum::body::to_bytes(body, most).await else {
            return Err(too_large(site, call).await);
        };
        if form {
            let request = Request::from_parts(parts, Body::from(body));
            let form = Multipart::from_request(request, site).await.map_err(IntoResponse::into_response)?;
            read_parts(form, &mut call).await.map_err(|()| StatusCode::BAD_REQUEST.into_response())?;
        } else {
            call.body = body;
        }
        Ok(Whole(call))
    }
}

async fn read_parts(mut form: Multipart, call: &mut Call) -> Result<(), ()> {
    while let Some(field) = form.next_field().await.map_err(drop)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(drop)?;
        match file {
            Some(file) if file.is_empty() && bytes.is_empty() => (),
            Some(file) if call.files.len() < UPLOADS_MAX => {
                call.files.push(Upload { field: name, name: file, bytes });
            }
            Some(_) => return Err(()),
            None => call.parts.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    Ok(())
}

/// The address of the sender, for counting failures; a proxy's word only when it is trusted.
fn sender(parts: &axum::http::request::Parts, site: &Site) -> String {
    let Some(direct) = parts.extensions.get::<ConnectInfo<Peer>>().map(|it| it.0.0.ip()) else {
        return String::new();
    };
    if site.settings.trusted_proxies.contains(&direct) {
        let named = parts.headers.get("x-forwarded-for").and_then(|it| it.to_str().ok());
        if let Some(last) = named.and_then(|it| it.rsplit(',').next()) {
            return last.trim().to_owned();
        }
    }
    direct.to_string()
}

/// Most bytes that are read only to be thrown away.
const PASSED_MAX: usize = 1 << 30;

/// Reads a body to its end and keeps nothing: a browser that is cut off while it sends shows no answer.
async fn pass_over(mut body: Body) {
    let mut passed = 0;
    while let Some(Ok(frame)) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        passed += frame.data_ref().map_or(0, Bytes::len);
        if PASSED_MAX < passed {
            break;
        }
    }
}

async fn too_large(site: &Arc<Site>, call: Call) -> Response {
    let error = Error::invalid("", "web-too-large");
    if call.path.starts_with("/api/") {
        return api::refusal(site, &call, StatusCode::PAYLOAD_TOO_LARGE, &error);
    }
    let mut response = visit(site.clone(), call, move |_| Err(error)).await;
    *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
    response
}

/// Only our own scripts and styles, nobody's frame, no address told to others.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// Round every request: a span without personal data, the time it took, the headers.
async fn around(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    use tracing::Instrument as _;
    let route = request.extensions().get::<MatchedPath>().map_or("none", |it| it.as_str()).to_owned();
    let method = request.method().as_str().to_owned();
    let began = site.now();
    let span = tracing::info_span!("request", method, route);
    let allowed = field::permissions(&route);
    let mut response = next.run(request).instrument(span).await;
    let seconds = (site.now().0 - began.0).max(0) as f64 / 1e6;
    let status = response.status().as_u16();
    metrics::histogram!("songhe_http_seconds", "route" => route.clone(), "method" => method.clone())
        .record(seconds);
    metrics::counter!("songhe_http_requests", "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    tracing::debug!(route, method, status, seconds, "answered");
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), allowed),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if site.settings.tls {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}
