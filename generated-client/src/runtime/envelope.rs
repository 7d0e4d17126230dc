//! The forms that replies have.

use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::{ApiMessage, ConstBool};

/// Where and how a body is not what the document says.
pub(crate) type Unexpected = serde_path_to_error::Error<serde_json::Error>;

/// What the body of a reply can be read as.
pub(crate) trait Body: Sized {
    /// What a caller wants of it.
    type Result;

    /// Reads the body of a reply with that status.
    fn read(status: u16, body: &[u8]) -> Result<Opened<Self::Result>, Unexpected>;
}

/// A body with `success`, `errors` and mostly `result`; generated for each of the document.
pub(crate) trait Envelope: DeserializeOwned {
    /// What a caller wants of it.
    type Result;
    /// The one value that `success` can have, if the document says that there is one.
    const SUCCESS: Option<bool>;

    /// Takes it apart.
    fn open(self) -> Opened<Self::Result>;
}

impl<E: Envelope> Body for E {
    type Result = E::Result;

    fn read(_: u16, body: &[u8]) -> Result<Opened<E::Result>, Unexpected> {
        object(body)?;
        let opened = decode::<E>(body)?.open();
        match E::SUCCESS {
            Some(constant) if constant == opened.success => {}
            // These fail: that is what the first look has found.
            Some(true) => decode::<Says<true>>(body).map(drop)?,
            Some(false) => decode::<Says<false>>(body).map(drop)?,
            None => {}
        }
        Ok(opened)
    }
}

/// As much of an envelope as has one value only.
#[derive(Deserialize)]
struct Says<const SUCCESS: bool> {
    #[serde(rename = "success")]
    _success: ConstBool<SUCCESS>,
}

/// A value of JSON; if it isn't one, a second look tells where.
pub(crate) fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, Unexpected> {
    serde_json::from_slice(body).or_else(|_| {
        let mut deserializer = serde_json::Deserializer::from_slice(body);
        let value = serde_path_to_error::deserialize(&mut deserializer)?;
        let track = serde_path_to_error::Track::new();
        let end = deserializer.end();
        end.map_err(|error| serde_path_to_error::Error::new(track.path(), error))?;
        Ok(value)
    })
}

/// Refuses an array, whose values serde would take for those of the fields in their order.
fn object(body: &[u8]) -> Result<(), Unexpected> {
    match body.trim_ascii_start().first() {
        Some(b'[') => decode::<Map<String, Value>>(body).map(drop),
        _ => Ok(()),
    }
}

/// A failure as the runtime understands it whatever the document says: no reply that says that the call
/// failed may look like anything else.
#[derive(Deserialize)]
pub(crate) struct AnyFailure {
    success: bool,
    /// As they came: what cannot be read of them must not hide that the call failed.
    #[serde(default)]
    errors: Option<Box<RawValue>>,
    #[serde(default)]
    messages: Option<Box<RawValue>>,
}

impl Body for AnyFailure {
    type Result = ();

    fn read(status: u16, body: &[u8]) -> Result<Opened<()>, Unexpected> {
        object(body)?;
        // A byte that is no text must not hide what the rest says.
        let text = String::from_utf8_lossy(body);
        let any: Self = decode(text.as_bytes())?;
        // A status that says no outweighs a body that says yes.
        if any.success && (200..300).contains(&status) {
            decode::<Says<false>>(body).map(drop)?;
        }
        Ok(Opened {
            success: false,
            errors: list(any.errors.as_deref()),
            messages: list(any.messages.as_deref()),
            ..Opened::plain(())
        })
    }
}

/// The entries of a list, if there is one, or the one that stands for it.
fn list(entries: Option<&RawValue>) -> Vec<ApiMessage> {
    let Some(one) = entries else {
        return Vec::new();
    };
    let list: Vec<&RawValue> = serde_json::from_str(one.get()).unwrap_or_else(|_| vec![one]);
    list.into_iter().filter_map(message).collect()
}

/// As much of an entry as can be read: a text alone is its message.
fn message(entry: &RawValue) -> Option<ApiMessage> {
    #[derive(Default, Deserialize)]
    struct Fields<'a> {
        #[serde(borrow, default)]
        code: Option<&'a RawValue>,
        #[serde(borrow, default)]
        message: Option<&'a RawValue>,
        #[serde(borrow, default)]
        documentation_url: Option<&'a RawValue>,
        #[serde(borrow, default)]
        source: Option<&'a RawValue>,
    }
    #[derive(Deserialize)]
    struct Source<'a> {
        #[serde(borrow)]
        pointer: &'a RawValue,
    }
    let fields = match text(entry) {
        Some(_) => Fields {
            message: Some(entry),
            ..Fields::default()
        },
        None => of_object(entry)?,
    };
    let source = fields.source.and_then(of_object::<Source<'_>>);
    Some(ApiMessage {
        code: fields.code.map(code).unwrap_or_default(),
        message: fields.message.and_then(text).unwrap_or_default(),
        documentation_url: fields.documentation_url.and_then(text),
        pointer: source.and_then(|source| text(source.pointer)),
    })
}

/// What an object has, if it is one.
fn of_object<'a, T: Deserialize<'a>>(value: &'a RawValue) -> Option<T> {
    let is_object = value.get().starts_with('{');
    is_object.then(|| serde_json::from_str(value.get()).ok())?
}

/// An integer, be it written as `1000.0` or `"1000"`; 0 for anything else.
fn code(value: &RawValue) -> i64 {
    let number = text(value).unwrap_or_else(|| value.get().to_owned());
    let code = number.parse().ok().or_else(|| {
        // Of an integral float the text is one of an integer.
        let float: f64 = number.parse().ok()?;
        float.to_string().parse().ok()
    });
    code.unwrap_or_default()
}

/// A text, if it is one.
fn text(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

/// An envelope taken apart.
pub(crate) struct Opened<T> {
    /// What the envelope says of the call.
    pub(crate) success: bool,
    pub(crate) errors: Vec<ApiMessage>,
    pub(crate) messages: Vec<ApiMessage>,
    /// What is said about the result, such as how many there are.
    pub(crate) result_info: Option<Value>,
    /// The result; `None` where the document wants one and there is none.
    pub(crate) result: Option<T>,
}

impl<T> Opened<T> {
    /// A body that is the result.
    fn plain(result: T) -> Self {
        Self {
            success: true,
            errors: Vec::new(),
            messages: Vec::new(),
            result_info: None,
            result: Some(result),
        }
    }

    /// The same with another result.
    #[allow(
        dead_code,
        reason = "for documents with several replies of an operation"
    )]
    pub(crate) fn map<U>(self, result: impl FnOnce(T) -> U) -> Opened<U> {
        Opened {
            success: self.success,
            errors: self.errors,
            messages: self.messages,
            result_info: self.result_info,
            result: self.result.map(result),
        }
    }
}

/// A body that says that the call failed, where the document has no field for it.
#[allow(dead_code, reason = "for documents with replies that are no envelopes")]
fn undocumented_failure<T>(status: u16, body: &[u8]) -> Option<Opened<T>> {
    #[derive(Deserialize)]
    struct Says {
        success: bool,
    }
    object(body).ok()?;
    match serde_json::from_slice(body) {
        Ok(Says { success: false }) => {}
        _ => return None,
    }
    let failure = AnyFailure::read(status, body).ok()?;
    Some(Opened {
        success: false,
        errors: failure.errors,
        messages: failure.messages,
        result_info: failure.result_info,
        result: None,
    })
}

/// A body that is no envelope: all of it is the result.
#[allow(dead_code, reason = "for documents with replies that are no envelopes")]
pub(crate) struct Plain<T>(PhantomData<T>);

impl<T: DeserializeOwned> Body for Plain<T> {
    type Result = T;

    fn read(_: u16, body: &[u8]) -> Result<Opened<T>, Unexpected> {
        decode(body).map(Opened::plain)
    }
}

/// A body that is no envelope, of an operation that has replies which are: it may be one of a failure.
#[allow(dead_code, reason = "for documents with replies that are no envelopes")]
pub(crate) struct PlainOrFailure<T>(PhantomData<T>);

impl<T: DeserializeOwned> Body for PlainOrFailure<T> {
    type Result = T;

    fn read(status: u16, body: &[u8]) -> Result<Opened<T>, Unexpected> {
        undocumented_failure(status, body).map_or_else(|| Plain::read(status, body), Ok)
    }
}

/// No body, or one of which the document says nothing, unless it is a failure.
#[allow(dead_code, reason = "for documents with replies that have no body")]
pub(crate) struct Empty;

impl Body for Empty {
    type Result = ();

    fn read(status: u16, body: &[u8]) -> Result<Opened<()>, Unexpected> {
        Ok(undocumented_failure(status, body).unwrap_or_else(|| Opened::plain(())))
    }
}
