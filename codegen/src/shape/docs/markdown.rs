//! Descriptions as rustdoc and clippy want them.

#[cfg(test)]
mod tests;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// Most times that a description is mended and read again; each mends all that it finds.
const MAX_ROUNDS: usize = 100;

/// The lines of a description: addresses that stand by themselves are links, blocks of code that say no
/// language are text (rustdoc would run them as tests), and brackets that aren't links stay brackets.
pub(super) fn from_description(text: &str) -> Vec<String> {
    // rustdoc has no line end but this.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<String> = text.trim().lines().map(without_tabs).collect();
    let mut text = lines.join("\n");
    for _ in 0..MAX_ROUNDS {
        let mut edits = Edits::of(&text);
        if edits.0.is_empty() {
            break;
        }
        // What one changes is read again before another changes it.
        edits.0.sort_by_key(|(place, _)| place.start);
        let mut end = usize::MAX;
        for (place, by) in edits.0.into_iter().rev() {
            if place.end <= end {
                end = place.start;
                text.replace_range(place, &by);
            }
        }
    }
    text.lines()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// A line with spaces up to where its tabs lead (`CommonMark`, "Tabs"), and none at its end.
fn without_tabs(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut column = 0;
    for c in line.trim_end().chars() {
        let width = if c == '\t' { 4 - column % 4 } else { 1 };
        if c == '\t' {
            text.extend(std::iter::repeat_n(' ', width));
        } else {
            text.push(c);
        }
        column += width;
    }
    text
}

/// What to write in place of parts of a text.
struct Edits(Vec<(Range<usize>, String)>);

/// What a line of a description is in.
#[derive(Clone, Copy)]
enum Within {
    Quote,
    /// An item of a list, whose lines begin in this column.
    Item(usize),
}

impl Edits {
    /// Those of a text; some show only when others are made.
    fn of(text: &str) -> Self {
        // Those of rustdoc that tell brackets apart.
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        let mut edits = Self(Vec::new());
        let mut within = Vec::new();
        let (mut in_link, mut code) = (false, None);
        let parser = Parser::new_ext(text, options);
        let definitions = parser.reference_definitions().iter();
        let definitions: Vec<Range<usize>> = definitions.map(|(_, one)| one.span.clone()).collect();
        if !definitions.is_empty() {
            // Within a list or a quote one would be for the whole text, and shown nowhere.
            let events = Parser::new_ext(text, options).into_offset_iter();
            let within = events
                .filter(|(event, _)| matches!(event, Event::Start(Tag::Item | Tag::BlockQuote(_))));
            let within: Vec<Range<usize>> = within.map(|(_, place)| place).collect();
            for one in definitions {
                if within.iter().any(|place| place.contains(&one.start)) {
                    edits.escape(text, &one, '[');
                }
            }
        }
        let mut events = parser.into_offset_iter().peekable();
        while let Some((event, place)) = events.next() {
            match event {
                Event::Start(Tag::BlockQuote(_)) => within.push(Within::Quote),
                Event::Start(Tag::Item) => {
                    let next = events.peek().map_or(place.end, |(_, next)| next.start);
                    within.push(Within::Item(item_column(text, &place, next)));
                }
                Event::End(TagEnd::BlockQuote(_) | TagEnd::Item) => drop(within.pop()),
                Event::Start(Tag::CodeBlock(kind)) => {
                    if let CodeBlockKind::Fenced(language) = &kind {
                        edits.fence(text, &place, is_run(language));
                    }
                    code = Some(kind);
                }
                Event::End(TagEnd::CodeBlock) => code = None,
                Event::Start(Tag::Link { dest_url, .. }) => {
                    in_link = true;
                    if !is_address(&dest_url) {
                        edits.escape(text, &place, '[');
                    }
                }
                Event::End(TagEnd::Link) => in_link = false,
                Event::Text(_) => match &code {
                    None => edits.words(text, &place, in_link),
                    Some(CodeBlockKind::Indented) => edits.dedent(text, &place),
                    Some(CodeBlockKind::Fenced(_)) => {}
                },
                Event::Html(_) | Event::InlineHtml(_) => edits.escape(text, &place, '<'),
                Event::SoftBreak | Event::HardBreak => edits.line(text, place.end, &within),
                _ => {}
            }
        }
        edits
    }

    /// Escapes the first character of a kind, which is one that says something.
    fn escape(&mut self, text: &str, place: &Range<usize>, c: char) {
        if let Some(at) = text[place.clone()].find(c) {
            self.insert(place.start + at, "\\");
        }
    }

    fn insert(&mut self, at: usize, more: &str) {
        self.0.push((at..at, more.to_owned()));
    }

    /// Puts angle brackets around an address in a text, and escapes what could begin a link or a tag.
    fn words(&mut self, text: &str, place: &Range<usize>, in_link: bool) {
        let after_escape = |at: usize| {
            let before = text[..at].bytes().rev();
            before.take_while(|byte| *byte == b'\\').count() % 2 == 1
        };
        for (index, c) in text[place.clone()].char_indices() {
            let at = place.start + index;
            let rest = &text[at..];
            let is_address = rest.starts_with("https://") || rest.starts_with("http://");
            if c == '[' && !in_link && !after_escape(at) {
                self.insert(at, "\\");
            } else if is_address && !in_link {
                let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '`'));
                // A full stop or a bracket after an address belongs to the sentence.
                let address = without_end(&rest[..end.unwrap_or(rest.len())]);
                let place = at..at + address.len();
                self.0.push((place, format!("<{address}>")));
                return;
            }
        }
    }

    /// Says of code that rustdoc would run that it is text, and closes it if nothing does.
    fn fence(&mut self, text: &str, place: &Range<usize>, is_run: bool) {
        let block = &text[place.clone()];
        let mark = block.chars().take_while(|c| matches!(c, '`' | '~')).count();
        let mark = &block[..mark];
        if is_run {
            let start = place.start + mark.len();
            let line = text[start..].lines().next().unwrap_or_default();
            self.0.push((start..start + line.len(), "text".to_owned()));
        }
        let lines = block.trim_end().lines().skip(1);
        let is_closed = lines.last().is_some_and(|line| {
            let line = line.trim_matches([' ', '>']);
            line.starts_with(mark) && line.chars().all(|c| mark.starts_with(c))
        });
        if !is_closed && place.end == text.len() {
            self.insert(place.end, &format!("\n{mark}"));
        }
    }

    /// Takes from a line the spaces that make it code: those of a description are rarely meant.
    fn dedent(&mut self, text: &str, place: &Range<usize>) {
        let before = text[..place.start].len() - text[..place.start].trim_end_matches(' ').len();
        let start = place.start - before.min(4);
        if start < place.start {
            self.0.push((start..place.start, String::new()));
        }
    }

    /// Begins a line of a paragraph in an item or a quote as the paragraph began.
    fn line(&mut self, text: &str, start: usize, within: &[Within]) {
        if within.is_empty() {
            return;
        }
        let mut expected = String::new();
        for part in within {
            match part {
                Within::Quote => expected.push_str("> "),
                Within::Item(column) => {
                    let missing = column.saturating_sub(expected.len());
                    expected.extend(std::iter::repeat_n(' ', missing));
                }
            }
        }
        // A break may end before or after what the next line begins with.
        let start = text[..start].rfind('\n').map_or(0, |end| end + 1);
        let rest = &text[start..];
        let present = rest.len() - rest.trim_start_matches([' ', '>']).len();
        if rest[..present] != *expected {
            self.0.push((start..start + present, expected));
        }
    }
}

/// An address without what belongs to the sentence around it: a bracket is its own if it opens it, too.
fn without_end(address: &str) -> &str {
    let opens = |text: &str, open, close| text.matches(open).count() >= text.matches(close).count();
    let mut address = address;
    while let Some((last, c)) = address.char_indices().next_back() {
        let is_own = match c {
            '.' | ',' | ';' | ':' | '"' | '\'' | '”' | '’' => false,
            ')' => opens(address, '(', ')'),
            ']' => opens(address, '[', ']'),
            _ => true,
        };
        if is_own {
            break;
        }
        address = &address[..last];
    }
    address
}

/// The column in which the lines of an item begin, whose first part begins at `next`.
fn item_column(text: &str, item: &Range<usize>, next: usize) -> usize {
    let start = text[..item.start].rfind('\n').map_or(0, |end| end + 1);
    let is_same_line = next > item.start && !text[item.start..next].contains('\n');
    let marker = text[item.clone()].find([' ', '\n']).unwrap_or_default() + 1;
    let next = if is_same_line {
        next
    } else {
        item.start + marker
    };
    next - start
}

/// Whether a link leads to a page, a mailbox or a heading, or to an item of the client that the passes name;
/// whatever else stands in brackets rustdoc would look for.
fn is_address(link: &str) -> bool {
    let begins = [
        "https://", "http://", "mailto:", "#", "crate::", "super::", "Self::",
    ];
    begins.iter().any(|begin| link.starts_with(begin)) || link.contains('@')
}

/// Text as code within a line.
pub(in crate::shape) fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    if longest > 0 {
        format!("{ticks} {text} {ticks}")
    } else {
        format!("{ticks}{text}{ticks}")
    }
}

/// A name, which is no Markdown, in a text that is.
pub(in crate::shape) fn plain(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | '<' | '~' | '|' | '&') {
            plain.push('\\');
        }
        plain.push(c);
    }
    // What would begin a heading, a quote, a list or a rule.
    let digits = plain.len() - plain.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let begins = match plain[digits..].chars().next() {
        Some('#' | '>' | '-' | '+' | '=') => digits == 0,
        Some('.' | ')') => digits > 0,
        _ => false,
    };
    if begins {
        plain.insert(digits, '\\');
    }
    plain
}

/// Whether rustdoc takes code of a language for a test, as it does of what is no name of one (The rustdoc book,
/// "Documentation tests").
fn is_run(language: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "+#-_./".contains(c);
    let names = [
        "rust",
        "ignore",
        "should_panic",
        "no_run",
        "compile_fail",
        "test_harness",
    ];
    let beginnings = ["ignore-", "edition", "standalone", "E0"];
    !language.starts_with(|c: char| c.is_ascii_alphabetic())
        || !language.chars().all(is_name)
        || names.contains(&language)
        || beginnings.iter().any(|start| language.starts_with(start))
}
