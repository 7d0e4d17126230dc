//! What a call costs through this client, against the same call written by hand on reqwest and serde
//! with the same checks on size and time; over loopback, one after the other and 64 at once.
//!
//! First the medians of interleaved rounds and the allocations, as ratios, which fail the benchmark if they are
//! over their limits; then criterion's statistics.

#[path = "../../tests/src/fault.rs"]
#[allow(dead_code, unreachable_pub, reason = "the tests use all of it")]
mod fault;

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use fault::{FaultServer, reply};
use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use tokio::runtime::{Builder, Runtime};
use zt_risk_scoring::types::{CreateIntegrationBody, Integration, IntegrationType};
use zt_risk_scoring::{Client, Credentials};

const TOKEN: &str = "token";
const ACCOUNT: &str = "023e105f4ecef8ad9ca31a8372d0c353";
const MOST: usize = 16 * 1024 * 1024;
const IN_FLIGHT: usize = 64;
/// How much longer a call may take than one by hand, and how much more often it may allocate.
const MOST_TIME: f64 = 1.10;
const MOST_ALLOCATIONS: f64 = 1.20;
const RESPONSE: &str = include_str!("../../tests/src/documented-response.json");

/// The body, as one would write it by hand.
#[derive(Serialize)]
struct Body {
    integration_type: &'static str,
    tenant_url: &'static str,
}

/// The reply, as one would write it by hand.
#[derive(Deserialize)]
#[allow(dead_code, reason = "as much as the client's own types hold")]
struct Envelope {
    success: bool,
    errors: Vec<Remark>,
    messages: Vec<Remark>,
    result: Option<Integration>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "as much as the client's own types hold")]
struct Remark {
    code: i64,
    message: String,
    documentation_url: Option<String>,
    source: Option<Source>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "as much as the client's own types hold")]
struct Source {
    pointer: Option<String>,
}

/// The call by hand: the same request, the same limits, the same result.
async fn by_hand(http: &reqwest::Client, base_url: &str) -> Integration {
    let body = Body {
        integration_type: "Okta",
        tenant_url: "https://example.com",
    };
    let request = http
        .post(format!(
            "{base_url}/accounts/{ACCOUNT}/zt_risk_scoring/integrations"
        ))
        .timeout(Duration::from_secs(60))
        .header("accept", "application/json")
        .header("content-type", "application/json")
        .bearer_auth(TOKEN)
        .body(serde_json::to_vec(&body).expect("JSON"));
    let mut response = request.send().await.expect("a response");
    assert!(response.status().is_success());
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.expect("a body") {
        assert!(bytes.len() + chunk.len() <= MOST);
        bytes.extend_from_slice(&chunk);
    }
    let envelope: Envelope = serde_json::from_slice(&bytes).expect("an envelope");
    assert!(envelope.success);
    envelope.result.expect("a result")
}

async fn by_client(client: &Client) -> Integration {
    let body = CreateIntegrationBody::builder()
        .integration_type(IntegrationType::Okta)
        .tenant_url("https://example.com");
    let call = client.create_integration().account_id(ACCOUNT).body(body);
    call.send().await.expect("a result")
}

/// Both ways to call, and a server on threads of its own.
struct Setting {
    runtime: Runtime,
    http: reqwest::Client,
    client: Client,
    base_url: String,
    _server: Runtime,
}

#[derive(Clone, Copy)]
enum Way {
    ByHand,
    Client,
}

impl Setting {
    fn new() -> Self {
        let server = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let good = reply("200 OK", "content-type: application/json\r\n", RESPONSE);
        let base_url = server
            .block_on(FaultServer::start(vec![good]))
            .base_url()
            .to_owned();
        let http = reqwest::Client::builder()
            .no_proxy()
            .tls_certs_only([])
            .connect_timeout(Duration::from_secs(5))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .build();
        let client = Client::builder(Credentials::api_token(TOKEN)).base_url(base_url.clone());
        Self {
            runtime: Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime"),
            http: http.expect("a client"),
            client: client.build().expect("a client"),
            base_url,
            _server: server,
        }
    }

    /// So many calls at once.
    fn call(&self, way: Way, count: usize) {
        match way {
            Way::ByHand => {
                let calls = (0..count).map(|_| by_hand(&self.http, &self.base_url));
                black_box(self.runtime.block_on(join_all(calls)));
            }
            Way::Client => {
                let calls = (0..count).map(|_| by_client(&self.client));
                black_box(self.runtime.block_on(join_all(calls)));
            }
        }
    }

    fn time(&self, way: Way, count: usize) -> Duration {
        let start = Instant::now();
        self.call(way, count);
        start.elapsed()
    }
}

/// The ratio of the medians of interleaved rounds.
fn compare_times(setting: &Setting, count: usize, rounds: usize) -> f64 {
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..rounds + 20 {
        // Each goes first as often as the other, and connections are made before it counts.
        let mut ways = [(0, Way::ByHand), (1, Way::Client)];
        if round % 2 == 1 {
            ways.reverse();
        }
        for (index, way) in ways {
            let time = setting.time(way, count);
            if round >= 20 {
                times[index].push(time);
            }
        }
    }
    let [by_hand, client] = times.map(|mut times| {
        times.sort_unstable();
        times[times.len() / 2]
    });
    let ratio = client.as_secs_f64() / by_hand.as_secs_f64();
    println!("{count:2} at once: by hand {by_hand:?}, client {client:?}, ratio {ratio:.3}");
    ratio
}

/// The ratio of the medians of how often so many calls at once allocate.
fn compare_allocations(setting: &Setting, calls: usize) -> f64 {
    let count = |way| {
        let info = allocation_counter::measure(|| setting.call(way, calls));
        (info.count_total, info.bytes_total)
    };
    // Connections are there by now; a median of some calls leaves out what happens now and then.
    let median = |way| {
        let mut counts: Vec<(u64, u64)> = (0..101).map(|_| count(way)).collect();
        counts.sort_unstable();
        counts[counts.len() / 2]
    };
    let ((by_hand, hand_bytes), (client, client_bytes)) =
        (median(Way::ByHand), median(Way::Client));
    #[allow(clippy::cast_precision_loss, reason = "they are few")]
    let ratio = client as f64 / by_hand as f64;
    println!(
        "{calls:2} at once, allocations: by hand {by_hand} ({hand_bytes} bytes), client {client} ({client_bytes} bytes), \
         ratio {ratio:.3}"
    );
    ratio
}

/// Ends the benchmark if a call costs too much.
fn hold(setting: &Setting) {
    let ratios = [
        ("a call's time", compare_times(setting, 1, 4_000), MOST_TIME),
        (
            "the time of many calls at once",
            compare_times(setting, IN_FLIGHT, 1_000),
            MOST_TIME,
        ),
        (
            "a call's allocations",
            compare_allocations(setting, 1),
            MOST_ALLOCATIONS,
        ),
        (
            "the allocations of many calls at once",
            compare_allocations(setting, IN_FLIGHT),
            MOST_ALLOCATIONS,
        ),
    ];
    let mut is_over = false;
    for (what, ratio, most) in ratios {
        if ratio > most {
            eprintln!("{what}: {ratio:.3} times what it is by hand, and {most:.2} is the limit");
            is_over = true;
        }
    }
    if is_over {
        std::process::exit(1);
    }
}

fn calls(criterion: &mut Criterion) {
    let setting = Setting::new();
    // Not as a test, which is neither optimized nor alone.
    if std::env::args().any(|argument| argument == "--bench") {
        hold(&setting);
    }
    for (name, count) in [("sequential", 1), ("64 in flight", IN_FLIGHT)] {
        let mut group = criterion.benchmark_group(name);
        for (label, way) in [("by hand", Way::ByHand), ("client", Way::Client)] {
            group.bench_function(BenchmarkId::from_parameter(label), |bencher| {
                bencher.iter(|| setting.call(way, count));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, calls);
criterion_main!(benches);
