"""Behind nginx, set up word for word as docs/running.md says."""

import http.client
import re
import socket
import ssl
import subprocess
import time
import urllib.parse

import pytest

from charity import PASSPHRASE, ROOT, Charity, run

NAME = "office.example"
# Addresses of this computer, each as good as a place of its own.
GUESSER, COLLEAGUE = "127.0.0.9", "127.0.0.7"


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Proxied(Charity):
    """A charity behind nginx."""

    def __init__(self, folder):
        super().__init__(folder, AMANAH_LISTEN_BEHIND_TLS="true")
        self.place = folder / "nginx"
        self.place.mkdir()
        run("tls", "--name", NAME, "--into", self.place / "tls")
        self.port = free_port()
        documented = re.search(r"```nginx\n(.*?)```", (ROOT / "docs/running.md").read_text(), re.S).group(1)
        # The little that the kernel holds for a slow reader is all that does not wait at nginx.
        for words, ours in {
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl sndbuf=2k", "127.0.0.1:8080": self.host,
            "/etc/ssl/office": f"{self.place}/tls",
        }.items():
            assert words in documented
            documented = documented.replace(words, ours)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        for kind in kinds:
            (self.place / kind).mkdir(mode=0o700)
        temporary = "".join(f"{kind}_temp_path {self.place}/{kind};" for kind in kinds)
        (self.place / "nginx.conf").write_text(
            f"user root; daemon off; pid {self.place}/pid; error_log {self.place}/errors info;\n"
            f"events {{}}\nhttp {{ {temporary}\n{documented}}}\n")
        self.proxy = subprocess.Popen(["/usr/sbin/nginx", "-c", self.place / "nginx.conf", "-e", self.place / "errors"])
        until = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                assert self.proxy.poll() is None and time.monotonic() < until, (self.place / "errors").read_text()
                time.sleep(0.05)

    def stop(self):
        self.proxy.terminate()
        self.proxy.wait(timeout=30)
        super().stop()

    def ask(self, method, path, form=None, source=COLLEAGUE, cookie=None, wait=0, **more):
        """Asks by TLS from an address, as a browser does; one on a slow line takes the answer a while later."""
        context = ssl.create_default_context(cafile=self.place / "tls/authority.pem")
        plain = socket.socket()
        plain.settimeout(30)
        if wait:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        plain.bind((source, 0))
        plain.connect(("127.0.0.1", self.port))
        connection = http.client.HTTPConnection(NAME)
        connection.sock = context.wrap_socket(plain, server_hostname=NAME)
        headers = {"Host": NAME, **more}
        if cookie:
            headers["Cookie"] = cookie
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{NAME}",
                "Sec-Fetch-Site": "same-origin"}
        connection.request(method, path, body, headers)
        time.sleep(wait)
        answer = connection.getresponse()
        answer.words = answer.read().decode()
        connection.close()
        return answer

    def sign_in(self, passphrase, source, forwarded):
        form = {"signInName": "gwen", "passphrase": passphrase}
        return self.ask("POST", "/sign-in", form, source, **{"X-Forwarded-For": forwarded})


@pytest.fixture(scope="module")
def proxied(tmp_path_factory):
    made = Proxied(tmp_path_factory.mktemp("proxied"))
    yield made
    made.stop()


def test_behind_the_documented_proxy_a_guesser_is_slowed_and_a_colleague_is_not(proxied):
    form = {
        "code": proxied.code, "signInName": "gwen", "passphrase": PASSPHRASE, "passphraseAgain": PASSPHRASE}
    enrolled = proxied.ask("POST", "/enrol", form)
    assert enrolled.status == 303, enrolled.words
    assert enrolled.getheader("Strict-Transport-Security") == "max-age=63072000"
    cookie = enrolled.getheader("Set-Cookie").split(";")[0]
    assert proxied.ask("GET", "/policy/acknowledge", cookie=cookie).status == 200

    # Whatever they claim, it is they who guess.
    for time_ in range(5):
        assert proxied.sign_in("a wrong passphrase", GUESSER, f"198.51.100.{time_}").status == 401
    for forged in ("198.51.100.77", COLLEAGUE, f"{COLLEAGUE}, {COLLEAGUE}"):
        assert proxied.sign_in(PASSPHRASE, GUESSER, forged).status == 429
    assert proxied.sign_in(PASSPHRASE, COLLEAGUE, GUESSER).status == 303


def test_a_long_form_and_a_long_answer_never_touch_the_proxys_disk(proxied):
    long = "x" * 64_000
    answer = proxied.ask("POST", "/sign-in", {"signInName": long, "passphrase": "wrong"}, wait=2)
    assert answer.status == 401 and long in answer.words and "</html>" in answer.words
    # It says so wherever it writes one, and takes its name away at once.
    assert "temporary file" not in (proxied.place / "errors").read_text()


def test_of_two_headers_the_last_counts_for_a_proxy_that_appends_its_own(proxied):
    def status(passphrase, *forwarded):
        connection = http.client.HTTPConnection(proxied.host, timeout=30)
        body = urllib.parse.urlencode({"signInName": "nobody at all", "passphrase": passphrase})
        connection.putrequest("POST", "/sign-in")
        for address in forwarded:
            connection.putheader("X-Forwarded-For", address)
        for header, value in {
            "Origin": f"https://{proxied.host}", "Sec-Fetch-Site": "same-origin", "Content-Length": len(body),
            "Content-Type": "application/x-www-form-urlencoded",
        }.items():
            connection.putheader(header, value)
        connection.endheaders(body.encode())
        answer = connection.getresponse().status
        connection.close()
        return answer

    assert [status("wrong", f"192.0.2.{each}", "203.0.113.4") for each in range(6)] == [401] * 5 + [429]
    assert status("wrong", "203.0.113.4", "203.0.113.5") == 401
