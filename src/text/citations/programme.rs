//! Programme outcomes and outputs, Sustainable Development Goals, and papers of the Conference.

use super::{Column, Next, Scan, numbers, words};
use crate::model::Target;

/// What a word announces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Goal {
    Sdg,
    /// A target or indicator, which counts only where the goals are named.
    Target,
    Outcome,
    Output,
}

impl Goal {
    fn target(self, number: String) -> Target {
        match self {
            Self::Sdg | Self::Target => Target::Sdg(number),
            Self::Outcome => Target::Outcome(number),
            Self::Output => Target::Output(number),
        }
    }
}

impl Scan<'_> {
    /// Goals, outcomes and outputs at `at`.
    pub(super) fn programme(&mut self, at: usize) -> Option<Next> {
        let (goal, number) = self.goal(at)?;
        let (all, next) = self.labels(number, goal)?;
        let mut end = next;
        if goal == Goal::Target {
            let after = self.of_the_goals(next);
            if after == next && !self.goals_before(at) && !self.goals_after_sibling(next) {
                return None;
            }
            end = after;
        }
        for label in all {
            self.push(at, end, goal.target(label));
        }
        Some(end)
    }

    /// What is announced at `at`, and the token of the number.
    fn goal(&self, at: usize) -> Option<(Goal, Next)> {
        let word = |ahead: usize| self.tokens.word(at + ahead);
        let plain = |goal| Some((goal, at + 1));
        match word(0) {
            "sdg" | "sdgs" | "odd" | "ods" => {
                let named = matches!(
                    word(1),
                    "target"
                        | "targets"
                        | "goal"
                        | "goals"
                        | "indicator"
                        | "indicators"
                        | "cible"
                        | "cibles"
                        | "meta"
                        | "metas"
                );
                let marked = words::is_number_marker(word(1));
                // "SDG-8"
                let joined =
                    self.tokens.is_sign(at + 1, '-') && self.tokens.is_joined(at + 1) && self.tokens.is_joined(at + 2);
                Some((Goal::Sdg, at + 1 + usize::from(named || marked || joined)))
            }
            "sustainable" if word(1) == "development" && matches!(word(2), "goal" | "goals") => {
                Some((Goal::Sdg, self.after_acronym(at + 3)))
            }
            "objectif" | "objectifs" if [word(1), word(2), word(3)] == ["de", "developpement", "durable"] => {
                Some((Goal::Sdg, self.after_acronym(at + 4)))
            }
            "objetivo" | "objetivos" if [word(1), word(2), word(3)] == ["de", "desarrollo", "sostenible"] => {
                Some((Goal::Sdg, self.after_acronym(at + 4)))
            }
            "goal" | "goals" | "target" | "targets" | "indicator" | "indicators" | "cible" | "cibles" | "meta"
            | "metas" | "indicateur" | "indicateurs" | "indicador" | "indicadores" | "objectif" | "objectifs"
            | "objetivo" | "objetivos" => plain(Goal::Target),
            "outcome" | "outcomes" | "resultat" | "resultats" | "resultado" | "resultados" => {
                // "résultat facilitateur A", "resultado funcional B", "resultado en materia de políticas 3"
                let adjective = matches!(
                    word(1),
                    "facilitateur"
                        | "facilitateurs"
                        | "funcional"
                        | "funcionales"
                        | "stratégique"
                        | "strategique"
                        | "strategiques"
                        | "habilitante"
                        | "habilitantes"
                        | "favorable"
                        | "facilitador"
                        | "facilitadores"
                        | "transversal"
                );
                let policy = [word(1), word(2), word(3)] == ["en", "materia", "de"] && word(4) == "politicas";
                let marked = words::is_number_marker(word(1));
                let ahead = if policy { 5 } else { 1 + usize::from(adjective || marked) };
                Some((Goal::Outcome, at + ahead))
            }
            "output" | "outputs" | "produit" | "produits" | "producto" | "productos" => plain(Goal::Output),
            _ => None,
        }
    }

    /// The token after "(SDG)", which a text puts between the full name and the number when it first names a goal.
    fn after_acronym(&self, at: usize) -> Next {
        let acronym = matches!(self.tokens.word(at + 1), "sdg" | "sdgs" | "odd" | "ods");
        let bracketed = self.tokens.is_sign(at, '(') && acronym && self.tokens.is_sign(at + 2, ')');
        if bracketed { at + 3 } else { at }
    }

    /// "of the SDGs", "de los Objetivos de Desarrollo Sostenible", "of the 2030 Agenda" right after: the token after it.
    fn of_the_goals(&self, at: usize) -> Next {
        if !words::is_of(self.tokens.word(at)) && !self.tokens.is_sign(at, '(') {
            return at;
        }
        for ahead in at + 1..at + 5 {
            match self.tokens.word(ahead) {
                "sdg" | "sdgs" | "odd" | "ods" => return ahead + 1,
                "sustainable" | "objectifs" | "objectif" | "objetivos" | "objetivo" => {
                    let end = (ahead..ahead + 5)
                        .find(|at| matches!(self.tokens.word(*at), "goals" | "goal" | "durable" | "sostenible"));
                    return end.map_or(at, |end| end + 1);
                }
                "agenda" | "programme"
                    if (ahead.saturating_sub(2)..ahead + 4).any(|at| self.tokens.number(at) == "2030") =>
                {
                    return ahead + 1;
                }
                _ => {}
            }
        }
        at
    }

    /// "target 8.8 and indicator 8.8.2 of the SDGs": what stands after the second holds for the first.
    fn goals_after_sibling(&self, at: usize) -> bool {
        let mut other = numbers::separator(&self.tokens, at);
        if other == at {
            return false;
        }
        other += usize::from(words::is_determiner(self.tokens.word(other)));
        let Some((Goal::Target, number)) = self.goal(other) else { return false };
        self.labels(number, Goal::Target).is_some_and(|(_, end)| self.of_the_goals(end) != end)
    }

    /// "SDG target 8.7", "Goal 8 and its targets 8.5 and 8.7".
    fn goals_before(&self, at: usize) -> bool {
        (at.saturating_sub(6)..at).any(|at| matches!(self.tokens.word(at), "sdg" | "sdgs" | "odd" | "ods"))
    }

    /// The labels that begin at `at`.
    fn labels(&self, at: usize, goal: Goal) -> Option<(Vec<String>, Next)> {
        let (first, mut next) = self.label(at, goal)?;
        let mut all = vec![first];
        loop {
            let sign = self.tokens.is_sign(next, '-');
            let range = sign || matches!(self.tokens.word(next), "to" | "through" | "a" | "al");
            let after = if range { next + 1 } else { numbers::separator(&self.tokens, next) };
            if after == next {
                break;
            }
            // "SDG 8 and SDG 10" is two citations, "outcomes 1, 2 and 3" one
            let Some((label, end)) = self.label(after, goal) else { break };
            let word = self.tokens.word(end);
            if self.tokens.is_sign(end, '%') || !(word.is_empty() || words::may_follow_number(word)) {
                break;
            }
            match all.last_mut() {
                Some(last) if range && !last.contains('-') => *last = format!("{last}-{label}"),
                _ => all.push(label),
            }
            next = end;
        }
        Some((all, next))
    }

    /// One label: `8`, `8.7`, `8.8.2`, `A`, `A.1`.
    fn label(&self, at: usize, goal: Goal) -> Option<(String, Next)> {
        let printed = self.tokens.printed(at);
        let letter = printed.len() == 1 && matches!(printed, "A" | "B" | "C" | "D");
        let number = self.tokens.number(at);
        let digits =
            (1..=2).contains(&number.len()) && number.bytes().all(|c| c.is_ascii_digit()) && !number.starts_with('0');
        if !(digits || (letter && matches!(goal, Goal::Outcome | Goal::Output))) {
            return None;
        }
        let mut label = if digits { number } else { printed }.to_owned();
        let mut next = at + 1;
        let most = if goal == Goal::Outcome { 0 } else { 2 };
        for _ in 0..most {
            let joined =
                self.tokens.is_sign(next, '.') && self.tokens.is_joined(next) && self.tokens.is_joined(next + 1);
            let part = self.tokens.get(next + 1).map_or("", |token| token.text.as_str());
            let fits = !part.is_empty() && part.len() <= 2;
            let sdg_letter = matches!(goal, Goal::Sdg | Goal::Target)
                && part.len() == 1
                && part.chars().all(|c| c.is_ascii_lowercase());
            if !joined || !fits || !(part.bytes().all(|c| c.is_ascii_digit()) || sdg_letter) {
                break;
            }
            label.push('.');
            label.push_str(part);
            next += 2;
        }
        let dotted = label.contains('.');
        let goal_number: u16 = number.parse().unwrap_or(0);
        let sound = match goal {
            // "outcome 2.3" is none of the programme
            Goal::Outcome => {
                !(self.tokens.is_sign(next, '.')
                    && self.tokens.is_joined(next)
                    && self.tokens.is_joined(next + 1)
                    && !self.tokens.number(next + 1).is_empty())
            }
            Goal::Output => dotted && label.matches('.').count() == 1,
            Goal::Sdg | Goal::Target => (1..=17).contains(&goal_number),
        };
        sound.then_some((label, next))
    }

    /// A cell of a column whose header says what its bare numbers are.
    pub(super) fn column(&mut self, column: Column) -> usize {
        let goal = match column {
            Column::Outputs => Goal::Output,
            Column::Outcomes => Goal::Outcome,
            Column::Sdgs => Goal::Sdg,
        };
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            if let Some((label, next)) = self.label(at, goal) {
                found.push((at, next, label));
                at = next;
                // a full stop or a semicolon may end an entry
                at += usize::from(self.tokens.is_sign(at, '.'));
            } else if numbers::separator(&self.tokens, at) > at {
                at = numbers::separator(&self.tokens, at);
            } else {
                // words: no bare list, the ordinary grammar reads it
                return 0;
            }
        }
        for (first, next, label) in found {
            self.push(first, next, goal.target(label));
        }
        at
    }

    /// True when a Conference paper stands at `at`.
    pub(super) fn starts_conference(&self, at: usize) -> bool {
        self.conference_paper(at).is_some()
    }

    /// `ILC.109/Record No. 7A`, `ILC.110/Resolution II`.
    pub(super) fn conference(&mut self, at: usize) -> Option<Next> {
        let (paper, next) = self.conference_paper(at)?;
        self.push(at, next, Target::Conference(paper));
        // its paragraphs are not this paper's
        let head = next + usize::from(self.tokens.is_sign(next, ',') || self.tokens.is_sign(next, '('));
        Some(self.group(head).map_or(next, |group| group.next))
    }

    fn conference_paper(&self, at: usize) -> Option<(String, Next)> {
        // French and Spanish texts also write the Conference's own initials
        if !matches!(self.tokens.printed(at), "ILC" | "CIT") || !self.tokens.is_sign(at + 1, '.') {
            return None;
        }
        let session: u16 = self.tokens.number(at + 2).parse().ok()?;
        if !self.tokens.is_sign(at + 3, '/') {
            return None;
        }
        let mut next = at + 4;
        let kind = match self.tokens.word(next) {
            "record" | "actas" | "acta" => "Record",
            "compte" if self.tokens.word(next + 1) == "rendu" => {
                next += 1;
                "Record"
            }
            "resolution" | "resolucion" => "Resolution",
            "report" | "rapport" | "informe" => "Report",
            // provisional records
            "pr" => "PR",
            _ => "",
        };
        let mut name = format!("ILC.{session}/{kind}");
        if !kind.is_empty() {
            next += 1;
        }
        if words::is_number_marker(self.tokens.word(next)) {
            next += 1;
            while self.tokens.is_sign(next, '.') || self.tokens.is_sign(next, '\u{B0}') {
                next += 1;
            }
            name.push_str(" No.");
        }
        let label = self.tokens.printed(next);
        if label.is_empty() || label.len() > 8 || !label.bytes().all(|c| c.is_ascii_alphanumeric()) {
            return None;
        }
        if !kind.is_empty() {
            name.push(' ');
        }
        name.push_str(label);
        next += 1;
        // "D.1", in the series of documents of a session
        let document = self.tokens.number(next + 1);
        if kind.is_empty()
            && label == "D"
            && self.tokens.is_sign(next, '.')
            && self.tokens.is_joined(next + 1)
            && (1..=2).contains(&document.len())
        {
            name = format!("{name}.{document}");
            next += 2;
        }
        // "I/C", "III(A)"
        for _ in 0..2 {
            let part = self.tokens.printed(next + 1);
            let short = !part.is_empty() && part.len() <= 3 && part.bytes().all(|c| c.is_ascii_alphanumeric());
            if self.tokens.is_sign(next, '/') && self.tokens.is_joined(next) && short {
                name = format!("{name}/{part}");
                next += 2;
            } else if self.tokens.is_sign(next, '(') && self.tokens.is_sign(next + 2, ')') && short && part.len() <= 2 {
                name = format!("{name}({part})");
                next += 3;
            }
        }
        // "PR No. 2-2"
        let second = self.tokens.number(next + 1);
        if kind == "PR" && self.tokens.is_sign(next, '-') && self.tokens.is_joined(next + 1) && second.len() == 1 {
            name = format!("{name}-{second}");
            next += 2;
        }
        // "Record No. 5B(Rev.)", "Report I(A)(Rev. 1)"
        let numbered = !self.tokens.number(next + 3).is_empty();
        let close = next + 3 + usize::from(numbered);
        if self.tokens.is_sign(next, '(')
            && self.tokens.word(next + 1) == "rev"
            && self.tokens.is_sign(next + 2, '.')
            && self.tokens.is_sign(close, ')')
        {
            let number = if numbered { self.tokens.printed(next + 3) } else { "" };
            if number.len() <= 2 && number.bytes().all(|c| c.is_ascii_digit()) {
                name = format!("{name}(Rev.{number})");
                next = close + 1;
            }
        }
        Some((name, next))
    }
}
