use paginate_runtime::Paginated;

#[derive(Paginated)]
#[paginate(token = "next_page_token", items = "users")]
union UserList {
    next_page_token: u64,
    users: u64,
}

fn main() {}
