//! A token in the response that goes into a parameter of the next request.

use crate::declaration::{Declaration, Mode};
use crate::infer::candidate::{Output, Taker, noted, outputs, takers};
use crate::infer::facts::{Facts, Field, Input};
use crate::infer::hypothesis::{Hypothesis, seen};
use crate::infer::{flags, observed, words};
use crate::model::{Kind, Place};
use crate::verdict::Evidence;

/// The parts that a token can have.
const MAX_PARTS: usize = 4;

/// Pairs that differ by less than this are equally good.
const MARGIN: i32 = 5;

/// An output with the parameter it goes to.
#[derive(Debug, Clone)]
struct Pair<'a, 'f> {
    output: &'f Field<'a>,
    input: &'f Input<'a>,
    points: i32,
    why: &'static str,
    is_part: bool,
}

/// The pairs that could be the token, the best first.
pub(crate) fn hypotheses(facts: &Facts<'_>) -> Vec<Hypothesis> {
    let mut pairs = pairs(facts);
    pairs.sort_by_key(|pair| -pair.points);
    if let Some(parts) = parts(facts, &pairs) {
        return vec![parts];
    }
    let Some(best) = pairs.first() else {
        return Vec::new();
    };
    let mut hypothesis = hypothesis(facts, std::slice::from_ref(best), best.points);
    let rival = pairs.iter().skip(1).find(|pair| {
        // The same words in two places of one document: the outer one is meant.
        let is_other =
            pair.output.words != best.output.words || pair.input.words != best.input.words;
        pair.points > best.points - MARGIN && is_other
    });
    if let Some(rival) = rival {
        hypothesis.is_open = true;
        hypothesis.question = format!(
            "does the {} go into {}, or the {} into {}?",
            best.output.name(),
            best.input.name(),
            rival.output.name(),
            rival.input.name()
        );
        let other = self::hypothesis(facts, std::slice::from_ref(rival), rival.points);
        return vec![
            hypothesis,
            Hypothesis {
                is_open: true,
                ..other
            },
        ];
    }
    vec![hypothesis]
}

fn hypothesis(facts: &Facts<'_>, pairs: &[Pair<'_, '_>], points: i32) -> Hypothesis {
    let parts = pairs.iter().map(|pair| {
        let input = pair.input.location();
        (pair.output.location.clone(), input)
    });
    let question = pairs.first().map(|pair| {
        let (output, input) = (pair.output.name(), pair.input.name());
        format!("is the {output} the {input} of the next request?")
    });
    let mode = Mode::Token(parts.collect());
    let mut hypothesis = Hypothesis::new(mode, points, question.unwrap_or_default());
    doubt(facts, pairs, &mut hypothesis);
    for pair in pairs {
        hypothesis.parent = pair.output.location.parent();
        hypothesis
            .evidence
            .push(seen("token", pair.output.name(), pair.why));
        hypothesis.evidence.push(seen(
            "param",
            pair.input.name(),
            format!("takes the {}", pair.output.name()),
        ));
        for (place, text) in [
            (pair.output.name(), pair.output.description),
            (pair.input.name(), pair.input.description()),
        ] {
            if words::is_of_paging(text) {
                let text = "its description says that it leads to further pages";
                hypothesis.evidence.push(seen("token", place, text));
            }
        }
    }
    hypothesis
}

/// What speaks against the pairs: descriptions, samples, and that a request needs the token.
fn doubt(facts: &Facts<'_>, pairs: &[Pair<'_, '_>], hypothesis: &mut Hypothesis) {
    let sometimes = pairs
        .iter()
        .find(|pair| says_sometimes(pair.output.description));
    if let Some(pair) = sometimes {
        hypothesis.is_open = true;
        hypothesis.question = format!(
            "what leads on if the {} is not there? Its description says that it is only in some \
             responses",
            pair.output.name()
        );
    }
    let refuted = pairs
        .iter()
        .find(|pair| observed::refutes(facts, pair.output, &pair.input.location()));
    if let Some(pair) = refuted {
        hypothesis.points = 0;
        let text = "was not the value that the request that followed sent";
        hypothesis
            .evidence
            .push(seen("token", pair.output.name(), text));
    }
    let required = pairs.iter().find(|pair| pair.input.parameter.required);
    if let Some(pair) = required {
        hypothesis.points -= 20;
        hypothesis.question = format!(
            "where does the first value of the {} come from? A request without it is refused",
            pair.input.name()
        );
    }
}

/// Whether a description says that the token is only there if something else was asked for.
fn says_sometimes(description: Option<&str>) -> bool {
    words::says(description, &["returned only if you"])
}

/// Adds the sign of the end that the description of the token tells.
pub(crate) fn complete(
    facts: &Facts<'_>,
    declaration: &mut Declaration,
    evidence: &mut Vec<Evidence>,
) {
    let Some(Mode::Token(parts)) = &declaration.mode else {
        return;
    };
    let field = facts.fields.iter().find(|field| {
        let is_it = parts.iter().any(|(read, _)| *read == field.location);
        is_it
            && field
                .description
                .is_some_and(|text| text.contains("the same token"))
    });
    if let Some(field) = field {
        declaration.end_on.push("repeat".to_owned());
        let text = "its description says that it is the same again at the end";
        evidence.push(seen("end_on", field.name(), text));
    }
}

/// The parts of a token of several, if names say that they belong together.
fn parts(facts: &Facts<'_>, pairs: &[Pair<'_, '_>]) -> Option<Hypothesis> {
    let whole = pairs.iter().any(|pair| !pair.is_part && pair.points >= 100);
    let mut parts: Vec<Pair<'_, '_>> = Vec::new();
    for pair in pairs
        .iter()
        .filter(|pair| pair.is_part && pair.points >= 70)
    {
        let is_taken = parts.iter().any(|part| {
            part.input.parameter.name == pair.input.parameter.name
                || part.output.path == pair.output.path
        });
        if !is_taken {
            parts.push(pair.clone());
        }
    }
    // In the order of the document, in which they are compared.
    let at = |pair: &Pair<'_, '_>| {
        facts
            .fields
            .iter()
            .position(|field| std::ptr::eq(field, pair.output))
    };
    parts.sort_by_key(at);
    let first = parts.first()?;
    let parent = first.output.parent().to_vec();
    let points = parts.iter().map(|part| part.points).max()?;
    let together = parts.iter().all(|part| part.output.parent() == parent);
    if whole || !together || !(2..=MAX_PARTS).contains(&parts.len()) {
        return None;
    }
    Some(hypothesis(facts, &parts, points + 15))
}

fn pairs<'a, 'f>(facts: &'f Facts<'a>) -> Vec<Pair<'a, 'f>> {
    let outputs = outputs(facts);
    let takers = takers(facts);
    let common = facts.common_points() + if flags::has_more(facts) { 20 } else { 0 };
    let mut pairs = Vec::new();
    for output in &outputs {
        for taker in &takers {
            // What is inside of the same member in both directions is an echo of the request.
            let path = output.field.path.join(".");
            if taker.input.is_nested() && path == taker.input.parameter.name {
                continue;
            }
            if let Some((relation, why)) = relation(output, taker) {
                let mentioned = mentioned(output.field, taker.input);
                pairs.push(Pair {
                    output: output.field,
                    input: taker.input,
                    points: output.points + taker.points + relation + common + mentioned,
                    why,
                    is_part: output.name.is_next && !output.name.qualifiers.is_empty(),
                });
            }
        }
        for input in &facts.inputs {
            let known = takers.iter().any(|taker| std::ptr::eq(taker.input, input));
            let is_plain = words::without_next(&output.field.words)
                == input.words.iter().map(String::as_str).collect::<Vec<_>>();
            if !known && output.name.is_next && is_plain && fits(output.field, input) {
                pairs.push(Pair {
                    output: output.field,
                    input,
                    points: output.points + 20 + 45 + common + noted(input.description()),
                    why: "is named as the next value of the parameter",
                    is_part: !output.name.qualifiers.is_empty(),
                });
            }
        }
    }
    pairs.extend(offsets(facts, common));
    pairs
}

/// An offset that is text in both directions is a token that is named so.
fn offsets<'a, 'f>(facts: &'f Facts<'a>, common: i32) -> Option<Pair<'a, 'f>> {
    let is = |words: &[String], kind| words::are(words, "offset") && kind == Kind::String;
    let mut fields = facts.fields.iter();
    let mut inputs = facts.inputs.iter();
    Some(Pair {
        output: fields.find(|field| is(&field.words, field.kind()))?,
        input: inputs.find(|input| is(&input.words, input.kind()))?,
        points: 85 + common,
        why: "has the name of a parameter, and is text",
        is_part: false,
    })
}

/// The points for descriptions that name the other one.
fn mentioned(field: &Field<'_>, input: &Input<'_>) -> i32 {
    let names = |text: Option<&str>, name: &str| {
        name.len() > 5 && text.is_some_and(|text| text.contains(name))
    };
    let own = field.path.last().copied().unwrap_or("");
    let by_input = names(input.description(), own);
    let by_output = names(field.description, &input.parameter.name);
    let is_same = own == input.parameter.name;
    if (by_input || by_output) && !is_same {
        20
    } else {
        0
    }
}

/// Whether the value of the member can be written into the parameter.
fn fits(field: &Field<'_>, input: &Input<'_>) -> bool {
    let is_number = |kind| matches!(kind, Kind::Integer | Kind::Number);
    let is_open = |kind| kind == Kind::Any;
    let same = is_number(field.kind()) == is_number(input.kind());
    let place = !matches!(input.parameter.place, Place::Path);
    place && (same || is_open(field.kind()) || is_open(input.kind()))
}

/// How well the names fit to each other, and why. `None` if they are of different things.
fn relation(output: &Output<'_, '_>, taker: &Taker<'_, '_>) -> Option<(i32, &'static str)> {
    if !fits(output.field, taker.input) {
        return None;
    }
    let (left, right) = (&output.field.words, &taker.input.words);
    if left == right {
        return Some((35, "has the name of a parameter"));
    }
    if words::without_next(left) == words::without_next(right) {
        return Some((35, "is named as the next value of the parameter"));
    }
    if output.name.qualifiers != taker.name.qualifiers {
        return None;
    }
    if output.name.noun == taker.name.noun {
        return Some((25, "is named like the parameter"));
    }
    // Of unnamed things nothing says that they belong together.
    let named = output.name.noun.is_some() || output.name.is_next || taker.name.noun.is_some();
    (named && output.name.qualifiers.is_empty()).then_some((15, "names where the list goes on"))
}
