"""Which servers there are, and how each is filled and started."""

import json
from typing import Callable, NamedTuple

from . import cloud, database, registry
from .records import records


class Server(NamedTuple):
    """A server, and the variable that will name its origin."""

    variable: str
    command: Callable
    options: dict = {}
    fill: Callable = lambda port: None

    def start(self, processes):
        port = processes.serve(self.variable.removeprefix("REAL_").lower(), self.command, **self.options)
        self.fill(port)
        return self.variable, f"http://127.0.0.1:{port}"


def servers(tools, room, data):
    """All of them, with their data in a folder of this run."""
    sqlite = database.fill(data / "items.db")
    # Each rewrites its file.
    files = [data / f"json-server-{version}.json" for version in (0, 1)]
    for file in files:
        file.write_text(json.dumps({"items": list(records())}))

    def registry_command(port):
        settings = data / "registry.yml"
        settings.write_text(registry.settings(port, data / "registry"))
        return [tools.registry, "serve", settings]

    app = {"cwd": room / "apps"}
    return [
        Server(
            "REAL_DATASETTE",
            lambda port: [tools.python, "-m", "datasette", "serve", sqlite, "--immutable", sqlite, "-h", "127.0.0.1", "-p", port],
        ),
        Server("REAL_DRF", lambda port: [tools.python, "drf.py", sqlite, port], app),
        Server("REAL_FASTAPI", lambda port: [tools.python, "fastapi_items.py", sqlite, port], app),
        Server("REAL_JSON_SERVER_0", lambda port: ["node", tools.json_server_0, "--quiet", "--host", "127.0.0.1", "--port", port, files[0]]),
        Server("REAL_JSON_SERVER_1", lambda port: ["node", tools.json_server_1, "--host", "127.0.0.1", "--port", port, files[1]]),
        Server("REAL_REGISTRY", registry_command, fill=registry.fill),
        Server("REAL_MOTO", lambda port: [tools.python, "-m", "moto.server", "-H", "127.0.0.1", "-p", port], fill=cloud.fill),
    ]
