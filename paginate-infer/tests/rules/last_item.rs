use crate::kit::{asked, list, said, unpaged};

#[test]
fn the_id_of_the_last_item() {
    let operation = list(
        &[
            "starting_after: text -- A cursor: the object ID after which to go on.",
            "limit: int <=100",
        ],
        &["data: [id]", "has_more: bool", "url: text"],
    );
    assert_eq!(
        said(&operation),
        "last_item id -> starting_after, items data, size limit, max 100, more has_more"
    );
}

#[test]
fn the_parameter_names_the_member_of_the_items() {
    let members = ["Users: [object]", "HasMoreUsers: bool"];
    let told = "ExclusiveStartName: text -- The last name of the previous page.";
    let operation = list(&[told, "Limit: int"], &members);
    assert_eq!(
        said(&operation),
        "last_item name -> ExclusiveStartName, items Users, size Limit, more HasMoreUsers"
    );
    let operation = list(&["ExclusiveStartName: text", "Limit: int"], &members);
    assert_eq!(
        asked(&operation),
        "is parameter `ExclusiveStartName` the `name` of the last item?"
    );
}

#[test]
fn a_time_is_a_filter() {
    let operation = list(&["since: date", "limit: int"], &["users: [id]"]);
    assert!(unpaged(&operation).contains("limit"));
}
