//! Pages that follow each other: each names the next one.

use crate::model::Sample;
use crate::probe::ground::{Ground, Page};
use crate::probe::list::{Seam, seam};
use crate::probe::request::Request;
use crate::probe::talk::{Halt, Reply};

/// Pages with items of which a chain consists at most.
const LENGTH: usize = 3;

/// Pages of which it consists at most: some can be empty.
const LONGEST: usize = 5;

/// Pages that follow each other.
#[derive(Debug)]
pub(super) struct Chain<'t> {
    pub(super) pages: Vec<Page<'t>>,
    /// The last of the pages is the last of the list.
    pub(super) ended: bool,
    /// Only a flag said that it is the last one.
    pub(super) by_flag: bool,
}

/// How a chain is followed.
pub(super) struct Way<'w> {
    /// The request that a page leads to.
    pub(super) next: &'w dyn Fn(&Sample) -> Option<Request>,
    /// Whether a flag says that a page is the last one.
    pub(super) is_last: &'w dyn Fn(&Sample) -> bool,
    /// What leads on, for messages.
    pub(super) what: &'w str,
}

/// Follows what each page names. Without a chain, what speaks against it is added to `against`.
pub(super) fn follow<'t>(
    ground: &Ground<'t>,
    way: &Way<'_>,
    against: &mut Vec<String>,
) -> Result<Option<Chain<'t>>, Halt> {
    Ok(match chain(ground, way)? {
        Ok(chain) => Some(chain),
        Err(why) => {
            against.push(why);
            None
        }
    })
}

fn chain<'t>(ground: &Ground<'t>, way: &Way<'_>) -> Result<Result<Chain<'t>, String>, Halt> {
    let what = way.what;
    let mut pages = vec![ground.first()];
    let mut sent: Vec<Request> = vec![ground.base.clone()];
    let mut by_flag = false;
    let full = |pages: &[Page<'_>]| pages.iter().filter(|page| !page.keys.is_empty()).count();
    while full(&pages) < LENGTH && pages.len() < LONGEST && !by_flag {
        let Some(last) = pages.last() else { break };
        let Some(request) = (way.next)(last.sample) else {
            break;
        };
        let flagged = (way.is_last)(last.sample);
        let number = pages.len() + 1;
        if sent.contains(&request) {
            if !flagged {
                let text = format!(
                    "the {what} of page {} is that of the page before",
                    number - 1
                );
                return Ok(Err(text));
            }
            by_flag = true;
            continue;
        }
        let why = format!("page {number} by the {what}");
        let reply = ground.talk.ask(&request, why)?;
        sent.push(request);
        match judged(ground, &pages, reply) {
            Ok(page) if !(flagged && page.keys.is_empty()) => pages.push(page),
            // What the page beyond the last one is does not matter.
            _ if flagged => by_flag = true,
            Ok(_) => break,
            Err(why) => return Ok(Err(format!("page {number} by the {what}: {why}"))),
        }
    }
    let is_end = |page: &Page<'_>| (way.next)(page.sample).is_none();
    let ended = by_flag || pages.last().is_some_and(is_end);
    Ok(match full(&pages) {
        0 | 1 => Err(format!("the {what} led to no second page with items")),
        _ => Ok(Chain {
            pages,
            ended,
            by_flag,
        }),
    })
}

/// The page of a reply, if none of its items was on a page before.
fn judged<'t>(
    ground: &Ground<'t>,
    pages: &[Page<'t>],
    reply: &'t Reply,
) -> Result<Page<'t>, String> {
    let Some(page) = ground.page_of(reply) else {
        return Err(match reply {
            Reply::Refused(status, _) => format!("the API answers {status}"),
            Reply::Broken(why) | Reply::Failed(why) => why.clone(),
            Reply::Page(_) => "the response has no such list".to_owned(),
        });
    };
    let mut seams = pages.iter().map(|known| seam(&known.keys, &page.keys));
    match seams.find(|seam| !matches!(seam, Seam::Other | Seam::Empty)) {
        None => Ok(page),
        Some(Seam::Same) => Err("it has the items of a page before".to_owned()),
        Some(_) => Err("it has some items of a page before".to_owned()),
    }
}
