"""Processes that end when this one does."""

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time

# A start on a loaded machine, installs beside it.
PATIENCE = 60.0
ATTEMPTS = 3
PR_SET_PDEATHSIG = 1

try:
    LIBC = ctypes.CDLL(None)
except OSError:
    LIBC = None


class Processes:
    """Starts servers on free ports; leaving the `with` block stops them all."""

    def __init__(self, logs):
        self.logs = logs
        self.running = []
        self.stopping = False
        self.lock = threading.Lock()
        logs.mkdir(parents=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with self.lock:
            self.stopping = True
            for process in self.running:
                if process.poll() is None:
                    process.terminate()
            for process in self.running:
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def serve(self, name, command, **options):
        """Starts `command(port)` and waits until it answers HTTP; the port. Another process may take the port in between: then again."""
        for attempt in range(1, ATTEMPTS + 1):
            port = free_port()
            process = self.spawn(name, command(port), **options)
            if answers(port, process):
                return port
            print(f"real servers: {name} did not start, attempt {attempt}", file=sys.stderr, flush=True)
            process.kill()
        self.show_logs()
        raise SystemExit(f"real servers: {name} does not start")

    def spawn(self, name, command, **options):
        with self.lock, (self.logs / name).open("ab") as log:
            if self.stopping:
                raise SystemExit("real servers: stopping")
            process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=end_with_parent(os.getpid()),
                **options,
            )
            self.running.append(process)
            return process

    def show_logs(self):
        """The end of what each server said."""
        for log in sorted(self.logs.iterdir()):
            lines = log.read_text(errors="replace").splitlines()[-20:]
            print(f"-- {log.name}", *lines, sep="\n", file=sys.stderr, flush=True)


def end_with_parent(parent):
    """Run in the child: a parent that is killed cannot stop it, so the kernel does. Linux; elsewhere nothing."""

    def prepare():
        # Ctrl-C goes to the whole group; the servers are stopped by us, after the command.
        os.setpgrp()
        if LIBC is not None and hasattr(LIBC, "prctl"):
            LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port, process):
    """Whether it comes to answer HTTP, whatever the status; no, if it ends."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            # A stranger on this port answers too, while ours cannot bind it and ends.
            return process.poll() is None
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        finally:
            connection.close()
    return False
