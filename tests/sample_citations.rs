//! Every citation in the sample sessions leads to a paper and a paragraph of the sample, but for four papers of earlier
//! sessions that are left out on purpose.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use gbdesk::model::{Block, Locator, Paper, Symbol, Target};
use gbdesk::reading::{Origin, read};
use gbdesk::text::citations;
use gbdesk::text::resolve::{Holdings, Resolution, resolve};

/// The papers of both sessions in one language.
struct Sample(Vec<Paper>);

impl Sample {
    /// The papers in English, or in `language` where there is such a text.
    fn in_language(language: &str) -> Self {
        let mut papers = Vec::new();
        for session in ["398", "399"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample").join(session).join("papers");
            for entry in fs::read_dir(folder).expect("the papers are there") {
                let path = entry.expect("an entry").path();
                let name = path.file_name().expect("a name").to_string_lossy().into_owned();
                let Some(stem) = name.strip_suffix(".en.md") else { continue };
                let translated = path.with_file_name(format!("{stem}.{language}.md"));
                let bytes = fs::read(if translated.exists() { &translated } else { &path }).expect("the paper");
                papers.push(read(&bytes, &Origin::default()).expect("the paper reads"));
            }
        }
        Self(papers)
    }

    fn paper(&self, symbol: &Symbol) -> Option<&Paper> {
        self.0.iter().find(|paper| paper.symbol.as_ref() == Some(symbol))
    }
}

impl Holdings for Sample {
    fn versions(&self, paper: &Symbol) -> Vec<Symbol> {
        let mut versions: Vec<Symbol> =
            self.0.iter().filter_map(|held| held.symbol.clone()).filter(|held| held.unrevised() == *paper).collect();
        versions.sort_by_key(|version| std::cmp::Reverse(version.revision()));
        versions
    }

    fn block(&self, version: &Symbol, place: &Locator) -> Option<String> {
        let paper = self.paper(version)?;
        match place {
            Locator::Paragraphs(spans) | Locator::Decisions(spans) => {
                let mut ids = Vec::new();
                for number in spans.iter().flat_map(|span| [Some(&span.from), span.to.as_ref()]).flatten() {
                    let (plain, letter) = number.split_once('(').map_or((number.as_str(), None), |(n, l)| (n, Some(l)));
                    let paragraph = paper.numbered(plain)?;
                    if let Some(letter) = letter {
                        let wanted = letter.trim_end_matches(')');
                        paragraph.items.iter().find(|item| item.marker.trim_matches(['(', ')']) == wanted)?;
                    }
                    if matches!(place, Locator::Decisions(_)) {
                        paper.decisions.iter().find(|draft| draft.paragraph.as_deref() == Some(plain))?;
                    }
                    ids.push(paragraph.id.clone());
                }
                ids.into_iter().next()
            }
            Locator::Appendix(_) => paper.blocks.iter().find_map(|block| match block {
                Block::Heading(heading) if ["Appendix", "Annexe", "Anexo"].contains(&heading.text.as_str()) => {
                    Some(heading.id.clone())
                }
                _ => None,
            }),
            _ => None,
        }
    }
}

#[test]
fn every_citation_leads_into_the_sample_but_for_four_papers_left_out_on_purpose() {
    for language in ["en", "fr", "es"] {
        let sample = Sample::in_language(language);
        let (mut left_out, mut led) = (BTreeSet::new(), 0);
        for paper in &sample.0 {
            for reference in citations::of_paper(paper) {
                let what = format!("{:?} in {}: {}", paper.symbol, reference.place, reference.text);
                // a place in the paper itself is a place in this version of it
                if let (Target::Own(place), Some(own)) = (&reference.target, &paper.symbol) {
                    assert!(sample.block(own, place).is_some(), "{what} is not in the paper");
                    led += 1;
                    continue;
                }
                match resolve(&reference.target, paper.symbol.as_ref(), &sample) {
                    Resolution::Held { section_added: false, .. } => led += 1,
                    Resolution::Outside => {}
                    Resolution::PaperNotHeld { symbol, .. } => {
                        left_out.insert(symbol.to_string());
                    }
                    other => panic!("{what} leads to {other:?}"),
                }
            }
        }
        let left_out: Vec<&str> = left_out.iter().map(String::as_str).collect();
        assert_eq!(left_out, ["GB.395/LILS/1", "GB.395/LILS/2", "GB.396/INS/4", "GB.396/PFA/7"]);
        assert!(led > 200, "only {led} citations lead anywhere");
    }
}
