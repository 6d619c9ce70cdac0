"""The program on a data folder, and requests to it that follow no redirect."""

import http.client
import re
import select
import subprocess
import threading
import time
import urllib.parse

from charity import PROGRAM, environment

TOKEN = re.compile(r'name="form" value="([0-9a-f]{96})"')
SETTINGS = {"AMANAH_SIGN_IN_SECOND_FACTOR": "offered", "AMANAH_SESSION_IDLE_MINUTES": "60"}


def run(*arguments):
    """A command's exit status and what it printed; a status below 0 is a crash."""
    done = subprocess.run(
        [PROGRAM, *arguments], capture_output=True, text=True, timeout=120, env=environment(**SETTINGS))
    return done.returncode, done.stdout + done.stderr


class Server:
    """`amanah serve` on a free port of this computer. `host` is None where it refused to start."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--data", folder, "--listen-port", "0", "--log-level", "warning"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment(**SETTINGS))
        self.said, self.host = [], None
        until = time.monotonic() + 60
        while self.host is None:
            if not select.select([self.process.stdout], [], [], max(0, until - time.monotonic()))[0]:
                break
            line = self.process.stdout.readline()
            if not line:
                break
            self.said.append(line)
            if " is served at http://" in line:
                self.host = line.split(" is served at http://")[1].strip()
        if self.host is None:
            self.stop()
            return
        self.reader = threading.Thread(target=lambda: self.said.extend(self.process.stdout), daemon=True)
        self.reader.start()

    @property
    def is_alive(self):
        """Whether the process is there and answers its sign-in page."""
        if self.host is None or self.process.poll() is not None:
            return False
        try:
            return Person(self).ask("GET", "/sign-in")[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def stop(self):
        """The exit status: a negative one is a crash."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.host:
            self.reader.join(5)
        self.process.stdout.close()
        return self.process.returncode


class Person:
    """Somebody's browser: a cookie, and one connection."""

    def __init__(self, server, cookie=None):
        self.host, self.cookie, self.connection, self.token = server.host, cookie, None, None

    def ask(self, method, path, form=None):
        """The status, where it leads, and the page."""
        headers, body = {}, None
        if self.cookie:
            headers["Cookie"] = f"__Host-amanah={self.cookie}"
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self.host}"}
        for attempt in (1, 2):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.host, timeout=60)
            try:
                self.connection.request(method, path, body, headers)
                answer = self.connection.getresponse()
                page = answer.read().decode(errors="replace")
                break
            except (OSError, http.client.HTTPException):
                self.connection.close()
                self.connection = None
                if attempt == 2:
                    raise
        for name, value in answer.getheaders():
            if name == "Set-Cookie" and value.startswith("__Host-amanah="):
                self.cookie = value.split(";")[0].split("=", 1)[1] or None
        if found := TOKEN.findall(page):
            self.token = found[-1]
        return answer.status, answer.getheader("Location"), page

    def go(self, method, path, form=None):
        """The same, going where it leads."""
        status, where, page = self.ask(method, path, form)
        for _ in range(4):
            if status != 303:
                break
            status, where, page = self.ask("GET", where.split("#")[0])
        return status, where, page

    def post(self, path, *pairs, page="/my-sign-in/passphrase"):
        """Sends a form with a token of this session, taken from a page that is quickly made."""
        self.go("GET", page)
        return self.go("POST", path, [("form", self.token or ""), *pairs])

    def sign_in(self, name, passphrase, code=""):
        """Whether they are in."""
        self.cookie = None
        return self.ask("POST", "/sign-in", {
            "signInName": name, "passphrase": passphrase, "code": code})[0] == 303 and self.cookie is not None
