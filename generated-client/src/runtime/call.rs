//! Sending a call, again where that is safe and may help.

use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Request;
use tokio::time::{Instant, sleep};

use super::client::Outgoing;
use super::limits::Limits;
use super::pace::Pace;
use super::retry::{self, Decision, Nature};
use super::watched::{Begun, Watched};
use super::{Body, Client, Error, Meta, Operation, OperationInfo, Reply, reply, trace};

/// A call of the operation `O`, ready to be sent.
pub(crate) struct Call<O> {
    client: Client,
    outgoing: Outgoing,
    operation: PhantomData<fn() -> O>,
}

/// A call, or why there is none, with what was called.
pub(crate) fn prepared<O: Operation>(call: Result<Call<O>, Error>) -> Result<Call<O>, Error> {
    call.map_err(|error| error.about(const { &O::INFO }))
}

/// The result of a call of `O`.
type Output<O> = <<O as Operation>::Success as Body>::Result;

impl<O: Operation> Call<O> {
    pub(super) fn new(client: Client, outgoing: Outgoing) -> Self {
        Self {
            client,
            outgoing,
            operation: PhantomData,
        }
    }

    /// The request, with every header.
    pub(crate) fn into_request(self) -> Result<Request, Error> {
        self.client.request(const { &O::INFO }, &self.outgoing)
    }

    // These are no async functions, each of which would hold the call once more.

    /// The result.
    pub(crate) fn send(self) -> impl Future<Output = Result<Output<O>, Error>> + Send
    where
        Output<O>: Send,
    {
        self.execute(reply::open::<O>, |outcome| outcome.map(Reply::into_result))
    }

    /// The result with what came beside it.
    pub(crate) fn send_with_meta(
        self,
    ) -> impl Future<Output = Result<Reply<Output<O>>, Error>> + Send
    where
        Output<O>: Send,
    {
        self.execute(reply::open::<O>, |outcome| outcome)
    }

    /// The reply as it came, whatever its status.
    pub(crate) fn send_raw(self) -> impl Future<Output = Result<Reply<Vec<u8>>, Error>> + Send {
        self.execute(reply::unread, |outcome| outcome.or_else(Error::into_unread))
    }

    async fn execute<T, U>(
        self,
        open: impl Fn(Reply<Vec<u8>>) -> Result<Reply<T>, Error> + Sync,
        finish: impl FnOnce(Result<Reply<T>, Error>) -> U,
    ) -> U {
        finish(self.attempts(&open).await)
    }

    async fn attempts<T>(
        &self,
        open: &(impl Fn(Reply<Vec<u8>>) -> Result<Reply<T>, Error> + Sync),
    ) -> Result<Reply<T>, Error> {
        let info = const { &O::INFO };
        let Self {
            client, outgoing, ..
        } = self;
        let limits = client
            .0
            .limits
            .with(&outgoing.options, Error::invalid_request)
            .map_err(|error| error.about(info))?;
        let attempt = |number: u32, start: Instant, time: Duration| async move {
            let begun = Instant::now();
            let outcome = client.attempt(info, outgoing, time).await;
            let reply = outcome.map(|(head, body)| {
                let meta = Meta::new(head.status, head.headers, number, start.elapsed());
                Reply::new(body, meta)
            });
            let opened = reply.and_then(open).map_err(|error| error.about(info));
            trace::attempted(info, number, begun.elapsed(), &opened);
            opened
        };
        let pace = client.0.pace.as_deref();
        let nature = Nature::of(&info.method);
        let result = trace::call(info, repeat(limits, nature, pace, attempt)).await;
        result.map_err(|error| error.about(info))
    }
}

/// More time than this no attempt has to have left.
const MOST_WORTH: Duration = Duration::from_secs(1);

/// Attempts until one gives a result, or another is not worth it.
async fn repeat<T, F>(
    limits: Limits,
    nature: Nature,
    pace: Option<&Pace>,
    attempt: impl Fn(u32, Instant, Duration) -> F,
) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let start = Instant::now();
    let left = || limits.deadline.saturating_sub(start.elapsed());
    // The time that makes another attempt worth it: with less it would only hide what happened.
    let worth = (limits.deadline / 10).min(MOST_WORTH);
    let mut retries = 0;
    let mut blocks = 0;
    let mut last = None;
    loop {
        // In a box, since few have one, and every call would be larger for it.
        let turn = match pace {
            Some(pace) => Some(Box::pin(pace.turn(left().saturating_sub(worth))).await),
            None => None,
        };
        let turn = match turn.transpose() {
            Ok(turn) => turn,
            // What happened says more than that it cannot happen again.
            Err(wait) => return Err(last.unwrap_or_else(|| Error::paced(wait))),
        };
        let outcome = attempt(retries, start, limits.timeout.min(left())).await;
        drop(turn);
        let error = match outcome {
            Ok(result) => return Ok(result),
            Err(error) => error.after_retries(retries),
        };
        let block = pace.and_then(|_| retry::block(error.outcome(), blocks));
        let wait = if let Some(wait) = block {
            blocks += 1;
            wait
        } else {
            match retry::decide(error.outcome(), retries - blocks, limits.retries, nature) {
                Decision::GiveUp => return Err(error),
                Decision::Retry(Some(asked)) => asked,
                Decision::Retry(None) => retry::backoff(retries - blocks, fastrand::f64()),
            }
        };
        let wait = wait.mul_f64(limits.patience);
        if wait.saturating_add(worth) > left() {
            return Err(error);
        }
        // The pace waits a block out, and may be hurried.
        if block.is_none() {
            sleep(wait).await;
        }
        retries += 1;
        last = Some(error);
    }
}

impl Client {
    /// Waits as before a retry, after so many.
    pub(crate) async fn back_off(&self, retries: u32) {
        let wait = retry::backoff(retries, fastrand::f64());
        sleep(wait.mul_f64(self.0.limits.patience)).await;
    }

    /// Sends a request once and reads the whole reply.
    async fn attempt(
        &self,
        info: &OperationInfo,
        outgoing: &Outgoing,
        time: Duration,
    ) -> Result<(Head, Vec<u8>), Error> {
        let mut request = self.request(info, outgoing)?;
        *request.timeout_mut() = Some(time);
        let mut begun = None;
        // A call that may do something twice has one even if it says nothing, to know whether it was sent.
        let is_once = Nature::of(&info.method) == Nature::Once;
        let nothing = is_once.then(Bytes::new);
        if let Some(body) = outgoing.body.clone().or(nothing) {
            let (body, is_begun) = Watched::new(body);
            begun = Some(is_begun);
            *request.body_mut() = Some(reqwest::Body::wrap(body));
        }
        let lost = |error| {
            let is_sent = begun.as_ref().is_none_or(Begun::is_begun);
            Error::transport(error, self.0.http.route(), is_sent)
        };
        let sent = self.0.http.client()?.execute(request);
        let mut response = sent.await.map_err(lost)?;
        let head = Head {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
        };
        if let Some(pace) = &self.0.pace {
            pace.heed(head.status, &head.headers);
        }
        let most = self.0.limits.reply_size;
        // What a server promises is not reserved before it comes.
        let mut body = Vec::new();
        let error = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => {
                    let fits = chunk.len().min(most - body.len());
                    body.extend_from_slice(&chunk[..fits]);
                    if fits < chunk.len() {
                        break Error::too_large(most);
                    }
                }
                Ok(None) => return Ok((head, body)),
                Err(error) => break lost(error),
            }
        };
        Err(error.after(head, body))
    }
}

/// What comes before the body of a reply.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) status: reqwest::StatusCode,
    pub(super) headers: reqwest::header::HeaderMap,
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::time::Duration;

    use reqwest::StatusCode;
    use reqwest::header::HeaderMap;
    use tokio::time::Instant;

    use super::{Head, Limits, Nature, repeat};
    use crate::Error;

    /// The times of the attempts, in milliseconds since the first, when each is answered so.
    async fn attempts(
        limits: Limits,
        nature: Nature,
        status: u16,
        headers: &[(&'static str, &str)],
    ) -> Vec<u128> {
        let times = RefCell::new(Vec::new());
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| {
                let name = reqwest::header::HeaderName::from_static(name);
                (name, value.parse().expect("a value"))
            })
            .collect();
        let outcome = repeat(limits, nature, None, |_, start: Instant, _| {
            times.borrow_mut().push(start.elapsed().as_millis());
            let head = Head {
                status: StatusCode::from_u16(status).expect("a status"),
                headers: headers.clone(),
            };
            std::future::ready(Err::<(), Error>(
                Error::too_large(0).after(head, Vec::new()),
            ))
        });
        outcome.await.expect_err("it fails always");
        times.into_inner()
    }

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[tokio::test(start_paused = true)]
    async fn waits_grow_and_are_a_little_shorter_by_chance() {
        let limits = Limits {
            retries: 6,
            ..Limits::default()
        };
        let times = attempts(limits, Nature::Idempotent, 503, &[]).await;
        let waits: Vec<u128> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let longest = [500, 1000, 2000, 4000, 8000, 8000];
        assert_eq!(waits.len(), longest.len());
        for (wait, longest) in waits.iter().zip(longest) {
            // Timers have a granularity of a millisecond.
            assert!((longest * 3 / 4..=longest + 1).contains(wait), "{waits:?}");
        }
        let is_shorter = |(wait, longest): (&u128, u128)| *wait < longest;
        assert!(waits.iter().zip(longest).any(is_shorter), "{waits:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_that_is_asked_for_is_slept_exactly() {
        for (header, expected) in [
            (("retry-after", "20"), vec![0, 20_000, 40_000]),
            (("retry-after-ms", "250"), vec![0, 250, 500]),
            (("retry-after", "61"), vec![0]),
            (("x-should-retry", "false"), vec![0]),
        ] {
            let times = attempts(Limits::default(), Nature::Once, 429, &[header]).await;
            let near = |(time, expected): (&u128, &u128)| time.abs_diff(*expected) <= 2;
            assert_eq!(times.len(), expected.len(), "{header:?}: {times:?}");
            assert!(
                times.iter().zip(&expected).all(near),
                "{header:?}: {times:?}"
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn no_wait_goes_beyond_the_deadline() {
        let limits = Limits {
            deadline: seconds(30),
            retries: 9,
            ..Limits::default()
        };
        let asked = attempts(limits, Nature::Once, 429, &[("retry-after", "20")]).await;
        assert_eq!(asked.len(), 2, "{asked:?}");
        let start = Instant::now();
        attempts(limits, Nature::Idempotent, 500, &[]).await;
        assert!(start.elapsed() <= seconds(30));
    }

    #[tokio::test(start_paused = true)]
    async fn an_attempt_has_no_more_time_than_is_left_of_the_call() {
        let limits = Limits {
            timeout: seconds(20),
            deadline: seconds(30),
            retries: 1,
            ..Limits::default()
        };
        let times = RefCell::new(Vec::new());
        let outcome = repeat(limits, Nature::Idempotent, None, |_, _, time| {
            times.borrow_mut().push(time.as_secs());
            async move {
                tokio::time::sleep(time).await;
                let head = Head {
                    status: StatusCode::GATEWAY_TIMEOUT,
                    headers: HeaderMap::new(),
                };
                Err::<(), Error>(Error::too_large(0).after(head, Vec::new()))
            }
        });
        outcome.await.expect_err("it fails always");
        assert_eq!(times.into_inner(), [20, 9]);
    }
}
