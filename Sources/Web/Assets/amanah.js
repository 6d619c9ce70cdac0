// Everything here is an addition: each page does its work without it.
"use strict";

(() => {
    const body = document.body;
    const root = document.documentElement;
    const home = body.dataset.home || "/";

    // While a letter is being composed, keys belong to what composes it.
    const isComposing = (event) => event.isComposing || event.keyCode === 229;

    // Function keys that a page shows beside a control. Letters are left to the browser's own access keys.
    document.addEventListener("keydown", (event) => {
        if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
        if (isComposing(event) || !/^F\d+$/.test(event.key)) return;
        const control = document.querySelector(`[data-key="${event.key}"]`);
        if (!control) return;
        event.preventDefault();
        control.click();
    });

    const element = (name, text, className) => {
        const made = document.createElement(name);
        made.textContent = text;
        if (className) made.className = className;
        return made;
    };

    const later = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

    // The windows of this browser: what ends in one ends in all.
    const session = body.dataset.session ?? "";
    const keepAlive = body.dataset.keepAlive;
    const channel = "BroadcastChannel" in window ? new BroadcastChannel("amanah") : undefined;
    const heard = { waiting: 0, kept: 0 };
    let allKept;
    const tell = (what) => channel?.postMessage({ what, session });

    // Other windows keep what is typed in them before the session ends: those that have something say so at once.
    const othersKeep = async () => {
        if (!channel) return;
        heard.waiting = heard.kept = 0;
        tell("leaving");
        await later(60);
        if (heard.kept < heard.waiting) await new Promise((done) => (allKept = done));
    };

    // A form is sent once. Locking hides the page before the answer comes.
    const labels = new Map();

    const release = () => {
        for (const form of document.forms) delete form.dataset.sent;
        for (const [button, label] of labels) {
            button.replaceChildren(...label);
            button.removeAttribute("aria-disabled");
        }
        labels.clear();
    };

    // Whether the server can be reached; one that is slow can.
    const isReached = () => Promise.race([
        fetch(keepAlive, { credentials: "same-origin", cache: "no-store" }).then(() => true, () => false),
        later(4_000).then(() => true),
    ]);

    // A browser that reaches nobody shows a page of its own, and the form is gone. So it is asked first.
    const typed = new Set();
    const reached = new WeakSet();

    const sendOnceReached = async (form, button) => {
        const isThere = await isReached();
        delete form.dataset.sent;
        form.querySelector("[data-unreached]")?.remove();
        if (isThere) {
            reached.add(form);
            form.requestSubmit(button);
            reached.delete(form);
            return;
        }
        const notice = element("p", "Nothing was sent: the server does not answer. What you typed is still here. Try again in a moment.", "error");
        notice.dataset.unreached = "";
        notice.setAttribute("role", "alert");
        form.append(notice);
    };

    document.addEventListener("submit", (event) => {
        const form = event.target;
        if (form.dataset.sent) return event.preventDefault();
        form.dataset.sent = "yes";
        if (form.hasAttribute("data-lock")) root.classList.add("shut");
        if (form.hasAttribute("data-leaves")) {
            // The session is needed to keep the last words, so they go first; but not for long.
            event.preventDefault();
            Promise.race([Promise.all([keepDrafts(), othersKeep()]), later(1_000)]).then(() => form.submit());
            return;
        }
        if (typed.has(form) && keepAlive && !reached.has(form)) {
            event.preventDefault();
            sendOnceReached(form, event.submitter);
            return;
        }
        const button = event.submitter;
        if (!button || !button.dataset.busy) return;
        labels.set(button, [...button.childNodes]);
        button.setAttribute("aria-disabled", "true");
        button.textContent = button.dataset.busy;
        setTimeout(release, 15_000);
    });

    for (const kind of ["input", "compositionend"]) {
        document.addEventListener(kind, ({ target }) => {
            if (target.form?.method === "post") typed.add(target.form);
        });
    }

    // What is typed in a long form is kept as its writer's draft: every few seconds, and when the page goes.
    const drafts = [...document.querySelectorAll("form[data-draft]")].map((form) => {
        const status = form.querySelector("[data-draft-status]");
        let timer;
        let request;
        let isDirty = false;

        const keep = async (isLast) => {
            clearTimeout(timer);
            timer = undefined;
            if (!isDirty || form.dataset.sent) return;
            isDirty = false;
            const fields = new URLSearchParams(new FormData(form));
            fields.set("draft", form.getAttribute("action"));
            fields.set("quietly", "yes");
            const send = (keepalive) => fetch(form.dataset.draft, {
                method: "POST",
                body: fields,
                credentials: "same-origin",
                keepalive,
                signal: request.signal,
            });
            request = new AbortController();
            try {
                // A browser takes 64 KB along from a page that goes; more is sent the usual way.
                const answer = await send(isLast && fields.toString().length < 60_000);
                const isKept = answer.ok && !answer.redirected;
                if (isKept) typed.delete(form);
                const words = isKept ? status.dataset.kept : status.dataset.failed;
                if (status.textContent !== words) status.textContent = words;
            } catch {
                isDirty = true;
            }
        };

        for (const kind of ["input", "compositionend"]) {
            form.addEventListener(kind, () => {
                isDirty = true;
                timer ??= setTimeout(keep, 3_000);
            });
        }
        form.addEventListener("submit", () => {
            clearTimeout(timer);
            request?.abort();
        });
        return keep;
    });

    const keepDrafts = () => Promise.all(drafts.map((keep) => keep(true)));

    window.addEventListener("pagehide", keepDrafts);
    document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "hidden") keepDrafts();
    });

    // Printing.
    for (const button of document.querySelectorAll("[data-print]")) {
        button.hidden = false;
        button.addEventListener("click", () => window.print());
    }

    // Results that follow the typing. What is typed travels in the body of a POST, never in an address.
    for (const form of document.querySelectorAll("form[data-search]")) {
        const input = form.querySelector("input[type=search]");
        const place = form.closest("[role=search]");
        const results = place.querySelector("[data-search-results]");
        const status = place.querySelector("[data-search-status]");
        let timer;
        let request;

        const ask = async () => {
            request?.abort();
            request = new AbortController();
            try {
                const answer = await fetch(form.dataset.search, {
                    method: "POST",
                    body: new URLSearchParams(new FormData(form)),
                    credentials: "same-origin",
                    signal: request.signal,
                });
                if (!answer.ok || answer.redirected) return;
                const page = new DOMParser().parseFromString(await answer.text(), "text/html");
                results.replaceChildren(...page.body.childNodes);
                status.textContent = results.querySelector("[data-found]")?.textContent ?? "";
            } catch {
                // Stopped for a newer question, or no network: the button still works.
            }
        };

        // Many keyboards compose every word, so what is being composed is looked for as well.
        for (const kind of ["input", "compositionend"]) {
            input.addEventListener(kind, () => {
                clearTimeout(timer);
                timer = setTimeout(ask, 250);
            });
        }
        form.addEventListener("submit", () => {
            clearTimeout(timer);
            request?.abort();
        });
    }

    // The session ends when nobody is there. Before, the page asks; then it keeps nothing on the screen.
    const limit = Number(body.dataset.idleSeconds) * 1000;
    const asked = limit - Math.min(60_000, limit / 3);
    const toldEvery = Math.min(60_000, limit / 4);
    let touched = Date.now();
    let told = Date.now();
    let dialog;
    let watch;
    let isShut = false;

    // False if this session is over, or another's has taken its place in this browser.
    const tellServer = async () => {
        told = Date.now();
        if (!keepAlive) return true;
        try {
            const answer = await fetch(keepAlive, { credentials: "same-origin", cache: "no-store" });
            return answer.ok && !answer.redirected && (!session || (await answer.text()) === session);
        } catch {
            return true;
        }
    };

    // What was typed and is in no draft goes along to the page where its writer signs in again, and to nobody else. Until
    // then it stands on no screen and in no element of the page.
    // A form that carries typing of before, sealed, goes on carrying it, also where nothing was typed into it.
    const carrying = [...document.forms].filter((form) => form.elements.kept);
    const typedForms = () => [...new Set([...carrying, ...typed])].flatMap((form) => {
        const token = form.isConnected ? form.elements.form?.value ?? "" : "";
        if (!/^[0-9a-f]{96}$/.test(token) || form.hasAttribute("data-search")) return [];
        const isSecret = (name) => [...form.elements].some((field) => field.name === name
            && (field.type === "password" || field.autocomplete === "one-time-code"));
        const fields = [...new FormData(form)].filter(([name]) => name !== "form" && !isSecret(name));
        return [{ keeper: token.slice(32, 64), keptFor: form.getAttribute("action"), fields }];
    });

    const signInWith = ({ keeper, keptFor, fields }) => {
        const form = document.createElement("form");
        form.method = "post";
        form.action = body.dataset.signIn;
        form.hidden = true;
        const all = [["resume", "yes"], ["keeper", keeper], ["keptFor", keptFor],
            ...fields.map(([name, value]) => [`kept.${name}`, value])];
        for (const [name, value] of all) {
            const field = document.createElement("textarea");
            field.name = name;
            field.value = value;
            form.append(field);
        }
        body.append(form);
        form.submit();
    };

    const shut = (words = "Nobody used it for a while, so it was signed out and cleared.") => {
        if (isShut) return;
        isShut = true;
        clearInterval(watch);
        const left = typedForms().at(-1);
        const link = element("a", "Sign in again", "button primary");
        link.href = home;
        link.addEventListener("click", (event) => {
            if (!left || !body.dataset.signIn) return;
            event.preventDefault();
            signInWith(left);
        });
        const heading = element("h1", "This screen was closed");
        const said = element("p", words);
        heading.id = "ended-heading";
        said.id = "ended-words";
        link.setAttribute("aria-describedby", "ended-heading ended-words");
        const message = element("main", "", "ended");
        message.append(heading, said);
        if (left) message.append(element("p", "What you typed is put before you again when you have signed in."));
        message.append(link);
        document.title = "Signed out";
        body.className = "outside";
        body.replaceChildren(message);
        root.classList.remove("shut");
        link.focus();
    };

    // Nobody is there: the session ends, so that no window opens again without the passphrase.
    const shutAndLock = async () => {
        clearInterval(watch);
        root.classList.add("shut");
        await Promise.race([keepDrafts(), later(1_000)]);
        const lock = document.querySelector("form[data-lock]");
        const token = lock?.elements.form?.value;
        const address = lock?.getAttribute("action");
        shut();
        if (!token) return;
        try {
            await fetch(address, {
                method: "POST",
                body: new URLSearchParams({ form: token }),
                credentials: "same-origin",
                redirect: "manual",
                keepalive: true,
            });
        } catch {
            // The session ends by itself soon.
        }
        tell("left");
    };

    const elsewhere = "You locked the screen or signed out in another window, or somebody else signed in here.";

    const stay = async () => {
        touched = Date.now();
        dialog?.close();
        tell("touched");
        if (!(await tellServer())) shut(elsewhere);
    };

    const isTyping = () => {
        const field = document.activeElement;
        return Boolean(field?.matches("textarea, select, [contenteditable]")
            || field?.matches("input:not([type=radio], [type=checkbox], [type=submit], [type=button])"));
    };

    // Over somebody who is in a field the question stands beside the page: it takes neither the focus nor a key, and going
    // on typing is the answer.
    const warn = () => {
        if (!dialog) {
            const button = element("button", "Stay signed in", "button primary");
            button.type = "button";
            button.addEventListener("click", stay);
            button.setAttribute("aria-describedby", "idle-heading idle-words");
            const heading = element("h2", "Are you still there?");
            heading.id = "idle-heading";
            const words = element("p", "In about a minute this screen will be cleared and signed out, to keep people’s information safe.");
            words.id = "idle-words";
            if (limit - asked < 50_000) words.textContent = words.textContent.replace("about a minute", "less than a minute");
            dialog = document.createElement("dialog");
            dialog.setAttribute("aria-labelledby", heading.id);
            dialog.addEventListener("cancel", stay);
            dialog.append(heading, words, button);
            body.append(dialog);
        }
        if (dialog.open) return;
        const isBeside = isTyping();
        dialog.classList.toggle("at-edge", isBeside);
        if (isBeside) {
            dialog.querySelector("p").setAttribute("role", "alert");
            dialog.setAttribute("open", "");
        } else {
            dialog.querySelector("p").removeAttribute("role");
            dialog.showModal();
        }
    };

    const look = () => {
        const idle = Date.now() - touched;
        if (idle >= limit) shutAndLock();
        else if (idle >= asked) warn();
    };

    const touch = async () => {
        if (isShut) return;
        if (dialog?.open) return dialog.classList.contains("at-edge") ? stay() : undefined;
        touched = Date.now();
        if (!keepAlive || touched - told <= toldEvery) return;
        tell("touched");
        if (!(await tellServer())) shut(elsewhere);
    };

    const lookAgain = async () => {
        look();
        if (document.visibilityState !== "visible" || isShut) return;
        if (!(await tellServer())) shut(elsewhere);
    };

    if (limit > 0) {
        watch = setInterval(look, Math.min(5_000, limit / 20));
        for (const kind of ["pointerdown", "keydown", "input", "compositionupdate", "wheel"]) {
            document.addEventListener(kind, touch, { passive: true });
        }
        document.addEventListener("visibilitychange", lookAgain);
    }

    if (channel) {
        channel.addEventListener("message", async ({ data }) => {
            if (data.what === "waiting") heard.waiting += 1;
            if (data.what === "kept") heard.kept += 1;
            if (heard.kept >= heard.waiting) allKept?.();
            if (!limit || isShut) return;
            const isOurs = data.session === session;
            if (data.what === "leaving" && isOurs) {
                root.classList.add("shut");
                tell("waiting");
                await keepDrafts();
                tell("kept");
                shut(elsewhere);
            } else if (data.what === "left" || (data.what === "here" && !isOurs)) {
                shut(elsewhere);
            } else if (data.what === "touched" && isOurs) {
                touched = told = Date.now();
                if (dialog?.open) dialog.close();
            }
        });
        if (body.hasAttribute("data-left")) tell("left");
        else if (session) tell("here");
    }

    // A page that comes back from the browser's memory may belong to a session that has ended.
    window.addEventListener("pageshow", async (event) => {
        release();
        if (!event.persisted || !limit || isShut) return;
        root.classList.add("shut");
        if (await tellServer()) root.classList.remove("shut");
        else shut(elsewhere);
    });
})();
