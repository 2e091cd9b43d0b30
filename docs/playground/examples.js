// Three APIs that nobody has, each with another way of paging.
"use strict";

const EXAMPLES = [
  {
    title: "Link header",
    request: "",
    response: `$ curl -i 'https://api.example.com/orgs/acme/repos?per_page=2'
HTTP/2 200
content-type: application/json; charset=utf-8
link: <https://api.example.com/orgs/acme/repos?per_page=2&page=2>; rel="next", <https://api.example.com/orgs/acme/repos?per_page=2&page=9>; rel="last"

[
  { "id": 71, "full_name": "acme/anvil", "private": false, "pushed_at": "2026-10-02T08:00:00Z" },
  { "id": 72, "full_name": "acme/rocket", "private": true, "pushed_at": "2026-10-05T11:20:00Z" }
]
`,
  },
  {
    title: "Page numbers",
    request: "https://api.example.com/v2/invoices?page=1&per_page=2",
    response: `{
  "invoices": [
    { "number": "R-2026-0041", "amount": 1990, "currency": "EUR", "paid": true },
    { "number": "R-2026-0042", "amount": 750, "currency": "EUR", "paid": false }
  ],
  "page": 1,
  "total_pages": 12,
  "total_count": 23
}
`,
  },
  {
    title: "Two responses",
    request: "https://api.example.com/orders?state=paid",
    response: `{
  "orders": [
    { "number": 5001, "total": "19.90", "customer": { "id": "c_8", "name": "Ann" } },
    { "number": 5002, "total": "7.50", "customer": { "id": "c_3", "name": "Ben" } }
  ],
  "position": "b3JkZXI6NTAwMg"
}
`,
    "next-request": "?state=paid&after=b3JkZXI6NTAwMg",
    "next-response": `{
  "orders": [
    { "number": 5003, "total": "120.00", "customer": { "id": "c_8", "name": "Ann" } }
  ],
  "position": null
}
`,
  },
];
