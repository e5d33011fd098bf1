//! The citation of the place under the cursor, as the Governing Body writes it, in the paper's language.

use crate::model::Locator;
use crate::model::reference::Span;
use crate::text::cite;

use super::reader::Reader;

/// `GB.346/INS/17/1, para. 29(b)`; the title when the text has no symbol. A number that was only inferred is left out.
#[must_use]
pub fn citation(reader: &Reader) -> String {
    let place = match (reader.number(), reader.id().strip_prefix("fn_")) {
        (Some(number), _) => Some(Locator::Paragraphs(vec![Span::one(number)])),
        (None, Some(mark)) => Some(Locator::Footnote(mark.to_owned())),
        (None, None) => None,
    };
    let language = reader.held.language;
    if let Some(symbol) = &reader.held.symbol {
        return cite::citation(symbol, place.as_ref(), language);
    }
    let title = reader.paper.title.clone().unwrap_or_else(|| reader.held.file_name.clone());
    place.map_or_else(|| format!("“{title}”"), |place| format!("“{title}”, {}", cite::locator(&place, language)))
}

/// The words of the place with their citation.
#[must_use]
pub fn with_words(reader: &Reader) -> String {
    format!("{}\n({})", reader.words(), citation(reader))
}
