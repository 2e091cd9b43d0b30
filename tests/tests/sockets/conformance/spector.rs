//! The scenarios of TypeSpec Spector, `payload/pageable`, under their names there. Links are at
//! `pageable/link`, and so on.

use bytes::Bytes;
use paginate_runtime::{EndReason, Paginated};
use paginate_tests::{Reply, Server};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{client, get, walk};

#[derive(Debug, PartialEq, Deserialize)]
struct Pet {
    id: String,
    name: String,
}

fn pets(ids: &[usize]) -> Vec<Pet> {
    let names = ["dog", "cat", "bird", "fish"];
    ids.iter()
        .map(|id| Pet {
            id: id.to_string(),
            name: names[id - 1].to_owned(),
        })
        .collect()
}

fn all() -> (Vec<Pet>, EndReason) {
    (pets(&[1, 2, 3, 4]), EndReason::NoContinuation)
}

fn list(ids: &[usize]) -> Value {
    pets(ids)
        .iter()
        .map(|pet| json!({ "id": pet.id, "name": pet.name }))
        .collect()
}

/// A server that answers by the path: the first page at `/link`, the second at `/link/nextPage`.
fn by_link(first: impl Fn(&str) -> Value + Send + Sync + 'static, second: Value) -> Server {
    Server::start(move |request| match request.path.as_str() {
        "/link" => Reply::json(first(&request.origin)),
        "/link/nextPage" => Reply::json(&second),
        _ => Reply::empty(404),
    })
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next", items = "pets")]
struct LinkObject {
    next: Option<paginate_runtime::Link>,
    pets: Vec<Pet>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next", items = "pets")]
struct LinkString {
    next: Option<String>,
    pets: Vec<Pet>,
}

#[tokio::test]
async fn server_driven_pagination_link() {
    let first =
        |origin: &str| json!({ "pets": list(&[1, 2]), "next": format!("{origin}/link/nextPage") });
    let server = by_link(first, json!({ "pets": list(&[3, 4]) }));
    assert_eq!(
        walk(LinkObject::paginate(get(&server, "/link")))
            .await
            .ended(),
        all()
    );
    assert_eq!(server.lines(), ["GET /link", "GET /link/nextPage"]);
}

#[tokio::test]
async fn server_driven_pagination_link_string() {
    let first =
        |origin: &str| json!({ "pets": list(&[1, 2]), "next": format!("{origin}/link/nextPage") });
    let server = by_link(first, json!({ "pets": list(&[3, 4]) }));
    assert_eq!(
        walk(LinkString::paginate(get(&server, "/link")))
            .await
            .ended(),
        all()
    );
    assert_eq!(server.lines(), ["GET /link", "GET /link/nextPage"]);
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NestedItems {
    pets: Vec<Pet>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NestedNext {
    next: Option<String>,
    next_token: Option<String>,
}

#[tokio::test]
async fn server_driven_pagination_nested_link() {
    #[derive(Deserialize, Paginated)]
    #[serde(rename_all = "camelCase")]
    #[paginate(next_url = "nested_next.next", items = "nested_items.pets", item = Pet)]
    struct Nested {
        nested_next: Option<NestedNext>,
        nested_items: NestedItems,
    }
    let first = |origin: &str| json!({ "nestedItems": { "pets": list(&[1, 2]) }, "nestedNext": { "next": format!("{origin}/link/nextPage") } });
    let server = by_link(first, json!({ "nestedItems": { "pets": list(&[3, 4]) } }));
    assert_eq!(
        walk(Nested::paginate(get(&server, "/link"))).await.ended(),
        all()
    );
    assert_eq!(server.lines(), ["GET /link", "GET /link/nextPage"]);
}

/// The first request is a POST, and links are followed with GET.
#[tokio::test]
async fn server_driven_pagination_alternate_initial_verb() {
    let first =
        |origin: &str| json!({ "pets": list(&[1, 2]), "next": format!("{origin}/link/nextPage") });
    let server = by_link(first, json!({ "pets": list(&[3, 4]) }));
    let request = client()
        .post(server.url("/link"))
        .json(&json!({ "filter": "foo eq bar" }));
    assert_eq!(walk(LinkString::paginate(request)).await.ended(), all());
    assert_eq!(
        server.lines(),
        [
            "POST /link {\"filter\":\"foo eq bar\"}",
            "GET /link/nextPage"
        ]
    );
}

/// Both requests have the header `foo` and the parameter `bar`; the location of the token differs.
async fn by_token<P>(in_header: bool, first: fn() -> Reply, second: fn() -> Reply)
where
    P: Paginated<Item = Pet> + serde::de::DeserializeOwned + Send + 'static,
{
    let server = Server::start(move |request| {
        if request.header("foo") != Some("foo") || request.param("bar").as_deref() != Some("bar") {
            return Reply::text("foo and bar").status(400);
        }
        let token = if in_header {
            request.header("token").map(str::to_owned)
        } else {
            request.param("token")
        };
        match token.as_deref() {
            None => first(),
            Some("page2") => second(),
            Some(_) => Reply::text("unsupported token").status(400),
        }
    });
    let request = get(&server, "/list?bar=bar").header("foo", "foo");
    assert_eq!(walk(P::paginate(request)).await.ended(), all());
    let second = if in_header {
        "GET /list?bar=bar"
    } else {
        "GET /list?bar=bar&token=page2"
    };
    assert_eq!(server.lines(), ["GET /list?bar=bar", second]);
}

fn last() -> Reply {
    Reply::json(json!({ "pets": list(&[3, 4]) }))
}

fn token_in_body() -> Reply {
    Reply::json(json!({ "pets": list(&[1, 2]), "nextToken": "page2" }))
}

fn token_in_header() -> Reply {
    Reply::json(json!({ "pets": list(&[1, 2]) }))
        .header("next-token", "page2")
        .header("foo", "foo")
}

fn token_nested() -> Reply {
    Reply::json(
        json!({ "nestedItems": { "pets": list(&[1, 2]) }, "nestedNext": { "nextToken": "page2" } }),
    )
}

fn last_nested() -> Reply {
    Reply::json(json!({ "nestedItems": { "pets": list(&[3, 4]) } }))
}

#[tokio::test]
async fn continuation_token_request_query_response_body() {
    #[derive(Deserialize, Paginated)]
    #[serde(rename_all = "camelCase")]
    #[paginate(token = "next_token", param = "token", items = "pets")]
    struct List {
        next_token: Option<String>,
        pets: Vec<Pet>,
    }
    by_token::<List>(false, token_in_body, last).await;
}

#[tokio::test]
async fn continuation_token_request_header_response_body() {
    #[derive(Deserialize, Paginated)]
    #[serde(rename_all = "camelCase")]
    #[paginate(token = "next_token", param = header("token"), items = "pets")]
    struct List {
        next_token: Option<String>,
        pets: Vec<Pet>,
    }
    by_token::<List>(true, token_in_body, last).await;
}

#[tokio::test]
async fn continuation_token_request_query_response_header() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = header("next-token"), param = "token", items = "pets")]
    struct List {
        pets: Vec<Pet>,
    }
    by_token::<List>(false, token_in_header, last).await;
}

#[tokio::test]
async fn continuation_token_request_header_response_header() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = header("next-token"), param = header("token"), items = "pets")]
    struct List {
        pets: Vec<Pet>,
    }
    by_token::<List>(true, token_in_header, last).await;
}

#[tokio::test]
async fn continuation_token_request_query_nested_response_body() {
    #[derive(Deserialize, Paginated)]
    #[serde(rename_all = "camelCase")]
    #[paginate(token = "nested_next.next_token", param = "token", items = "nested_items.pets", item = Pet)]
    struct List {
        nested_next: Option<NestedNext>,
        nested_items: NestedItems,
    }
    by_token::<List>(false, token_nested, last_nested).await;
}

#[tokio::test]
async fn continuation_token_request_header_nested_response_body() {
    #[derive(Deserialize, Paginated)]
    #[serde(rename_all = "camelCase")]
    #[paginate(token = "nested_next.next_token", param = header("token"), items = "nested_items.pets", item = Pet)]
    struct List {
        nested_next: Option<NestedNext>,
        nested_items: NestedItems,
    }
    by_token::<List>(true, token_nested, last_nested).await;
}

#[tokio::test]
async fn page_size_list_without_continuation() {
    let server = Server::start(|_| Reply::json(json!({ "pets": list(&[1, 2, 3, 4]) })));
    assert_eq!(
        walk(LinkString::paginate(get(&server, "/list")))
            .await
            .ended(),
        all()
    );
    assert_eq!(server.lines(), ["GET /list"]);
}

#[tokio::test]
async fn page_size_list_with_page_size() {
    #[derive(Deserialize, Paginated)]
    #[paginate(next_url = "next", items = "pets", size = "pageSize")]
    struct List {
        next: Option<String>,
        pets: Vec<Pet>,
    }
    for (size, ids) in [(2, [1, 2].as_slice()), (4, &[1, 2, 3, 4])] {
        let server = Server::start(|request| match request.param("pageSize").as_deref() {
            Some("2") => Reply::json(json!({ "pets": list(&[1, 2]) })),
            Some("4") => Reply::json(json!({ "pets": list(&[1, 2, 3, 4]) })),
            _ => Reply::empty(400),
        });
        assert_eq!(
            walk(List::paginate(get(&server, "/list")).page_size(size))
                .await
                .ended(),
            (pets(ids), EndReason::NoContinuation)
        );
        assert_eq!(server.lines(), [format!("GET /list?pageSize={size}")]);
    }
}

#[derive(Deserialize)]
struct XmlPet {
    #[serde(rename = "Id")]
    id: String,
    #[serde(rename = "Name")]
    name: String,
}

#[derive(Deserialize)]
struct XmlPets {
    #[serde(rename = "Pet", default)]
    pets: Vec<XmlPet>,
}

fn xml<P: serde::de::DeserializeOwned>(
    _: &http::response::Parts,
    body: &Bytes,
) -> Result<P, quick_xml::DeError> {
    quick_xml::de::from_reader(body.as_ref())
}

fn xml_reply(ids: &[usize], more: &str) -> Reply {
    let pets: String = pets(ids)
        .iter()
        .map(|pet| format!("<Pet><Id>{}</Id><Name>{}</Name></Pet>", pet.id, pet.name))
        .collect();
    Reply::text(format!(
        "\n<PetListResult><Pets>{pets}</Pets>{more}</PetListResult>\n"
    ))
    .header("content-type", "application/xml")
}

#[tokio::test]
async fn xml_pagination_list_with_continuation() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next_marker", param = "marker", items = "pets.pets", item = XmlPet)]
    struct List {
        #[serde(rename = "NextMarker")]
        next_marker: Option<String>,
        #[serde(rename = "Pets")]
        pets: XmlPets,
    }
    let server = Server::start(|request| match request.param("marker").as_deref() {
        None => xml_reply(&[1, 2], "<NextMarker>page2</NextMarker>"),
        Some("page2") => xml_reply(&[3, 4], ""),
        Some(_) => Reply::empty(400),
    });
    let (found, end) = walk(List::paginate(get(&server, "/xml")).decode(xml::<List>))
        .await
        .ended();
    let found: Vec<_> = found
        .iter()
        .map(|pet| (pet.id.as_str(), pet.name.as_str()))
        .collect();
    assert_eq!(
        (found, end),
        (
            vec![("1", "dog"), ("2", "cat"), ("3", "bird"), ("4", "fish")],
            EndReason::NoContinuation
        )
    );
    assert_eq!(server.lines(), ["GET /xml", "GET /xml?marker=page2"]);
}

#[tokio::test]
async fn xml_pagination_list_with_next_link() {
    #[derive(Deserialize, Paginated)]
    #[paginate(next_url = "next_link", items = "pets.pets", item = XmlPet)]
    struct List {
        #[serde(rename = "NextLink")]
        next_link: Option<String>,
        #[serde(rename = "Pets")]
        pets: XmlPets,
    }
    let server = Server::start(|request| match request.path.as_str() {
        "/xml" => xml_reply(
            &[1, 2],
            &format!("<NextLink>{}/xml/nextPage</NextLink>", request.origin),
        ),
        "/xml/nextPage" => xml_reply(&[3, 4], ""),
        _ => Reply::empty(404),
    });
    let (found, end) = walk(List::paginate(get(&server, "/xml")).decode(xml::<List>))
        .await
        .ended();
    assert_eq!((found.len(), end), (4, EndReason::NoContinuation));
    assert_eq!(server.lines(), ["GET /xml", "GET /xml/nextPage"]);
}
