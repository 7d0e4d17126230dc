//! What the generator makes of rules, constants, three states and replies by status, which the fragment
//! has few of: the client for a document of the generator's tests, compiled and called.

#![allow(dead_code, unreachable_pub, reason = "a client that nobody uses whole")]
#![allow(
    clippy::default_trait_access,
    reason = "progenitor writes defaults without their type"
)]
#![allow(
    clippy::match_same_arms,
    reason = "alternatives of one type are shown alike"
)]
#![cfg_attr(
    feature = "httpmock",
    allow(
        clippy::return_self_not_must_use,
        reason = "what is said of a mock changes it"
    )
)]

include!("../../codegen/tests/generator/golden/shop.rs");

#[cfg(feature = "httpmock")]
mod mocks;

mod tests {
    use httpmock::MockServer;

    use super::types;
    use super::types::{
        Card, ChangeOrderSuccess, OrderChange, OrderChangeChoice, OrderChangeCode,
        OrderChangeFrame, OrderChangeGrade, OrderChangeLabels, OrderChangeLinesItem,
        OrderChangeLock, OrderChangePlace, OrderChangeReach, OrderChangeSeal, OrderChangeSealKey,
    };
    use crate::runtime::Body as _;
    use crate::{Client, ConstInteger, Credentials, Nullable};

    /// The body that a call would send, or why it would not.
    fn sent(order: &str, body: types::builder::OrderChange) -> Result<String, String> {
        let client = Client::new(Credentials::api_token("secret")).expect("a client");
        let request = client.change_order().order_id(order).body(body).request();
        let request = request.map_err(|error| error.to_string())?;
        assert_eq!(request.method(), "PUT");
        assert_eq!(
            request.headers()["content-type"],
            "application/merge-patch+json"
        );
        let body = request.body().and_then(|body| body.as_bytes());
        Ok(String::from_utf8_lossy(body.expect("a body")).into_owned())
    }

    fn change() -> types::builder::OrderChange {
        OrderChange::builder().note("hello")
    }

    #[test]
    fn a_password_is_sent_and_not_shown() {
        let builder = change().password("correct horse");
        let body: OrderChange = builder.clone().try_into().expect("it is valid");
        for shown in [format!("{builder:?}"), format!("{body:#?}")] {
            assert!(shown.contains("password: [hidden]"), "{shown}");
            assert!(
                shown.contains("hello") && !shown.contains("horse"),
                "{shown}"
            );
        }
        let body = sent("abc", builder).expect("it is valid");
        assert!(body.contains(r#""password":"correct horse""#), "{body}");
    }

    #[test]
    fn a_password_among_the_rest_or_of_a_choice_is_not_shown_either() {
        let seal = || {
            let extra = [("spare".to_owned(), "horse".to_owned())].into();
            OrderChangeSeal {
                kind: None,
                key: Some(OrderChangeSealKey::String("correct".to_owned())),
                extra,
            }
        };
        let builder = OrderChangeSeal::builder().kind(None::<ConstInteger<1>>);
        let builder = builder.key(OrderChangeSealKey::String("correct".to_owned()));
        let builder = builder.extra(seal().extra);
        for shown in [
            format!("{:?}", seal().key),
            format!("{:?}", seal()),
            format!("{builder:?}"),
            format!("{:?}", change().seal(seal())),
        ] {
            assert!(shown.contains("[hidden]"), "{shown}");
            assert!(
                !shown.contains("horse") && !shown.contains("correct"),
                "{shown}"
            );
        }
        let lock = OrderChangeLock::builder().code("0451");
        let built: OrderChangeLock = lock.clone().try_into().expect("it is valid");
        for shown in [format!("{lock:?}"), format!("{built:?}")] {
            assert!(
                shown.contains("[hidden]") && !shown.contains("0451"),
                "{shown}"
            );
        }
        let integer = format!("{:?}", OrderChangeSealKey::Integer(7));
        assert_eq!(integer, "Integer(7)");
        let body = sent("abc", change().seal(seal())).expect("it is valid");
        let expected = r#""seal":{"key":"correct","kind":null,"spare":"horse"}"#;
        assert!(body.contains(expected), "{body}");
    }

    #[test]
    fn absent_null_and_a_value_are_three_things_on_the_wire_and_constants_need_no_setter() {
        for (body, expected) in [
            (change(), r#"{"note":"hello","version":2}"#),
            (
                change().comment(Nullable::Null),
                r#"{"comment":null,"note":"hello","version":2}"#,
            ),
            (
                change().comment("late").tags(Vec::new()),
                r#"{"comment":"late","note":"hello","tags":[],"version":2}"#,
            ),
            (
                change().wish(serde_json::Value::Null),
                r#"{"note":"hello","version":2,"wish":null}"#,
            ),
            (
                change()
                    .shelf_ids(vec!["7".to_owned()])
                    .place(OrderChangePlace::String1("top".to_owned())),
                r#"{"note":"hello","place":"top","shelfIDs":["7"],"version":2}"#,
            ),
        ] {
            let sent = sent("abc", body).expect("it is valid");
            assert_eq!(sent, expected);
            // What comes back is the same.
            let read: OrderChange = serde_json::from_str(&sent).expect("it can be read");
            assert_eq!(serde_json::to_string(&read).ok(), Some(sent));
        }
    }

    /// Each body is refused with its message, before anything is sent.
    fn assert_refused<const N: usize>(cases: [(types::builder::OrderChange, &str); N]) {
        let told = cases.map(|(body, expected)| (sent("abc", body).expect_err(expected), expected));
        let wrong: Vec<String> = told
            .into_iter()
            .filter(|(error, expected)| {
                *error != format!("the request is invalid and was not sent: body: {expected}")
            })
            .map(|(error, expected)| format!("{error}\nis not: {expected}\n"))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_broken_rule_is_told_with_field_rule_and_value_and_no_secret() {
        assert_refused([
            (
                change().note("x"),
                r#"note: "x" is shorter than 2 characters (`minLength: 2`)"#,
            ),
            (
                change().note("hello world"),
                r#"note: "hello world" is longer than 10 characters (`maxLength: 10`)"#,
            ),
            (
                change().amount(10),
                "amount: 10 is greater than 9 (`maximum: 9`)",
            ),
            (
                change().amount(3),
                "amount: 3 is not a multiple of 2 (`multipleOf: 2`)",
            ),
            (
                change().price(0.0),
                "price: 0.0 is not greater than 0 (`exclusiveMinimum: 0`)",
            ),
            (
                change().callback("shop"),
                r#"callback: "shop" is not a URI (`format: uri`)"#,
            ),
            (
                change().password("hunter2"),
                "password: the value is shorter than 8 characters (`minLength: 8`)",
            ),
            (
                change().pin("hunter2"),
                "pin: it cannot have this value, which is not shown",
            ),
            (
                change().lock(OrderChangeLock::builder().code("0451").turns(i128::MAX)),
                "lock: turns: it cannot have this value, which is not shown",
            ),
            (
                change().lock(OrderChangeLock::builder()),
                "lock: code: it is required, and was not set",
            ),
            (
                change().lock(OrderChangeLock::builder().code("hunter2")),
                "lock: code: the value is longer than 4 characters (`maxLength: 4`)",
            ),
            (
                change().size(11),
                "size: 11 is not an allowed value (`enum: [10, 12]`)",
            ),
        ]);
    }

    #[test]
    #[expect(deprecated, reason = "they are checked all the same")]
    fn a_broken_rule_is_told_wherever_the_value_stands() {
        let line = OrderChangeLinesItem {
            sku: "a1".to_owned(),
        };
        let card = Card {
            number: "123".to_owned(),
        };
        let labels = OrderChangeLabels {
            colour: Some("green".to_owned()),
            extra: [("kind".to_owned(), "wide".to_owned())].into(),
        };
        let twice = OrderChangeLabels {
            colour: None,
            extra: [("colour".to_owned(), "red".to_owned())].into(),
        };
        let frame = |width| OrderChangeFrame {
            width,
            height: None,
        };
        let reach = OrderChangeReach {
            id: "x".to_owned(),
            mail: "a@b".to_owned(),
        };
        let nothing: serde_json::Map<_, _> = [("a".to_owned(), 1.into())].into_iter().collect();
        assert_refused([
            (
                change().tags(vec![String::new()]),
                "tags[0]: \"\" is shorter than 1 character (`minLength: 1`)",
            ),
            (
                change().lines(vec![line]),
                r#"lines[0].sku: "a1" does not match the pattern (`pattern: ^[A-Z]+$`)"#,
            ),
            (
                change().labels(labels),
                r#"labels.kind: "wide" is longer than 3 characters (`maxLength: 3`)"#,
            ),
            (
                change().labels(twice),
                "labels: the object has `colour`, which has a field of its own (`additionalProperties`)",
            ),
            (
                change().grade(OrderChangeGrade::Bb),
                r#"grade: "bb" does not match the pattern (`pattern: ^.$`)"#,
            ),
            (
                change().packs(vec![6, 7]),
                "packs[1]: 7 is not an allowed value (`enum: [6]`)",
            ),
            // It would be sent as null.
            (
                change().weights(vec![0.1, f32::NAN]),
                "weights[1]: NaN is not a number in JSON (`type: number`)",
            ),
            (
                change().frame(frame(Some(3))),
                r#"frame: the object is not an allowed value (`enum: [{"width":1}, {"width":2}, {}]`)"#,
            ),
            (
                change().frame(frame(None)),
                "frame: the object has 0 properties, fewer than 1 (`minProperties: 1`)",
            ),
            (
                change().nothing(nothing),
                "nothing: the object has 1 property, more than 0 (`maxProperties: 0`)",
            ),
            (
                change().code("long"),
                r#"code: "long" is longer than 3 characters (`maxLength: 3`)"#,
            ),
            (
                change().code(OrderChangeCode::Integer(4)),
                "code: 4 is less than 5 (`minimum: 5`)",
            ),
            (
                change().reach(reach),
                r#"reach.id: "x" is shorter than 2 characters (`minLength: 2`)"#,
            ),
            (
                change().choice(OrderChangeChoice::Card(card)),
                r#"choice.number: "123" is shorter than 4 characters (`minLength: 4`)"#,
            ),
        ]);
    }

    #[test]
    fn the_value_of_a_path_keeps_to_its_rules_too() {
        for (order, rule) in [
            ("ab", "minLength: 3"),
            ("abcdefghi", "maxLength: 8"),
            ("a/b", "pattern: "),
        ] {
            let error = sent(order, change()).expect_err(rule);
            assert!(
                error.contains("order_id: ") && error.contains(rule),
                "{error}"
            );
        }
    }

    #[test]
    fn a_reply_is_held_to_the_formats_that_are_types_and_read_as_the_page_on_replies_says() {
        let remark = |json: &str| serde_json::from_str::<types::Remark>(json);
        for (json, is_read) in [
            (
                r#"{"documentation_url":"67e55044-10b1-426f-9247-bb680e5fe0c8"}"#,
                true,
            ),
            (r#"{"documentation_url":"67e55044"}"#, false),
            (r#"{"message":"2026-11-27T08:00:00Z"}"#, true),
            (r#"{"message":"yesterday"}"#, false),
            (r#"{"code":18446744073709551615}"#, true),
            (r#"{"code":-1}"#, false),
            (r#"{"code":1.0}"#, false),
        ] {
            assert_eq!(remark(json).is_ok(), is_read, "{json}");
        }
        let job = |json: &str| serde_json::from_str::<types::ChangeOrderResponse202>(json);
        assert!(job(r#"{"job":2147483647}"#).is_ok() && job(r#"{"job":2147483648}"#).is_err());
        let change = |rest: &str| {
            let json = format!(r#"{{"note":"hello","version":2,{rest}}}"#);
            serde_json::from_str::<OrderChange>(&json)
        };
        // Of a key of a map that is there twice the last one counts, of a field's none does.
        let read = change(r#""labels":{"a":"x","a":"y"}"#).expect("it is read");
        let labels = read.labels.expect("labels");
        assert_eq!(labels.extra["a"], "y");
        assert!(change(r#""labels":{"colour":"x","colour":"y"}"#).is_err());
        // An object may be read from an array of its values, but for one of a choice.
        let read = change(r#""lines":[["ABC"]]"#).expect("it is read");
        let sku = read.lines.expect("lines").remove(0).sku;
        assert_eq!(sku, "ABC");
        let read = change(r#""choice":["1234"]"#).expect("it is read");
        assert!(matches!(read.choice, Some(OrderChangeChoice::Array(_))));
    }

    #[test]
    fn a_success_is_read_by_its_status() {
        let read = |status, body: &str| {
            let opened = ChangeOrderSuccess::read(status, body.as_bytes());
            opened
                .map(|opened| opened.result)
                .map_err(|error| error.to_string())
        };
        assert!(matches!(
            read(200, r#"{"id":"a","state":"lost"}"#),
            Ok(Some(ChangeOrderSuccess::Status200(order)))
                if order.state.as_ref().is_some_and(|state| state.as_str() == "lost")
        ));
        assert!(matches!(
            read(202, r#"{"job":7}"#),
            Ok(Some(ChangeOrderSuccess::Status202(job))) if job.job == 7
        ));
        assert!(matches!(
            read(204, ""),
            Ok(Some(ChangeOrderSuccess::Status204))
        ));
        assert!(read(200, r#"{"job":7}"#).is_err());
    }

    #[test]
    fn a_failure_is_read_by_its_status() {
        let read =
            |status, body: &str| types::ChangeOrderFailure::read(status, body.as_bytes()).is_ok();
        assert!(read(404, r#"{"order":"a"}"#) && !read(404, r#"{"title":"a"}"#));
        assert!(read(409, r#"{"title":"a"}"#) && !read(409, r#"{"order":"a"}"#));
        assert!(read(500, r#"{"success":false}"#) && !read(500, "{}"));
    }

    /// What becomes of a change over a socket: the result or the error, when the server answers so.
    async fn changed(
        status: u16,
        content_type: &str,
        reply: &str,
    ) -> Result<ChangeOrderSuccess, String> {
        let server = MockServer::start_async().await;
        let mock = server
            .mock_async(|when, then| {
                when.method("PUT")
                    .path("/v1/orders/abc")
                    .header("content-type", "application/merge-patch+json")
                    .body(r#"{"comment":null,"note":"hello","version":2}"#);
                then.status(status)
                    .header("content-type", content_type)
                    .body(reply);
            })
            .await;
        let client = client_of(&server);
        let body = change().comment(Nullable::Null);
        let call = client.change_order().order_id("abc").body(body);
        let outcome = call.send().await;
        mock.assert_async().await;
        outcome.map_err(|error| error.to_string())
    }

    fn client_of(server: &MockServer) -> Client {
        Client::builder(Credentials::api_token("secret"))
            .base_url(server.url("/v1"))
            .retries(0)
            .build()
            .expect("a client")
    }

    #[tokio::test]
    async fn each_reply_of_several_comes_back_as_its_own_type() {
        for (status, reply, is_expected) in [
            (
                200,
                r#"{"id":"a","state":"closed","new":1}"#,
                (|success| matches!(success, ChangeOrderSuccess::Status200(order) if order.id == "a"))
                    as fn(&ChangeOrderSuccess) -> bool,
            ),
            (
                202,
                r#"{"job":7}"#,
                |success| matches!(success, ChangeOrderSuccess::Status202(job) if job.job == 7),
            ),
            (204, "", |success| {
                matches!(success, ChangeOrderSuccess::Status204)
            }),
        ] {
            let success = changed(status, "application/json", reply).await;
            let success = success.unwrap_or_else(|error| panic!("{status}: {error}"));
            assert!(is_expected(&success), "{success:?}");
        }
    }

    #[tokio::test]
    async fn a_failure_comes_back_as_an_error_with_its_status() {
        let problem = "application/problem+json";
        for (status, content_type, reply, expected) in [
            (
                404,
                "application/json",
                r#"{"order":"abc"}"#,
                "404 Not Found",
            ),
            (409, problem, r#"{"title":"taken"}"#, "409 Conflict"),
            // What is as the document says may say why in the way of this API, too.
            (
                409,
                problem,
                r#"{"title":"taken","success":false,"errors":[{"code":7,"message":"It is gone."}]}"#,
                "It is gone.",
            ),
            (500, "text/html", "<html>", "it begins: <html>"),
            (
                200,
                "application/json",
                r#"{"job":7}"#,
                "missing field `id`",
            ),
        ] {
            let error = changed(status, content_type, reply).await;
            let error = error.expect_err(expected);
            assert!(error.contains(expected), "{error}");
        }
    }

    #[tokio::test]
    async fn what_an_envelope_says_is_text_whatever_type_it_has() {
        let server = MockServer::start_async().await;
        let fault = r#"{"code":7,"message":"too_late","documentation_url":{"a":"b"}}"#;
        let remark = r#"{"code":18446744073709551615,"message":"2026-11-26T10:00:00Z","documentation_url":"75b977de-5c19-4a28-843b-6df1cd28dd3f","source":{"pointer":"/b"}}"#;
        let reply = format!(
            r#"{{"success":false,"errors":[{fault}],"messages":[{remark},{{"code":null}}],"result":null}}"#
        );
        server
            .mock_async(|when, then| {
                when.method("GET").path("/v1/notes");
                then.status(200).body(&reply);
            })
            .await;
        let error = client_of(&server).list_notes().send().await;
        let error = error.expect_err("it failed");
        let (errors, messages) = (error.api_errors(), error.api_messages());
        let said = |message: &crate::ApiMessage| {
            let (url, pointer) = (message.documentation_url.clone(), message.pointer.clone());
            (message.code, message.message.clone(), url, pointer)
        };
        assert_eq!(
            errors.iter().chain(messages).map(said).collect::<Vec<_>>(),
            [
                (7, "too_late".to_owned(), None, None),
                (
                    i64::MAX,
                    "2026-11-26 10:00:00 UTC".to_owned(),
                    Some("75b977de-5c19-4a28-843b-6df1cd28dd3f".to_owned()),
                    Some("/b".to_owned())
                ),
                (0, String::new(), None, None),
            ]
        );
    }

    #[tokio::test]
    async fn the_failure_of_an_error_is_that_of_its_call_and_status() {
        let drop_order = |status: u16, reply: &'static str| async move {
            let server = MockServer::start_async().await;
            server
                .mock_async(|when, then| {
                    when.method("DELETE").path("/v1/orders/abc");
                    then.status(status).body(reply);
                })
                .await;
            let outcome = client_of(&server).drop_order().order_id("abc").send().await;
            outcome.expect_err("it failed")
        };
        let error = drop_order(404, r#"["gone"]"#).await;
        assert!(matches!(
            types::DropOrderFailure::of(&error),
            Some(types::DropOrderFailure::Default(why)) if why.0 == ["gone"]
        ));
        // Of another call, of a success, and of another body.
        assert!(types::ChangeOrderFailure::of(&error).is_none());
        for (status, reply) in [(200, r#"{"success":false}"#), (404, "{}")] {
            let error = drop_order(status, reply).await;
            assert!(types::DropOrderFailure::of(&error).is_none(), "{error}");
        }
    }

    /// The result of a call of `list_notes`, or its error.
    async fn notes(status: u16, reply: &str) -> Result<types::ListNotesSuccess, String> {
        let server = MockServer::start_async().await;
        server
            .mock_async(|when, then| {
                when.method("GET").path("/v1/notes");
                then.status(status).body(reply);
            })
            .await;
        let outcome = client_of(&server).list_notes().send().await;
        outcome.map_err(|error| error.to_string())
    }

    #[tokio::test]
    async fn no_reply_hides_that_the_call_failed_be_it_documented_as_an_envelope_or_not() {
        let failure = r#"{"success":false,"errors":[{"code":7,"message":"It is gone."}]}"#;
        for status in [200, 203, 299] {
            let error = notes(status, failure).await.expect_err("it failed");
            assert!(error.contains("It is gone."), "{status}: {error}");
        }
        let server = MockServer::start_async().await;
        server
            .mock_async(|when, then| {
                when.method("DELETE").path("/v1/orders/abc");
                then.status(200).body(failure);
            })
            .await;
        let outcome = client_of(&server).drop_order().order_id("abc").send().await;
        let error = outcome.expect_err("it failed").to_string();
        assert!(error.contains("It is gone."), "{error}");
    }

    #[tokio::test]
    async fn an_undocumented_success_is_read_as_what_has_a_body_if_it_has_one() {
        let envelope = r#"{"success":true,"errors":[],"messages":[],"result":["a"]}"#;
        let copied = r#"{"copied":["a"]}"#;
        for (status, reply, expected) in [
            (200, envelope, r#"Ok(Status200(["a"]))"#),
            (
                203,
                copied,
                r#"Status203(ListNotesResponse203 { copied: Some(["a"]) })"#,
            ),
            (204, "", "Ok(Status204)"),
            (206, envelope, r#"Ok(Status200(["a"]))"#),
            (206, copied, "missing field `success`"),
            (206, " ", "Ok(Status204)"),
            (200, "", "EOF while parsing"),
        ] {
            let outcome = format!("{:?}", notes(status, reply).await);
            assert!(outcome.contains(expected), "{status} {reply}: {outcome}");
        }
    }

    #[tokio::test]
    async fn a_call_without_body_and_reply_is_just_that() {
        let server = MockServer::start_async().await;
        let mock = server
            .mock_async(|when, then| {
                when.method("DELETE").path("/v1/orders/abc").body("");
                then.status(204);
            })
            .await;
        let client = client_of(&server);
        let outcome = client.drop_order().order_id("abc").send().await;
        mock.assert_async().await;
        outcome.expect("it is gone");
    }

    #[test]
    fn an_array_is_no_alternative_that_is_an_object() {
        let read = |choice: &str| {
            let text = format!(r#"{{"note":"a","version":2,"choice":{choice}}}"#);
            serde_json::from_str::<OrderChange>(&text).map(|change| change.choice)
        };
        assert!(matches!(
            read(r#"["1234"]"#),
            Ok(Some(OrderChangeChoice::Array(words))) if words == ["1234"]
        ));
        assert!(matches!(
            read(r#"{"number":"1234"}"#),
            Ok(Some(OrderChangeChoice::Card(card))) if card.number == "1234"
        ));
        assert!(read("[1]").is_err());
    }

    #[test]
    fn a_constant_is_no_other_value() {
        let read = |text: &str| serde_json::from_str::<OrderChange>(text).is_ok();
        assert!(read(r#"{"note":"a","version":2,"confirmed":true}"#));
        assert!(!read(r#"{"note":"a","version":3}"#));
        assert!(!read(r#"{"note":"a","version":2,"confirmed":false}"#));
        // One that may be null is no third value either.
        assert!(read(r#"{"note":"a","version":2,"seal":{"kind":1}}"#));
        assert!(read(r#"{"note":"a","version":2,"seal":{"kind":null}}"#));
        assert!(!read(r#"{"note":"a","version":2,"seal":{"kind":2}}"#));
        assert!(!read(r#"{"note":"a","version":2,"seal":{}}"#));
    }
}
