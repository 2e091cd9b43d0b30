"""Fills a container registry through its own API."""

import hashlib
import http.client
import json

# Names in which "/", "-" and "." meet: registries sort by folder, not by character.
ODD = ["a", "a-b", "a.b", "a/b", "a/b-c", "a/b/c", "a_b", "b"]
REPOSITORIES = ODD + [f"team-{number % 5}/app-{number:03}" for number in range(1, 130)]
TAGS = 43
TAGGED = "a/b"


def settings(port, folder):
    """The configuration file; YAML takes JSON."""
    return json.dumps(
        {
            "version": "0.1",
            "log": {"level": "error", "accesslog": {"disabled": True}},
            "storage": {"filesystem": {"rootdirectory": str(folder)}},
            "http": {"addr": f"127.0.0.1:{port}", "secret": "not a secret: nothing is kept here"},
        }
    )


def fill(port):
    """An image of one empty layer in every repository, and many tags in one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def call(method, path, expected, body=b"", kind="application/octet-stream"):
        connection.request(method, path, body, {"content-type": kind})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != expected:
            raise SystemExit(f"real servers: the registry answered {answer.status} to {method} {path}: {text[:300]!r}")
        return answer.getheader("location")

    blob = b"{}"
    digest = f"sha256:{hashlib.sha256(blob).hexdigest()}"
    kind = "application/vnd.oci.image.manifest.v1+json"
    manifest = json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": kind,
            "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": digest, "size": len(blob)},
            "layers": [],
        }
    )
    first = REPOSITORIES[0]
    upload = call("POST", f"/v2/{first}/blobs/uploads/", 202)
    upload = upload[upload.index("/v2/") :]
    call("PUT", f"{upload}&digest={digest}", 201, blob)
    for name in REPOSITORIES:
        if name != first:
            call("POST", f"/v2/{name}/blobs/uploads/?mount={digest}&from={first}", 201)
        tags = [f"v{tag:03}" for tag in range(1, TAGS + 1)] if name == TAGGED else ["latest"]
        for tag in tags:
            call("PUT", f"/v2/{name}/manifests/{tag}", 201, manifest, kind)
    connection.close()
