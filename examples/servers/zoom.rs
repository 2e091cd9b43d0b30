//! `GET /v2/users` as Zoom documents it, for an account with three users.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Json;
use axum::routing::get;
use serde_json::{Value, json};

/// The only valid token.
pub const ACCESS_TOKEN: &str = "offline";

type Params = BTreeMap<String, String>;
type Refusal = (StatusCode, Json<Value>);

/// The issued tokens: the number of users before the page, and the other parameters for which the
/// token is valid.
type Issued = Arc<Mutex<HashMap<String, (usize, Params)>>>;

/// The API.
pub fn router() -> Router {
    Router::new()
        .route("/v2/users", get(list_users))
        .with_state(Issued::default())
}

async fn list_users(
    State(issued): State<Issued>,
    headers: HeaderMap,
    Query(mut params): Query<Params>,
) -> Result<Json<Value>, Refusal> {
    let authorized = headers
        .get(header::AUTHORIZATION)
        .is_some_and(|value| value == format!("Bearer {ACCESS_TOKEN}").as_str());
    if !authorized {
        return Err(refuse(
            StatusCode::UNAUTHORIZED,
            124,
            "Invalid access token.",
        ));
    }
    let page_size = match params.get("page_size").map_or(Ok(30), |size| size.parse()) {
        Ok(size @ 1..=300) => size,
        _ => {
            return Err(refuse(
                StatusCode::BAD_REQUEST,
                300,
                "Validation Failed: page_size is from 1 to 300.",
            ));
        }
    };
    let users = users();
    let page = |start: usize| -> Vec<Value> {
        users.iter().skip(start).take(page_size).cloned().collect()
    };
    let page_count = users.len().div_ceil(page_size);

    if let Some(number) = params.get("page_number") {
        let Some(before) = number
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1))
        else {
            return Err(refuse(
                StatusCode::BAD_REQUEST,
                300,
                "Validation Failed: page_number is from 1.",
            ));
        };
        return Ok(Json(json!({
            "page_count": page_count,
            "page_number": before + 1,
            "page_size": page_size,
            "total_records": users.len(),
            "users": page(before.saturating_mul(page_size)),
        })));
    }

    let mut issued = issued.lock().unwrap_or_else(PoisonError::into_inner);
    let token = params.remove("next_page_token");
    let start = match &token {
        None => 0,
        Some(token) => match issued.get(token) {
            Some((start, same)) if *same == params => *start,
            _ => {
                return Err(refuse(
                    StatusCode::BAD_REQUEST,
                    300,
                    "The next page token is invalid or expired.",
                ));
            }
        },
    };
    let mut next_page_token = String::new();
    if start + page_size < users.len() {
        next_page_token = format!("{:032x}", u128::from(random()) << 64 | u128::from(random()));
        issued.insert(next_page_token.clone(), (start + page_size, params));
    }
    let mut body =
        json!({ "page_size": page_size, "next_page_token": next_page_token, "users": page(start) });
    // Only the first page has the total.
    if let (None, Some(body)) = (token, body.as_object_mut()) {
        body.insert("page_count".to_owned(), page_count.into());
        body.insert("page_number".to_owned(), 1.into());
        body.insert("total_records".to_owned(), users.len().into());
    }
    Ok(Json(body))
}

fn refuse(status: StatusCode, code: u32, message: &str) -> Refusal {
    (status, Json(json!({ "code": code, "message": message })))
}

fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

fn users() -> Vec<Value> {
    [
        (
            "jI11cHi1QgWb5NYcPAx2Kq",
            "Jill",
            "Chill",
            "jill.chill@example.com",
            "Developers",
            2,
        ),
        (
            "h7uTrUeQRmKq2xWb5NYcPA",
            "Htrue",
            "Vale",
            "htrue.vale@example.com",
            "Support",
            1,
        ),
        (
            "aLd0R3yzSgC8fLkTj6MwEQ",
            "Aldo",
            "Ronde",
            "aldo.ronde@example.com",
            "Sales",
            1,
        ),
    ]
    .map(|(id, first_name, last_name, email, dept, licence)| {
        json!({
            "id": id,
            "first_name": first_name,
            "last_name": last_name,
            "display_name": format!("{first_name} {last_name}"),
            "email": email,
            "type": licence,
            "dept": dept,
            "role_id": "2",
            "status": "active",
            "verified": 1,
            "timezone": "Europe/Berlin",
            "pmi": 5_550_001_111_u64,
            "user_created_at": "2024-03-01T07:58:03Z",
            "last_login_time": "2025-05-05T20:40:30Z",
            "last_client_version": "6.4.1.4983(mac)",
            "group_ids": [],
            "im_group_ids": [],
            "plan_united_type": "1",
        })
    })
    .to_vec()
}
