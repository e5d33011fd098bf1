//! The desk on the sample session: its papers are read, held and searched as in the program itself.

use std::path::Path;
use std::sync::{Arc, Mutex};

use gbdesk::app::leads::Answer;
use gbdesk::app::{Effect, Found, Msg};
use gbdesk::library::{ImportOptions, Library, Shelf};
use gbdesk::model::Language;
use gbdesk::reading;
use gbdesk::runtime::finding::{self, Names};
use gbdesk::text::resolve;

use super::Desk;

/// A library with the sample session in it.
pub struct Real {
    pub library: Arc<Library>,
    names: Mutex<Option<Names>>,
    folder: tempfile::TempDir,
}

const LANGUAGES: [Language; 3] = [Language::EN, Language::FR, Language::ES];

impl Real {
    /// Imports what lies in a folder.
    pub fn of(papers: &Path) -> Arc<Self> {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(&folder.path().join("cache")).unwrap();
        let options = ImportOptions { session: None, languages: LANGUAGES.to_vec() };
        let read = |bytes: &[u8], origin: &reading::Origin| reading::read(bytes, origin);
        let report = library.import(&[papers.to_path_buf()], &options, &read, &mut |_| {}).unwrap();
        assert_eq!(report.failed().count(), 0);
        Arc::new(Self { library: Arc::new(library), names: Mutex::new(None), folder })
    }

    /// The folder that the program finds this library in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What is held, as references are resolved against it.
    pub fn shelf(&self) -> Shelf<'_> {
        Shelf::new(&self.library, &LANGUAGES)
    }

    /// The sample session.
    pub fn sample() -> Arc<Self> {
        Self::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample"))
    }

    pub fn find(&self, query: &str, here: &(u16, Option<String>), places: bool, languages: &[Language]) -> Found {
        finding::answer(&self.library, &mut self.names.lock().unwrap(), query, here, places, &[], languages)
    }

    /// What the library says; `None` for what it has nothing to do with.
    pub fn answer(&self, effect: &Effect) -> Option<Msg> {
        let library = &self.library;
        Some(match effect {
            Effect::CitedBy(key) => Msg::CitedBy(key.clone(), library.cited_by(key)),
            Effect::Ledger(session, languages, pasted) => {
                Msg::Ledger(*session, library.ledger(*session, languages, pasted))
            }
            Effect::Resolve { held, targets } => {
                let shelf = Shelf::new(library, &LANGUAGES);
                let answers = targets.iter().map(|target| {
                    let resolution = resolve::resolve(target, held.symbol.as_ref(), &shelf);
                    let nearest = shelf.nearest(&resolution).map(|(block, _)| block);
                    Answer { target: target.clone(), resolution, nearest }
                });
                Msg::Resolved(held.paper.clone(), answers.collect())
            }
            Effect::Find { generation, query, here, places, languages, .. } => {
                Msg::Found(*generation, Box::new(self.find(query, here, *places, languages)))
            }
            _ => return None,
        })
    }
}

impl Desk {
    /// A desk on a library.
    pub fn on(real: &Arc<Real>, columns: u16, rows: u16, language: Language) -> Self {
        let mut desk = Self::off(real, columns, rows, language);
        desk.start();
        desk
    }

    /// A desk on a library, before the program knows what is held.
    pub fn off(real: &Arc<Real>, columns: u16, rows: u16, language: Language) -> Self {
        let mut desk = Self::empty(columns, rows, language);
        for number in real.library.sessions() {
            let session = real.library.session(number).unwrap();
            for held in session.papers.iter().flat_map(|entry| &entry.held) {
                desk.papers.insert(held.paper.clone(), real.library.paper(held).unwrap());
            }
            desk.sessions.insert(number, session);
        }
        desk.real = Some(Arc::clone(real));
        desk
    }

    /// The program learns what is held.
    pub fn start(&mut self) -> &mut Self {
        let sessions = self.real.as_ref().unwrap().library.sessions();
        self.send(Msg::Sessions(sessions))
    }
}
