//! Mocks for a document of other forms than the fragment: bodies by status, or none; no credentials.

use std::panic::{AssertUnwindSafe, catch_unwind};

use httpmock::MockServer;
use serde_json::json;

use super::MockServerExt;
use super::types::{ChangeOrderSuccess, OrderChange};

/// The message of the panic that fails a test.
fn failure<T>(test: impl FnOnce() -> T) -> String {
    let panic = catch_unwind(AssertUnwindSafe(test)).err();
    let message = panic.and_then(|panic| panic.downcast::<String>().ok());
    *message.expect("the test fails")
}

#[tokio::test]
async fn a_body_of_another_media_type_is_what_the_document_says_and_replies_go_by_their_status() {
    let server = MockServer::start();
    let body = || OrderChange::builder().note("hello");
    let client = server.client();
    let call = || client.change_order().order_id("abc").body(body()).send();

    let mock = server.change_order(|when, then| {
        when.order_id("abc").body(body());
        then.reply(202, json!({ "job": 7 }));
    });
    let changed = call().await.expect("it is taken");
    assert!(matches!(changed, ChangeOrderSuccess::Status202(taken) if taken.job == 7));
    mock.assert();
    drop(mock);

    let _mock = server.change_order(|_, then| {
        then.reply(204, ());
    });
    let changed = call().await.expect("there is nothing to do");
    assert!(matches!(changed, ChangeOrderSuccess::Status204));
}

#[tokio::test]
async fn a_success_without_a_body_is_documented_without_an_example() {
    let server = MockServer::start();
    let mock = server.drop_order(|_, then| {
        then.documented();
    });
    let client = server.client();
    let call = client.drop_order().order_id("abc");
    call.send().await.expect("it is gone");
    mock.assert();
    let message = failure(|| server.change_order(|_, then| drop(then.documented())));
    assert_eq!(
        message,
        "`change_order` has no documented example of a success: say what to answer"
    );
}

#[test]
fn the_rules_of_a_path_and_of_replies_by_status_hold() {
    let server = MockServer::start();
    assert_eq!(server.api_base_url(), server.base_url());
    let wanted = failure(|| server.drop_order(|when, _| drop(when.order_id("ABC"))));
    assert!(
        wanted.contains("order_id: \"ABC\" does not match"),
        "{wanted}"
    );
    let answered = failure(|| server.drop_order(|_, then| drop(then.reply(404, json!(["A"])))));
    assert!(answered.contains("/0: \"A\" does not match"), "{answered}");
}
