//! The tokens of a page, given to the builder of blocks.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::Part;
use super::blocks::Blocks;

/// A page after its tokens were read.
pub(super) struct Page {
    pub(super) parts: Vec<Part>,
    pub(super) title: Option<String>,
    pub(super) language: Option<String>,
    /// Something was nested deeper than is kept apart.
    pub(super) overfull: bool,
}

struct Sink(RefCell<Blocks>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut blocks = self.0.borrow_mut();
        match token {
            Token::TagToken(Tag { kind: TagKind::StartTag, name, attrs, self_closing, .. }) => {
                let name: &str = &name;
                let attribute = |wanted: &str| {
                    attrs.iter().find(|attr| &*attr.name.local == wanted).map(|attr| attr.value.to_string())
                };
                blocks.start(name, &attribute, self_closing);
                match name {
                    "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
                    "style" | "xmp" | "iframe" | "noembed" | "noframes" => {
                        return TokenSinkResult::RawData(RawKind::Rawtext);
                    }
                    "title" | "textarea" => return TokenSinkResult::RawData(RawKind::Rcdata),
                    _ => {}
                }
            }
            Token::TagToken(Tag { name, .. }) => blocks.end(&name),
            Token::CharacterTokens(text) => blocks.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Reads a page.
pub(super) fn read(text: &str) -> Page {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(text));
    let tokenizer = Tokenizer::new(Sink(RefCell::new(Blocks::default())), TokenizerOpts::default());
    // A script never runs here; the loop only passes the places where one would.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.0.into_inner().finish()
}
