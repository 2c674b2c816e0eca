"""nginx on loopback, that answers everything at once and counts: the receiver of all deliveries."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request

CONFIGURATION = """
daemon off;
worker_processes 1;
pid {home}/nginx.pid;
error_log {home}/error.log;
worker_rlimit_nofile 20000;
events {{ worker_connections 10000; }}
http {{
  client_body_temp_path {home}/body;
  proxy_temp_path {home}/proxy;
  fastcgi_temp_path {home}/fastcgi;
  uwsgi_temp_path {home}/uwsgi;
  scgi_temp_path {home}/scgi;
  access_log off;
  keepalive_requests 1000000000;
  keepalive_timeout 60s;
  server {{
    listen {port} backlog=4096;
    listen {tls_port} ssl backlog=4096;
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    location / {{ return 200 "ok"; }}
    location = /status {{ stub_status; }}
  }}
}}
"""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Nginx:
    """For `with`. `port` and `tls_port` are open on every address of the loopback network."""

    def __init__(self, home, certificates):
        self.home = home
        self.port, self.tls_port = free_port(), free_port()
        path = os.path.join(home, "nginx.conf")
        with open(path, "w", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(home=home, port=self.port, tls_port=self.tls_port,
                                            certificate=certificates.leaf, key=certificates.leaf_key))
        self.command = ["nginx", "-p", home, "-c", path, "-e", os.path.join(home, "error.log")]

    def __enter__(self):
        self.process = subprocess.Popen(self.command)
        while True:
            if self.process.poll() is not None:
                raise RuntimeError(f"nginx ended; see {self.home}/error.log")
            try:
                self.requests()
                return self
            except OSError:
                time.sleep(0.01)  # each try is a connect that the system refuses at once

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def requests(self):
        """How many requests came so far, this one not counted."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/status") as response:
            words = response.read().split()
        # "Active connections: 1 server accepts handled requests 5 5 9 ..."
        return int(words[9]) - 1

    def received(self, before):
        """How many came since `before`, which `requests` said."""
        return self.requests() - before - 1


def available():
    return shutil.which("nginx") is not None
