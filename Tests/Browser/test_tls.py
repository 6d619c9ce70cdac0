"""TLS on an office network: a certificate of the office's own, what it is good for, and what is refused."""

import http.client
import re
import shutil
import signal
import socket
import ssl
import stat
import subprocess
import time

import pytest

from charity import PASSPHRASE, PROGRAM, Charity, environment, run

NAME, OTHER = "office.example", "amanah.local"


def openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def certify(into, *more):
    return run("tls", "--name", NAME, "--name", OTHER, "--address", "192.168.1.10", "--into", into, *more)


def other_pair(folder, subject="DNS:office.example", days=30, curve="P-256", more=()):
    """A pair of somebody else's making, by OpenSSL."""
    folder.mkdir(exist_ok=True)
    certificate, key = folder / "other.pem", folder / "other.key"
    names = ["-addext", f"subjectAltName={subject}"] if subject else []
    openssl(
        "req", "-x509", "-newkey", "ec", "-pkeyopt", f"ec_paramgen_curve:{curve}", "-nodes", "-days", days, "-subj",
        "/CN=office.example", "-addext", "basicConstraints=critical,CA:FALSE", *names, *more, "-keyout", key, "-out",
        certificate)
    key.chmod(0o600)
    return certificate, key


def signed(folder, start, end):
    """A pair that is good from one time to another, `YYYYMMDDHHMMSSZ`."""
    certificate, key = other_pair(folder)
    request, settings = folder / "request.pem", folder / "ca.conf"
    openssl("req", "-new", "-key", key, "-subj", "/CN=office.example", "-out", request)
    (folder / "index").write_text("")
    settings.write_text(
        f"[ca]\ndefault_ca=own\n[own]\ndatabase={folder}/index\nnew_certs_dir={folder}\nrand_serial=yes\n"
        "default_md=sha256\npolicy=any\nx509_extensions=leaf\n[any]\ncommonName=supplied\n"
        "[leaf]\nsubjectAltName=DNS:office.example\nbasicConstraints=critical,CA:FALSE\n")
    openssl(
        "ca", "-batch", "-config", settings, "-selfsign", "-keyfile", key, "-in", request, "-startdate", start,
        "-enddate", end, "-notext", "-out", certificate)
    return certificate, key


class Secured(Charity):
    """A charity that ends TLS itself."""

    def __init__(self, folder, certificate, key, **settings):
        super().__init__(folder, AMANAH_TLS_CERTIFICATE=str(certificate), AMANAH_TLS_KEY=str(key), **settings)

    @property
    def port(self):
        return int(self.host.rsplit(":", 1)[1])

    def context(self, authority):
        return ssl.create_default_context(cafile=authority)

    def connect(self, context, name=NAME):
        """A connection to this server, as if its address were known by that name; an end without TLS's own is an error."""
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        return context.wrap_socket(plain, server_hostname=name, suppress_ragged_eofs=False)


def ask(connection, path="/sign-in"):
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {NAME}\r\n\r\n".encode())
    answer = http.client.HTTPResponse(connection)
    answer.begin()
    answer.read()
    return answer


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls") / "certificates"
    return folder, certify(folder)


@pytest.fixture(scope="module")
def secured(made, tmp_path_factory):
    folder = made[0]
    charity = Secured(tmp_path_factory.mktemp("secured"), folder / "server.pem", folder / "server.key")
    yield charity
    charity.stop()


# The authority and the server's certificate.


def test_nothing_is_overwritten(made):
    folder, _ = made
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert "Nothing was changed" in run("tls", "--name", "b.example", "--into", folder, status=1)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


@pytest.mark.parametrize("name", ["", "office", "*.office.example", "office example.org", "-a.example", "a..b", "1.2.3.4",
                                  "a\u00e4.example", "x" * 64 + ".example", "office.example."])
def test_a_name_that_is_none_is_refused(tmp_path, name):
    run("tls", f"--name={name}", "--into", tmp_path / "x", status=64)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("address", ["office.example", "192.168.1", "192.168.1.0/24", "fe80::1%eth0", ""])
def test_an_address_that_is_none_is_refused(tmp_path, address):
    run("tls", f"--address={address}", "--into", tmp_path / "x", status=64)


def test_it_is_made_for_no_name_at_all_never(tmp_path):
    assert "at least one" in run("tls", "--into", tmp_path / "x", status=64)


def test_the_files_are_closed_and_the_authoritys_key_is_nowhere(made):
    folder, printed = made
    assert sorted(file.name for file in folder.iterdir()) == ["authority.pem", "server.key", "server.pem"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    key = openssl("pkey", "-in", folder / "server.key", "-pubout")
    assert key == openssl("x509", "-in", folder / "server.pem", "-noout", "-pubkey")
    assert key != openssl("x509", "-in", folder / "authority.pem", "-noout", "-pubkey")
    assert "PRIVATE" not in (folder / "authority.pem").read_text() + (folder / "server.pem").read_text() + printed


def test_openssl_finds_the_chain_good_for_its_names_only(made):
    folder, _ = made
    chain = ["-x509_strict", "-purpose", "sslserver", "-CAfile", folder / "authority.pem"]
    for name in (["-verify_hostname", NAME], ["-verify_hostname", OTHER], ["-verify_ip", "192.168.1.10"]):
        assert openssl("verify", *chain, *name, folder / "server.pem").endswith("OK\n")
    for name in (["-verify_hostname", "bank.example"], ["-verify_ip", "192.168.1.11"]):
        with pytest.raises(AssertionError, match="mismatch"):
            openssl("verify", *chain, *name, folder / "server.pem")


def test_the_authority_is_confined_to_the_offices_names(made):
    folder, _ = made
    text = openssl("x509", "-in", folder / "authority.pem", "-noout", "-text")
    constraints = text.split("X509v3 Name Constraints: critical")[1].split("X509v3")[0]
    assert re.sub(r"\s+", " ", constraints).strip() == (
        "Permitted: DNS:office.example DNS:amanah.local IP:192.168.1.10/255.255.255.255 "
        "Excluded: IP:0:0:0:0:0:0:0:0/0:0:0:0:0:0:0:0")
    assert "X509v3 Basic Constraints: critical\n                CA:TRUE, pathlen:0" in text
    assert "X509v3 Key Usage: critical\n                Certificate Sign\n" in text
    assert "ecdsa-with-SHA256" in text and "prime256v1" in text


def test_without_addresses_no_address_is_permitted_and_without_names_no_name(tmp_path):
    run("tls", "--name", NAME, "--into", tmp_path / "a")
    run("tls", "--address", "10.0.0.1", "--address", "fd00::1", "--into", tmp_path / "b")
    named, addressed = (
        openssl("x509", "-in", tmp_path / folder / "authority.pem", "-noout", "-ext", "nameConstraints") for folder in "ab")
    assert "IP:0.0.0.0/0.0.0.0" in named and "IP:0:0:0:0:0:0:0:0/0:0:0:0:0:0:0:0" in named
    assert addressed.split("Excluded:")[1].split() == ["DNS:"]
    for ip in ("10.0.0.1", "fd00::1"):
        openssl("verify", "-CAfile", tmp_path / "b/authority.pem", "-verify_ip", ip, tmp_path / "b/server.pem")


def test_the_servers_certificate_is_one_that_browsers_accept(made):
    folder, _ = made
    text = openssl("x509", "-in", folder / "server.pem", "-noout", "-text")
    assert "TLS Web Server Authentication" in text and "CA:FALSE" in text and "Digital Signature" in text
    assert "DNS:office.example, DNS:amanah.local, IP Address:192.168.1.10" in text
    start, end = (
        ssl.cert_time_to_seconds(openssl("x509", "-in", folder / "server.pem", "-noout", which).split("=")[1].strip())
        for which in ("-startdate", "-enddate"))
    assert 820 * 86400 < end - start <= 825 * 86400
    assert start < time.time()


def test_two_authorities_of_one_office_are_told_apart(made, tmp_path):
    certify(tmp_path / "again")
    subjects = [openssl("x509", "-in", folder / "authority.pem", "-noout", "-subject") for folder in (made[0], tmp_path / "again")]
    assert subjects[0] != subjects[1]
    with pytest.raises(AssertionError):
        openssl("verify", "-CAfile", tmp_path / "again/authority.pem", made[0] / "server.pem")


def test_the_fingerprint_that_is_printed_is_the_authoritys(made):
    folder, printed = made
    fingerprint = openssl("x509", "-in", folder / "authority.pem", "-noout", "-fingerprint", "-sha256")
    assert fingerprint.strip().split("=")[1] in printed
    for kind in ("Windows", "Mac", "iPhone", "Android", "Debian", "Firefox"):
        assert kind in printed


# The server.


def test_a_client_that_trusts_only_the_authority_connects(made, secured):
    assert secured.url.startswith(f"https://{NAME}:")
    with secured.connect(secured.context(made[0] / "authority.pem")) as connection:
        assert connection.version() == "TLSv1.3"
        answer = ask(connection)
    assert answer.status == 200
    assert answer.getheader("Strict-Transport-Security") == "max-age=63072000"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_tls_1_2_has_forward_secrecy_and_nothing_older_is_spoken(made, secured):
    context = secured.context(made[0] / "authority.pem")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with secured.connect(context) as connection:
        assert re.match(r"ECDHE-ECDSA-(AES\d+-GCM|CHACHA20)", connection.cipher()[0])
    for old in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        context = secured.context(made[0] / "authority.pem")
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = old
        with pytest.raises((ssl.SSLError, ConnectionError)):
            secured.connect(context)
    context = secured.context(made[0] / "authority.pem")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AES128-SHA:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0")
    with pytest.raises((ssl.SSLError, ConnectionError)):
        secured.connect(context)


def test_another_name_or_a_client_without_the_authority_fails(made, secured):
    with pytest.raises(ssl.SSLCertVerificationError, match="not valid for 'bank.example'"):
        secured.connect(secured.context(made[0] / "authority.pem"), "bank.example")
    with pytest.raises(ssl.SSLCertVerificationError, match="unable to get"):
        secured.connect(ssl.create_default_context())


def test_who_speaks_plainly_gets_nothing(secured):
    with socket.create_connection(("127.0.0.1", secured.port), timeout=20) as plain:
        plain.sendall(f"GET /sign-in HTTP/1.1\r\nHost: {NAME}\r\n\r\n".encode())
        assert b"HTTP" not in plain.recv(4096)


def test_the_cookie_is_of_this_host_and_of_tls_only(made, tmp_path):
    charity = Secured(tmp_path, made[0] / "server.pem", made[0] / "server.key")
    form = (
        f"code={charity.code}&signInName=gwen&passphrase={PASSPHRASE}&passphraseAgain={PASSPHRASE}".replace(" ", "+"))
    with charity.connect(charity.context(made[0] / "authority.pem")) as connection:
        connection.sendall((
            f"POST /enrol HTTP/1.1\r\nHost: {charity.host}\r\nOrigin: {charity.url}\r\nContent-Length: {len(form)}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}").encode())
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        cookie = answer.getheader("Set-Cookie")
    charity.stop()
    assert re.match(r"__Host-amanah=[^;]+;", cookie)
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}


def test_stopping_closes_idle_connections_and_finishes_what_was_begun(made, tmp_path):
    charity = Secured(tmp_path, made[0] / "server.pem", made[0] / "server.key")
    context = charity.context(made[0] / "authority.pem")
    idle, busy = charity.connect(context), charity.connect(context)
    ask(idle)
    body = b"code=none-such"
    busy.sendall(
        b"POST /enrol HTTP/1.1\r\nHost: office.example\r\nOrigin: https://office.example\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n" % len(body) + body[:5])
    time.sleep(0.5)
    began = time.monotonic()
    charity.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    busy.sendall(body[5:])
    answer = http.client.HTTPResponse(busy)
    answer.begin()
    assert answer.status == 422 and b"</html>" in answer.read()
    assert charity.process.wait(timeout=30) == 0
    assert time.monotonic() - began < 20
    assert idle.recv(100) == b""


def test_a_request_that_never_ends_does_not_keep_it_from_stopping(made, tmp_path):
    charity = Secured(tmp_path, made[0] / "server.pem", made[0] / "server.key")
    stuck = charity.connect(charity.context(made[0] / "authority.pem"))
    stuck.sendall(b"POST /sign-in HTTP/1.1\r\nHost: office.example\r\nContent-Length: 100\r\n\r\nabc")
    time.sleep(0.5)
    charity.process.send_signal(signal.SIGTERM)
    assert charity.process.wait(timeout=40) == 0
    stuck.close()


def test_a_certificate_is_renewed_without_a_restart_and_a_bad_one_is_not_taken(made, tmp_path):
    folder = tmp_path / "live"
    shutil.copytree(made[0], folder)
    charity = Secured(tmp_path, folder / "server.pem", folder / "server.key")
    shown = lambda: ssl.get_server_certificate(("127.0.0.1", charity.port), timeout=20)
    first = shown()
    assert first.split() == (folder / "server.pem").read_text().split()
    open_one = charity.connect(charity.context(made[0] / "authority.pem"))

    def read_anew(word):
        before = charity.log.read_text().count(word)
        charity.process.send_signal(signal.SIGHUP)
        until = time.monotonic() + 20
        while charity.log.read_text().count(word) == before:
            assert time.monotonic() < until, charity.log.read_text()
            time.sleep(0.1)

    (folder / "server.pem").write_text("nonsense")
    read_anew("stays as it was")
    assert shown() == first
    certify(tmp_path / "new")
    for file in ("server.pem", "server.key"):
        shutil.copy(tmp_path / "new" / file, folder / file)
    read_anew("read anew")
    assert shown().split() == (tmp_path / "new/server.pem").read_text().split()
    with charity.connect(charity.context(tmp_path / "new/authority.pem")) as connection:
        assert ask(connection).status == 200
    assert ask(open_one).status == 200, "a connection that stood is not cut"
    charity.stop()


# A browser that was given the authority, and nothing to ignore.


@pytest.fixture
def trusting(browser, made, tmp_path):
    """Chromium with a list of its own, in which the authority stands; the office's names lead here."""
    store = tmp_path / "home/.pki/nssdb"
    store.mkdir(parents=True)
    for words in (["-N", "--empty-password"], ["-A", "-n", "Amanah", "-t", "C,,", "-i", made[0] / "authority.pem"]):
        subprocess.run(["certutil", "-d", f"sql:{store}", *words], check=True, capture_output=True, timeout=60)
    chromium = browser.browser_type.launch(
        executable_path="/usr/bin/chromium", env=environment(HOME=str(tmp_path / "home")),
        args=["--no-sandbox", "--host-resolver-rules=MAP * 127.0.0.1"])
    yield chromium
    chromium.close()


def test_a_browser_that_trusts_the_authority_signs_in_and_warns_of_another_name(trusting, made, tmp_path):
    charity = Secured(tmp_path, made[0] / "server.pem", made[0] / "server.key")
    context = trusting.new_context()
    page = context.new_page()
    page.goto(f"{charity.url}/enrol")
    page.fill("[name=code]", charity.code)
    page.fill("[name=signInName]", "gwen")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.fill("[name=passphraseAgain]", PASSPHRASE)
    page.keyboard.press("Enter")
    page.wait_for_url("**/policy/acknowledge*", timeout=60_000)
    assert page.evaluate("isSecureContext")
    cookie = next(cookie for cookie in context.cookies() if cookie["name"] == "__Host-amanah")
    assert cookie["secure"] and cookie["httpOnly"] and cookie["domain"] == NAME
    with pytest.raises(Exception, match="ERR_CERT_COMMON_NAME_INVALID"):
        context.new_page().goto(f"https://bank.example:{charity.port}/sign-in")
    charity.stop()


def test_a_browser_that_was_not_given_the_authority_warns(browser, made, secured):
    chromium = browser.browser_type.launch(
        executable_path="/usr/bin/chromium", args=["--no-sandbox", "--host-resolver-rules=MAP * 127.0.0.1"])
    with pytest.raises(Exception, match="ERR_CERT_AUTHORITY_INVALID"):
        chromium.new_page().goto(f"{secured.url}/sign-in")
    chromium.close()


# What is refused at the start.


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("refused") / "data"
    run("init", "--data", folder, "--organisation-name", "The Lantern Trust", "--guardian", "Gwen Parry")
    return folder


def refused(data, command="serve", **settings):
    """What it says when it will not start."""
    more = ["--listen-port", "0"] if command == "serve" else []
    done = subprocess.run(
        [PROGRAM, command, "--data", data, *more], capture_output=True, text=True, timeout=30, env=environment(**settings))
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout + done.stderr


def files(certificate, key):
    return {"AMANAH_TLS_CERTIFICATE": str(certificate), "AMANAH_TLS_KEY": str(key)}


def test_plain_http_on_the_network_is_refused(data):
    assert "tls.certificate" in refused(data, AMANAH_LISTEN_HOST="0.0.0.0")


def test_settings_that_contradict_each_other_are_refused(data, made):
    pair = files(made[0] / "server.pem", made[0] / "server.key")
    assert "either a proxy ends TLS or this server does" in refused(data, AMANAH_LISTEN_BEHIND_TLS="true", **pair)
    for name, other in (("CERTIFICATE", "tls.key"), ("KEY", "tls.certificate")):
        said = refused(data, **{f"AMANAH_TLS_{name}": pair[f"AMANAH_TLS_{name}"]})
        assert f"Set {other} too" in said


def test_files_that_can_not_be_used_are_refused(data, made, tmp_path):
    folder = made[0]
    pem, key = folder / "server.pem", folder / "server.key"
    assert "can’t be read" in refused(data, **files(tmp_path / "none.pem", key))
    assert "can’t be read" in refused(data, **files(pem, tmp_path / "none.key"))
    assert "no certificate" in refused(data, **files(key, key))
    assert "no private key" in refused(data, **files(pem, shut(pem, tmp_path)))
    assert "is an authority’s certificate" in refused(data, **files(*authority(tmp_path / "own")))
    for mode in (0o640, 0o604):
        opened = shut(key, tmp_path)
        opened.chmod(mode)
        said = refused(data, **files(pem, opened))
        assert "can be read by others" in said and "chmod go=" in said


def shut(file, folder):
    copy = folder / "copy"
    shutil.copy(file, copy)
    copy.chmod(0o600)
    return copy


def authority(folder):
    folder.mkdir()
    certificate, key = folder / "a.pem", folder / "a.key"
    openssl(
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=a", "-addext",
        "subjectAltName=DNS:office.example", "-keyout", key, "-out", certificate)
    key.chmod(0o600)
    return certificate, key


def test_a_locked_key_and_a_pair_that_does_not_belong_together_are_refused(data, made, tmp_path):
    folder = made[0]
    locked = tmp_path / "locked.key"
    openssl("pkey", "-in", folder / "server.key", "-aes256", "-passout", "pass:four", "-out", locked)
    locked.chmod(0o600)
    assert "locked with a passphrase" in refused(data, **files(folder / "server.pem", locked))
    certificate, key = other_pair(tmp_path)
    assert "don’t belong together" in refused(data, **files(folder / "server.pem", key))
    assert "don’t belong together" in refused(data, **files(certificate, folder / "server.key"))


def test_a_certificate_out_of_its_time_is_refused(data, tmp_path):
    past = signed(tmp_path / "past", "20200101000000Z", "20200201000000Z")
    assert "ended on 2020-02-01" in refused(data, **files(*past))
    future = signed(tmp_path / "future", "20480101000000Z", "20480601000000Z")
    assert "good from 2048-01-01 only" in refused(data, **files(*future))


def test_a_certificate_for_other_names_or_for_none_is_refused(data, made, tmp_path):
    nameless = other_pair(tmp_path / "nameless", subject=None)
    assert "no name or address" in refused(data, **files(*nameless))
    pair = files(made[0] / "server.pem", made[0] / "server.key")
    assert "not for bank.example" in refused(data, AMANAH_LISTEN_HOST="bank.example", **pair)


@pytest.mark.parametrize("kind", ["rsa", "traditional"])
def test_pairs_of_other_makers_are_served(tmp_path, kind):
    certificate, key = other_pair(tmp_path / "pair")
    if kind == "rsa":
        openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", 30, "-subj", "/CN=o", "-addext",
            "subjectAltName=DNS:office.example", "-addext", "basicConstraints=critical,CA:FALSE", "-keyout", key, "-out",
            certificate)
    else:
        plain = tmp_path / "traditional.key"
        openssl("ec", "-in", key, "-out", plain)
        plain.write_text(openssl("ecparam", "-name", "prime256v1") + plain.read_text())
        plain.chmod(0o600)
        key = plain
    # As programs that renew certificates leave them: links to the newest.
    links = tmp_path / "newest.pem", tmp_path / "newest.key"
    for link, file in zip(links, (certificate, key)):
        link.symlink_to(file)
    charity = Secured(tmp_path, *links)
    context = ssl.create_default_context(cafile=certificate)
    with charity.connect(context) as connection:
        assert ask(connection).status == 200
    charity.stop()


def test_the_doctor_says_a_month_ahead_when_a_certificate_ends(data, made, tmp_path):
    good = refused(data, "doctor", **files(made[0] / "server.pem", made[0] / "server.key"))
    assert re.search(r"ok    Certificate: office.example, amanah.local, 192.168.1.10, good until 20", good)
    late = refused(data, "doctor", **files(*other_pair(tmp_path / "late", days=29)))
    assert re.search(r"DO    Certificate: office.example, good until .* Renew it", late)
    gone = refused(data, "doctor", **files(tmp_path / "none.pem", tmp_path / "none.key"))
    assert "DO    Certificate" in gone and "can’t be read" in gone
