use paginate_runtime::Paginated;

#[derive(Paginated)]
#[paginate(next_url = "next", items = "users")]
struct UserList {
    next: http::Uri,
    users: Vec<String>,
}

fn main() {}
