"""Fills moto, a server that answers as AWS does, through the APIs that it imitates."""

import http.client
import json
import time
from urllib.parse import quote

from .records import records

# Bounds of the two batch operations.
DYNAMODB_BATCH = 25
STREAM = {"logGroupName": "group", "logStreamName": "stream"}
# So many of the records are objects in the bucket: each takes a request.
OBJECTS = 437


def fill(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def call(method, path, body, headers):
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise SystemExit(f"real servers: moto answered {answer.status} to {method} {path}: {text[:300]!r}")

    def act(service, target, body):
        call("POST", "/", json.dumps(body), signed(service) | {"x-amz-target": target, "content-type": "application/x-amz-json-1.1"})

    rows = list(records())
    act(
        "dynamodb",
        "DynamoDB_20120810.CreateTable",
        {
            "TableName": "items",
            "AttributeDefinitions": [{"AttributeName": "team", "AttributeType": "N"}, {"AttributeName": "slug", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "team", "KeyType": "HASH"}, {"AttributeName": "slug", "KeyType": "RANGE"}],
            "BillingMode": "PAY_PER_REQUEST",
        },
    )
    for begin in range(0, len(rows), DYNAMODB_BATCH):
        puts = [
            {"PutRequest": {"Item": {"team": {"N": str(row["team"])}, "slug": {"S": row["slug"]}, "id": {"N": str(row["id"])}}}}
            for row in rows[begin : begin + DYNAMODB_BATCH]
        ]
        act("dynamodb", "DynamoDB_20120810.BatchWriteItem", {"RequestItems": {"items": puts}})

    call("PUT", "/bucket", b"", signed("s3"))
    for row in rows[:OBJECTS]:
        call("PUT", f"/bucket/{quote(row['slug'], safe='/')}", b"", signed("s3"))

    act("logs", "Logs_20140328.CreateLogGroup", {"logGroupName": "group"})
    act("logs", "Logs_20140328.CreateLogStream", STREAM)
    # Events older than two weeks are dropped.
    before = time.time_ns() // 1_000_000 - len(rows)
    events = [{"timestamp": before + row["id"], "message": row["name"]} for row in rows]
    act("logs", "Logs_20140328.PutLogEvents", STREAM | {"logEvents": events})
    connection.close()


def signed(service):
    """moto reads the service in the credential's scope, and checks no signature."""
    scope = f"nobody/20200101/us-east-1/{service}/aws4_request"
    return {"authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=none"}
