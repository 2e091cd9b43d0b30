//! Parts of declarations in few words.

use paginate_infer::declaration::{Path, RequestLocation, ResponseLocation};
use paginate_infer::model::Place;

pub(crate) fn path(steps: &[&str]) -> Path {
    Path(steps.iter().map(|step| (*step).to_owned()).collect())
}

pub(crate) fn member(steps: &[&str]) -> ResponseLocation {
    ResponseLocation::Member(path(steps))
}

pub(crate) fn to(place: Place, name: &str) -> RequestLocation {
    RequestLocation {
        place,
        name: name.to_owned(),
    }
}
