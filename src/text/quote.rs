//! Words with their citation, as plain text and as Markdown.

/// The words, and the citation in brackets below them.
#[must_use]
pub fn plain(words: &str, citation: &str) -> String {
    format!("{words}\n({citation})")
}

/// The words as a Markdown quotation, with the citation below them. Lines that begin with blanks and a marker are the list
/// parts of a paragraph, two blanks a level, as [`crate::model::paper::push_items`] writes them.
#[must_use]
pub fn markdown(words: &str, citation: &str) -> String {
    let mut out = String::new();
    let mut listed = false;
    for (at, line) in words.lines().enumerate() {
        let text = line.trim_start_matches(' ');
        let blanks = line.len() - text.len();
        let part = if at > 0 { marker(text) } else { None };
        if at > 0 && part.is_some() != listed {
            out.push_str(">\n");
        }
        listed = part.is_some();
        out.push_str("> ");
        match part {
            Some((marker, rest)) => {
                out.push_str(&" ".repeat(blanks));
                out.push_str("- ");
                // a bullet is one in Markdown already
                if marker.chars().any(char::is_alphanumeric) {
                    out.push_str(&escape(marker));
                    out.push(' ');
                }
                out.push_str(&escape(rest));
            }
            None => out.push_str(&escape(text)),
        }
        out.push('\n');
    }
    format!("{out}>\n> ({})", escape(citation))
}

/// A table as Markdown, its first row (or its header rows, made one) as the header.
#[must_use]
pub fn table(rows: &[Vec<String>], header_rows: usize) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let line = |cells: &dyn Fn(usize) -> String| {
        let cells: Vec<String> = (0..width).map(cells).collect();
        format!("> | {} |\n", cells.join(" | "))
    };
    let cell = |text: &str| escape(&text.replace('\n', " ")).replace('|', "\\|");
    let heads = header_rows.clamp(1, rows.len().max(1));
    let mut out = line(&|column| {
        let texts = rows.iter().take(heads).filter_map(|row| row.get(column)).filter(|text| !text.is_empty());
        texts.map(|text| cell(text)).collect::<Vec<_>>().join(" ")
    });
    out.push_str(&line(&|_| "---".to_owned()));
    for row in rows.iter().skip(heads) {
        out.push_str(&line(&|column| row.get(column).map_or_else(String::new, |text| cell(text))));
    }
    out
}

/// The marker of a list part and the words after it: `(a)`, `•`, `1.`.
#[must_use]
pub fn marker(line: &str) -> Option<(&str, &str)> {
    let (marker, rest) = line.split_once(' ')?;
    let short = marker.chars().count() <= 6;
    let signs =
        marker.chars().any(|c| !c.is_alphanumeric()) && marker.chars().filter(|c| c.is_alphanumeric()).count() <= 4;
    (short && signs).then_some((marker, rest))
}

/// Words with a backslash before each sign that Markdown would take for its own.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    for (at, c) in text.chars().enumerate() {
        let always = matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '~');
        let first = at == 0 && matches!(c, '#' | '+' | '-' | '=');
        // "1. " at the beginning would become a list
        let number = digits > 0 && at == digits && matches!(c, '.' | ')');
        if always || first || number {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

/// A text in one block whose lettered parts, `(a)` or `a)` and so on in order, stand on lines of their own.
#[must_use]
pub fn lettered(text: &str) -> String {
    let letters: Vec<String> = ('a'..='z').map(String::from).collect();
    parted(text, &letters.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The same for parts with these labels.
#[must_use]
pub fn parted(text: &str, labels: &[&str]) -> String {
    let mut out = String::new();
    let mut rest = text;
    for label in labels {
        let marks = [format!(" ({label}) "), format!(" {label}) ")];
        // "paragraph 5 (a)" is no part
        let part = |at: &usize| rest.get(..*at).is_none_or(|before| !before.ends_with(|c: char| c.is_ascii_digit()));
        let first = |mark: &String| rest.match_indices(mark).map(|(at, _)| at).find(part);
        let Some(at) = marks.iter().filter_map(first).min() else { break };
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        out.push('\n');
        rest = tail.trim_start();
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lettered_parts_stand_on_lines_of_their_own() {
        assert_eq!(
            lettered("It: (a) took note; and (b) asked (a) again."),
            "It:\n(a) took note; and\n(b) asked (a) again."
        );
        assert_eq!(lettered("Pidió: a) uno; b) dos."), "Pidió:\na) uno;\nb) dos.");
        assert_eq!(lettered("No part (b) of it."), "No part (b) of it.");
        assert_eq!(lettered("See 5 (a) of it: (a) one."), "See 5 (a) of it:\n(a) one.");
    }

    #[test]
    fn lettered_parts_become_a_list_in_the_quotation() {
        let words = "The Governing Body:\n(a) took note of the report;\n  (i) and of *its* annex;\n• the rest.";
        assert_eq!(
            markdown(words, "GB.399/INS/5, para. 29"),
            "> The Governing Body:\n>\n> - (a) took note of the report;\n>   - (i) and of \\*its\\* annex;\n> - the rest.\n>\n> (GB.399/INS/5, para. 29)"
        );
    }

    #[test]
    fn words_that_look_like_markdown_stay_words() {
        assert_eq!(escape("2030. #1 a_b <b> [x](y)"), "2030\\. #1 a\\_b \\<b\\> \\[x\\](y)");
        assert_eq!(markdown("# Heading", "“A_B”"), "> \\# Heading\n>\n> (“A\\_B”)");
    }

    #[test]
    fn a_table_keeps_its_columns() {
        let rows = vec![vec!["Point".to_owned(), "Output".to_owned()], vec!["22|a".to_owned()]];
        assert_eq!(table(&rows, 1), "> | Point | Output |\n> | --- | --- |\n> | 22\\|a |  |\n");
        assert_eq!(table(&[], 3), "> |  |\n> |  |\n");
    }
}
