#!/usr/bin/env python3
"""relays.py FOLDER: relays of the beacon on 127.0.0.1, each with a temper of its own, until stdin closes.

Certificates are made in FOLDER by openssl: ca.pem is the authority to trust. FOLDER/ports gets a line
"name=port" for each relay once all of them listen, FOLDER/requests a line for each request: relay, path, headers.
"""
import datetime
import hashlib
import http.server
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
import time

folder = sys.argv[1]
SIGNATURE = "b7" * 48
RANDOMNESS = hashlib.sha256(bytes.fromhex(SIGNATURE)).hexdigest()
ports = {}
log = threading.Lock()


def openssl(*words):
    subprocess.run(["openssl", *words], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_key(name):
    openssl("ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", f"{name}.key")


def make_authority(name):
    make_key(name)
    openssl("req", "-x509", "-key", f"{name}.key", "-days", "2", "-subj", f"/CN={name} of a test", "-out", f"{name}.pem")


def make_certificate(name, authority, host, days):
    """Valid for a week that ends in so many days."""
    openssl("req", "-new", "-key", "host.key", "-subj", f"/CN={host}", "-out", f"{name}.request")
    with open(f"{folder}/{name}.names", "w", encoding="ascii") as names:
        names.write(f"subjectAltName=DNS:{host}\n")
    end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
    first, last = (f"{day:%y%m%d%H%M%S}Z" for day in (end - datetime.timedelta(days=7), end))
    openssl("ca", "-batch", "-notext", "-config", "ca.cnf", "-cert", f"{authority}.pem", "-keyfile", f"{authority}.key",
            "-startdate", first, "-enddate", last, "-extfile", f"{name}.names", "-in", f"{name}.request",
            "-out", f"{name}.pem")


class Relay(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def send(self, body, status=200, length=None, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        name = self.server.name
        with log, open(f"{folder}/requests", "a", encoding="utf-8") as requests:
            print(name, self.path, dict(self.headers), file=requests)
        asked = re.search(r"/52db9ba7[0-9a-f]{56}/public/([0-9]+)$", self.path)
        if not asked:
            return self.send(b"", 400, 0)
        answer = {"round": int(asked[1]), "randomness": RANDOMNESS, "signature": SIGNATURE}
        if name == "another_round":
            answer["round"] += 1
        if name == "altered":
            answer["randomness"] = RANDOMNESS[:-1] + ("0" if RANDOMNESS[-1] != "0" else "1")
        body = json.dumps(answer).encode() + b"\n"
        if name == "redirect":
            return self.send(b"", 302, 0, Location=f"https://localhost:{ports['sound']}{self.path}")
        if name == "missing":
            return self.send(body, 404, len(body))
        if name == "signature_alone":
            body = SIGNATURE.encode()
        if name == "large":
            return self.send(body + b" " * 65536)
        if name == "large_announced":
            return self.send(body + b" " * 65536, length=len(body) + 65536)
        if name == "cut":
            return self.send(body[:100], length=len(body))
        if name == "slow":
            self.send(b"")
            while True:
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.2)
        return self.send(body, length=len(body))


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def get_request(self):
        connection, address = super().get_request()
        connection.settimeout(20)
        return connection, address

    def finish_request(self, request, client_address):
        # The handshake here, in the connection's own thread: a slow one keeps nobody waiting.
        if self.tls:
            request = self.tls.wrap_socket(request, server_side=True)
        super().finish_request(request, client_address)

    def handle_error(self, *_):
        pass  # clients that turn away are what this is for


def serve(name, certificate, old=False):
    server = Server(("127.0.0.1", 0), Relay)
    server.name, server.tls = name, None
    if certificate:
        server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.tls.load_cert_chain(f"{folder}/{certificate}.pem", f"{folder}/host.key")
        if old:
            server.tls.set_ciphers("ALL:@SECLEVEL=0")
            server.tls.minimum_version = server.tls.maximum_version = ssl.TLSVersion.TLSv1_1
    ports[name] = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()


with open(f"{folder}/ca.cnf", "w", encoding="ascii") as settings:
    settings.write("[ca]\ndefault_ca=own\n[own]\ndatabase=issued\nnew_certs_dir=.\nrand_serial=yes\nunique_subject=no\n"
                   "default_md=sha256\npolicy=any\n[any]\ncommonName=supplied\n")
with open(f"{folder}/issued", "w", encoding="ascii"):
    pass
make_authority("ca")
make_authority("stranger")
make_key("host")
make_certificate("host", "ca", "localhost", 2)
make_certificate("untrusted", "stranger", "localhost", 2)
make_certificate("elsewhere", "ca", "elsewhere.example", 2)
make_certificate("expired", "ca", "localhost", -1)
for kind in ("sound", "another_round", "altered", "signature_alone", "redirect", "missing", "large", "large_announced",
             "cut", "slow"):
    serve(kind, "host")
for kind in ("untrusted", "elsewhere", "expired"):
    serve(kind, kind)
serve("plain", None)
try:
    serve("old_tls", "host", old=True)
except (ssl.SSLError, ValueError):
    pass  # this system's OpenSSL no longer knows it
with socket.socket() as nobody:
    nobody.bind(("127.0.0.1", 0))
    ports["closed"] = nobody.getsockname()[1]
with open(f"{folder}/ports.new", "w", encoding="ascii") as lines:
    lines.writelines(f"{name}={port}\n" for name, port in ports.items())
os.rename(f"{folder}/ports.new", f"{folder}/ports")
sys.stdin.read()
