"""What everybody does in the demonstration before its disk is stolen."""

import base64
import concurrent.futures
import datetime
import hashlib
import hmac
import html
import http.client
import re
import socket
import struct
import time
import urllib.parse

import scenes
from charity import CODE, PASSPHRASE, SHEET_ROW
from forms import Forms
from stage import ADDRESS, ARABIC, LAST, STEM, Watcher

ITEMS = ["casework", "contact"]
DAY = (datetime.date.today() + datetime.timedelta(days=60)).isoformat()


def totp(key, ahead=0):
    """What an authenticator shows (RFC 6238)."""
    step = struct.pack(">Q", int(time.time()) // 30 + ahead)
    mac = hmac.digest(base64.b32decode(key.replace(" ", "")), step, hashlib.sha1)
    place = mac[19] & 15
    return f"{(struct.unpack('>I', mac[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def play(stage):
    """Every form of every page, by every role; then what takes more than one form."""
    page = stage.visitors["caseworker"].get("/my-clients")[1].split("<main", 1)[1].split("</main>")[0]
    stage.names = {html.unescape(name) for name in re.findall(r"<bdi[^>]*>([^<]{9,})</bdi>", page)}
    knock(stage)
    newcomer(stage)
    turned_away(stage)
    new_keys(stage)
    share(stage)
    give(stage)
    desk(stage)
    relative(stage)
    callers(stage)
    for role in stage.visitors:
        stage.refresh(role)
        for answer in stage.walk(role):
            stage.fill(role, answer, but=LAST)
    escrow(stage)
    checkpoint(stage)
    second_step(stage)
    passphrase(stage)
    sheets(stage)
    erase(stage)
    kept_from(stage)
    take_back(stage)
    leave(stage)
    moves(stage)
    for role in stage.visitors:
        if stage.refresh(role):
            for answer in stage.walk(role):
                stage.fill(role, answer, only=LAST)
        if role == "guardian":
            restriction(stage)
    crowd(stage)


def knock(stage):
    """From outside: wrong passphrases, names that nobody has, and addresses, headers and bodies that no page sends."""
    nobody = Watcher(stage)
    name = stage.sign_ins["signIns"][0]["signInName"]
    for who in (name, stage.words("/sign-in", "signInName")):
        stage.post(nobody, "/sign-in", ("signInName", who), ("passphrase", stage.words("/sign-in", "passphrase")),
                   ("code", stage.words("/sign-in", "code")))
    word = stage.words("/enrol", "passphrase")
    stage.post(nobody, "/enrol", ("code", stage.words("/enrol", "code")), ("signInName", stage.words("/enrol", "signInName")),
               ("passphrase", word), ("passphraseAgain", word))
    for visitor in (nobody, stage.visitors["caseworker"]):
        for path in (f"/{ADDRESS}", f"/{ADDRESS}?{ADDRESS}={ADDRESS}", f"/file/{ADDRESS}", f"/log/{ADDRESS}",
                     f"/find?query={ADDRESS}", f"/%00{ADDRESS}%FF", f"/assets/{ADDRESS}", f"/staff/{ADDRESS}/suspend",
                     f"/sign-in?next=/{ADDRESS}&locked={ADDRESS}", f"/checkpoint?{ADDRESS}", f"/draft?{ADDRESS}"):
            for method in ("GET", "POST", "PUT", ADDRESS.upper()):
                visitor.ask(method, path, headers={
                    "User-Agent": ADDRESS, "Referer": f"http://{stage.host}/{ADDRESS}", "X-Forwarded-For": ADDRESS,
                    "Accept-Language": ADDRESS, "If-None-Match": f'"{ADDRESS}"', "X-Request-ID": ADDRESS})
        for path in ("/sign-in", "/enquiry", f"/{ADDRESS}"):
            try:
                visitor.ask("POST", path, body=f"words={STEM}" * 200_000)
            except (OSError, http.client.HTTPException):
                pass
    host, port = stage.host.split(":")
    for raw in (f"GET /{ADDRESS} HTTP/9.9\r\n\r\n", f"{ADDRESS}\r\n\r\n", f"GET / HTTP/1.1\r\n{ADDRESS}\r\n\r\n",
                f"POST /enquiry HTTP/1.1\r\nHost: {ADDRESS}\r\nContent-Length: {ADDRESS}\r\n\r\n{STEM}",
                f"GET /{ADDRESS * 9000} HTTP/1.1\r\nHost: x\r\n\r\n",
                f"POST /enquiry HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nwords={STEM}"):
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            connection.sendall(raw.encode())
            connection.shutdown(socket.SHUT_WR)
            heard = b""
            while more := connection.recv(65536):
                heard += more
            if heard:
                stage.refuse("bytes that are no request", int(heard.split()[1]), heard.decode(errors="replace"), "")


def strong(stage, place):
    """A passphrase with a marker in it that nobody would guess from anyone's name."""
    return f"harbour walnut thimble {stage.words(place, 'passphrase')}"


def enrol(stage, person, code):
    """Somebody enrols under markers, and a manager lets them in."""
    stage.secrets.add(code)
    name, word = stage.words("/enrol", "signInName"), strong(stage, "/enrol")
    page = stage.post(person, "/enrol", ("code", code), ("signInName", name), ("passphrase", word), ("passphraseAgain", word))
    assert person.cookie, page.body
    fingerprint = CODE.search(page.body.split("<main", 1)[1]).group(0)
    for form in Forms(stage.visitors["manager"].ask("GET", "/staff").body).forms:
        if any(field.value == fingerprint for field in form.fields):
            stage.post("manager", form.action, *(
                (field.name, field.value) for field in form.fields if field.name in ("fingerprint", "role", "version")))
    person.passphrase = word


def newcomer(stage):
    """Somebody with a marker for a name is invited, enrols under markers, and is let in."""
    stage.refresh("manager")
    called = stage.words("/staff/invite", "name")
    page = stage.post("manager", "/staff/invite", ("name", called), ("role", "caseworker"))
    person = Watcher(stage)
    person.name = called
    enrol(stage, person, CODE.search(html.unescape(page.body.split("<main", 1)[1])).group(0))
    stage.visitors["somebody new"] = person
    policy = re.search(r'name="policy" value="([0-9a-f]{64})"', person.get("/policy/acknowledge")[1]).group(1)
    stage.post(person, "/policy/acknowledge", ("policy", policy), ("understood", "yes"))


def turned_away(stage):
    """Somebody enrols by a code that was not theirs, and is turned away."""
    stage.refresh("manager")
    page = stage.post("manager", "/staff/invite", ("name", stage.words("/staff/invite", "name")), ("role", "caseworker"))
    code = CODE.search(html.unescape(page.body.split("<main", 1)[1])).group(0)
    word = strong(stage, "/enrol")
    stage.secrets.add(code)
    stage.post(Watcher(stage), "/enrol", ("code", code), ("signInName", stage.words("/enrol", "signInName")),
               ("passphrase", word), ("passphraseAgain", word))
    staff = stage.visitors["manager"].ask("GET", "/staff").body
    for link in set(Forms(staff).addresses):
        if link.endswith("/turn-away"):
            stage.post("manager", link, ("why", stage.words("/staff/:id/turn-away", "why")))


def new_keys(stage):
    """A passphrase is lost and a manager lets its owner in again; a guardian gives back what is restricted."""
    for role in ("guardian", "manager"):
        stage.refresh(role)
    staff = stage.visitors["guardian"].get("/staff")[1]
    place = re.search(rf'Yusuf Demir.*?href="(/staff/{scenes.ID})/readmit"', staff, re.S).group(1)
    page = stage.post("guardian", f"{place}/readmit", ("version", "1"), ("why", stage.words("/staff/:id/readmit", "why")))
    enrol(stage, Watcher(stage), CODE.search(page.body.split("<main", 1)[1]).group(0))
    stage.post("guardian", f"{place}/give-back")


def share(stage):
    """A purpose, a consent, a share, and one that a manager must decide and the caseworker then releases."""
    worker, manager, guardian = (stage.visitors[role] for role in ("caseworker", "manager", "guardian"))
    client = re.search(rf'href="(/file/{scenes.ID})"', worker.get("/my-clients")[1]).group(1)
    stage.client = client
    purpose = scenes.approved_purpose(worker, guardian, DAY, name=stage.words("/purposes", "name"))
    parts = {item: stage.words("/file/:id/share", f"words.{item}") for item in ITEMS}
    party = stage.words("/file/:id/share", "party")
    scenes.agree(worker, client, purpose, parts, party=party)
    made = scenes.share(worker, client, parts, purpose=purpose, party=party)
    worker.get(f"{made}/letter")
    referred = scenes.refer(worker, client, parts, party=stage.words("/file/:id/share", "party"))
    scenes.rule(manager, referred, *ITEMS, reason=stage.words("/file/:id/disclosure/:id/rule", "reason"))
    stage.fill("caseworker", worker.ask("GET", referred), only={"/file/:id/disclosure/:id/release"})


def give(stage):
    """A part of a file is given to somebody at the desk, who held none of it."""
    worker = stage.visitors["caseworker"]
    page = worker.ask("GET", f"{stage.client}/people")
    who = re.search(rf'value="({scenes.ID})"[^>]*>[^<]*, Receptionist<', page.body).group(1)
    form = next(form for form in Forms(page.body).forms if form.action == f"{stage.client}/people")
    assert stage.send(worker, form, form.action, [], {"member": who, "items": "casework"})


def take_back(stage):
    """Which files the walk comes by is chance: this one somebody works with by name, besides its caseworker."""
    page = stage.visitors["caseworker"].ask("GET", f"{stage.client}/people")
    stage.fill("caseworker", page, only={"/file/:id/people/end"})


def relative(stage):
    """A colleague's relative comes: the file is restricted from the start, and kept from that colleague."""
    page = stage.post("manager", "/first-contact", ("name", stage.words("/first-contact", "name")))
    form = next(form for form in Forms(page.body).forms if form.action == "/first-contact/make")
    worker, *_, colleague = [field.value for field in form.fields if field.name in ("worker", "relatedTo") and field.value]
    chosen = {"worker": worker, "relatedTo": colleague, "isRestricted": "yes"}
    assert stage.send(stage.visitors["manager"], form, form.action, [], chosen)


def kept_from(stage):
    """A file is restricted when it turns out to be about a colleague's relative."""
    worker = stage.visitors["caseworker"]
    links = [link for link in Forms(worker.ask("GET", "/my-clients").body).addresses if re.fullmatch(r"/file/\w+", link)]
    pages = (worker.ask("GET", f"{link}/restrict") for link in links if link != stage.client)
    form = next(form for page in pages for form in Forms(page.body).forms if form.action.endswith("/restrict"))
    me = next(field.value for field in form.fields if field.name == "named")
    colleague = next(field.value for field in form.fields if field.name == "relatedTo" and field.value not in ("", me))
    assert stage.send(worker, form, form.action, [], {"named": me, "relatedTo": colleague})


def crowd(stage):
    """More sign-ins at once than are tried, and more wrong ones for one name than are allowed."""
    def guess(fields):
        connection = http.client.HTTPConnection(stage.host, timeout=60)
        body = urllib.parse.urlencode(fields)
        connection.request("POST", "/sign-in", body, {
            "Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{stage.host}"})
        answer = connection.getresponse()
        stage.refuse("POST /sign-in", answer.status, answer.read().decode(), body)
        connection.close()

    guesses = [
        {name: stage.words("/sign-in", name) for name in ("signInName", "passphrase")} for _ in range(40)]
    with concurrent.futures.ThreadPoolExecutor(len(guesses)) as threads:
        list(threads.map(guess, guesses))
    for _ in range(20):
        guess(guesses[0])


def desk(stage):
    """Whoever comes: sought by what was typed, a first file, a message that waits for them and is passed on."""
    visitor = stage.visitors["receptionist"]
    name = stage.words("/find", "query")
    for path in ("/find", "/find/live", "/first-contact", "/organisation"):
        stage.fill("receptionist", stage.post("receptionist", path, ("query", name), ("name", name)))
    page = stage.post("receptionist", "/first-contact", ("name", name))
    form = next(form for form in Forms(page.body).forms if form.action == "/first-contact/make")
    made = stage.send(visitor, form, form.action, [], {"name": name, "relatedTo": "none"})[0]
    stage.newcomers_file = file = re.search(rf"/file/{scenes.ID}", made.body).group(0)
    stage.post("receptionist", "/enquiry", ("forName", name), ("from", stage.words("/enquiry", "from")),
               ("reach", stage.words("/enquiry", "reach")), ("words", stage.words("/enquiry", "words")))
    stage.fill("receptionist", visitor.ask("GET", f"{file}/messages"))
    organisation = next((form for form in Forms(stage.post(
        "receptionist", "/organisation", ("name", name)).body).forms if form.action == "/organisation/make"), None)
    worker = next((field.value for field in form.fields if field.name == "worker" and field.value), "")
    page = stage.send(visitor, organisation, organisation.action, [], {"worker": worker})[0]
    stage.organisation = re.search(rf"/file/{scenes.ID}", page.body + page.address).group(0)
    stage.post("manager", f"{stage.organisation}/note/commercial",
               ("commercialNote", stage.words("/file/:id/note/commercial", "commercialNote")))
    for role in ("caseworker", "manager", "somebody new"):
        answer = stage.visitors[role].ask("GET", stage.organisation)
        if answer.status == 200:
            stage.fill(role, answer)
            for link in Forms(answer.body).addresses:
                if link.startswith(stage.organisation):
                    stage.fill(role, stage.visitors[role].ask("GET", link.split("#")[0]), but=LAST)


def callers(stage):
    """The police ask at the desk; who decides says why."""
    scenes.call(stage.visitors["receptionist"], "police", stage.words("/enquiry/police", "name"),
                who=stage.words("/enquiry/police", "who"), matter=stage.words("/enquiry/police", "matter"))
    for role in ("manager", "guardian"):
        page = stage.visitors[role].ask("GET", "/decisions")
        for link in Forms(page.body).addresses:
            if link.endswith("/ruling"):
                stage.fill(role, stage.visitors[role].ask("GET", link))


def checkpoint(stage):
    taken = stage.post("trustee", "/checkpoint/take")
    stage.post("trustee", "/checkpoint", ("checkpoint", taken.body))
    stage.post("trustee", "/checkpoint", ("checkpoint", taken.body + f"\n{stage.words('/checkpoint', 'checkpoint')}"))


def second_step(stage):
    """Set by two; taken off by one, and by the guardian for the other."""
    for role in ("trustee", "receptionist"):
        visitor = stage.visitors[role]
        page = visitor.ask("GET", "/my-sign-in/second-step")
        form = next(form for form in Forms(page.body).forms if form.action == "/my-sign-in/second-step")
        key = re.search(r'class="spelled"[^>]*>([^<]+)', page.body).group(1)
        stage.secrets |= {key, key.replace(" ", "")}
        hidden = [(field.name, field.value) for field in form.fields if field.type == "hidden" and field.name != "form"]
        stage.post(role, form.action, *hidden, ("code", stage.words(form.action, "code")), ("passphrase", visitor.passphrase))
        set = stage.post(role, form.action, *hidden, ("code", totp(key)), ("passphrase", visitor.passphrase))
        codes = re.findall(r"\d{4} \d{4} \d{4}", set.body)
        stage.secrets |= {code for each in codes for code in (each, each.replace(" ", ""))}
        if role == "trustee":
            path = "/my-sign-in/recovery-codes"
            stage.post(role, path, ("code", stage.words(path, "code")), ("passphrase", stage.words(path, "passphrase")))
            renewed = stage.post(role, path, ("code", codes[0]), ("passphrase", visitor.passphrase))
            codes = re.findall(r"\d{4} \d{4} \d{4}", renewed.body)
            stage.secrets |= {code for each in codes for code in (each, each.replace(" ", ""))}
            stage.post(role, "/my-sign-in/second-step/off", ("code", codes[0]), ("passphrase", visitor.passphrase))
    guardian = stage.visitors["guardian"]
    for link in Forms(guardian.ask("GET", "/staff").body).addresses:
        if link.endswith("/second-step") and link.startswith("/staff/"):
            stage.post("guardian", link, ("why", stage.words(link, "why")))


def passphrase(stage):
    visitor = stage.visitors["somebody new"]
    word = strong(stage, "/my-sign-in/passphrase")
    stage.post("somebody new", "/my-sign-in/passphrase", ("passphrase", stage.words("/my-sign-in/passphrase")),
               ("newPassphrase", word), ("newPassphraseAgain", word))
    stage.post("somebody new", "/my-sign-in/passphrase", ("passphrase", visitor.passphrase), ("newPassphrase", word),
               ("newPassphraseAgain", word))
    for typed in (stage.words("/confirm", "passphrase"), stage.visitors["guardian"].passphrase):
        stage.post("guardian", "/confirm", ("passphrase", typed))


def sheets(stage):
    """A new set is handed over, tried, and used; whoever is guardian afterwards has markers for names."""
    guardian = stage.visitors["guardian"]
    stage.refresh("guardian")
    pages = [stage.post("guardian", "/recovery-sheets").body, *(guardian.get(f"/recovery-sheets/{each}")[1] for each in "23")]
    rows = [SHEET_ROW.findall(page) for page in pages]
    assert [len(each) for each in rows] == [4, 4, 4]
    stage.secrets |= {spelt for each in rows for row in each for spelt in (row, row.replace("-", ""))}
    stage.post("guardian", "/recovery-sheets-done", *(
        (f"holder{each}", stage.words("/recovery-sheets-done", f"holder{each}")) for each in "123"))
    first, second, third = ("\n".join(each) for each in rows)
    for role, one, other in (("trustee", first, stage.words("/try-recovery-sheets", "second")), ("trustee", first, second)):
        stage.post(role, "/try-recovery-sheets", ("first", one), ("second", other))
    nobody, word = Watcher(stage), strong(stage, "/recover")
    stage.post(nobody, "/recover", ("first", stage.words("/recover", "first")), ("second", second))
    typed = [("first", third), ("second", second)]
    assert stage.post(nobody, "/recover", *typed).status == 200
    deputy = re.search(rf"Gareth Pritchard.*?/staff/({scenes.ID})/", guardian.get("/staff")[1], re.S).group(1)
    nobody.name = stage.words("/recover", "name")
    stage.post(nobody, "/recover", *typed, ("step", "guardian"), ("member", "new"), ("name", nobody.name),
               ("ending", deputy), ("signInName", stage.words("/recover", "signInName")), ("passphrase", word), ("passphraseAgain", word))
    assert nobody.cookie


def moves(stage):
    """Files are handed over, and somebody takes up another role: not one of those who go on here, who come first."""
    guardian = stage.visitors["guardian"]
    stage.refresh("guardian")
    members = dict.fromkeys(re.findall(rf"/staff/({scenes.ID})/", guardian.get("/staff")[1]))
    for name, part in (("handOver", "hand-over"), ("changeRole", "role")):
        for member in reversed(members):
            page = guardian.ask("GET", f"/staff/{member}/{part}")
            # Of somebody who was given files, so that these are handed to somebody else.
            if 'name="successor"' in page.body and not stage.kept[name]:
                stage.fill("guardian", page, only=LAST)


def escrow(stage):
    """A guardian opens a file that managers hold the log of, and one of them reviews it."""
    stage.refresh("guardian")
    stage.post("guardian", f"{stage.client}/escrow", ("items", "casework"),
               ("why", stage.words("/file/:id/escrow", "why")))
    stage.fill("manager", stage.visitors["manager"].ask("GET", "/escrow"), only=LAST)


def restriction(stage):
    """What was restricted is looked at again by a guardian."""
    for link in Forms(stage.visitors["guardian"].ask("GET", "/restrictions").body).addresses:
        if link.endswith("/restriction"):
            stage.fill("guardian", stage.visitors["guardian"].ask("GET", link), only=LAST)


def erase(stage):
    """Of somebody who came to the desk; what was typed of them is found no more for that, nor the reason."""
    guardian = stage.visitors["guardian"]
    stage.refresh("guardian")
    page = guardian.ask("GET", f"{stage.newcomers_file}/erase")
    reference = re.search(r"It stands above: (\S+?)<", page.body).group(1)
    form = next(form for form in Forms(page.body).forms if form.action.endswith("/erase"))
    assert stage.send(guardian, form, form.action, [], {"reference": reference})


def leave(stage):
    """Sessions are ended by others, by their owners, and by locking; what is typed then comes back after signing in."""
    person = stage.people()["caseworker"]
    first, second = Watcher(stage, person), Watcher(stage, person)
    token = second.token()
    stage.post(first, "/my-sign-in/end", ("session", "others"))
    stage.visitors["caseworker"] = first
    second.ask("POST", f"{stage.client}/note", [("form", token), ("note", stage.words("/file/:id/note", "note"))])
    for role, path in (("counsellor", "/lock"), ("trustee", "/sign-out")):
        visitor = stage.visitors[role]
        cookie = visitor.cookie
        token = visitor.token()
        visitor.ask("POST", path, [("form", token)])
        visitor.cookie = cookie
        kept = visitor.ask("POST", "/enquiry", [("form", token), ("words", stage.words("/enquiry", "words"))])
        stage.mark.made.setdefault("kept", kept.status)


__all__ = ["ARABIC", "PASSPHRASE", "play"]
