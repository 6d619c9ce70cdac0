// Everything here is an addition: each page does its work without it.
"use strict";

(() => {
    const body = document.body;
    const root = document.documentElement;
    const home = body.dataset.home || "/";

    // Function keys that a page shows beside a control. Letters are left to the browser's own access keys.
    document.addEventListener("keydown", (event) => {
        if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
        if (!/^F\d+$/.test(event.key)) return;
        const control = document.querySelector(`[data-key="${event.key}"]`);
        if (!control) return;
        event.preventDefault();
        control.click();
    });

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

    document.addEventListener("submit", (event) => {
        const form = event.target;
        if (form.dataset.sent) return event.preventDefault();
        form.dataset.sent = "yes";
        if (form.hasAttribute("data-lock")) root.classList.add("shut");
        if (form.hasAttribute("data-leaves") && drafts.length) {
            // The session is needed to keep the last words, so they go first; but not for long.
            event.preventDefault();
            Promise.race([keepDrafts(), new Promise((done) => setTimeout(done, 1_000))])
                .then(() => form.submit());
            return;
        }
        const button = event.submitter;
        if (!button || !button.dataset.busy) return;
        labels.set(button, [...button.childNodes]);
        button.setAttribute("aria-disabled", "true");
        button.textContent = button.dataset.busy;
        setTimeout(release, 15_000);
    });

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
                const words = answer.ok && !answer.redirected ? status.dataset.kept : status.dataset.failed;
                if (status.textContent !== words) status.textContent = words;
            } catch {
                isDirty = true;
            }
        };

        form.addEventListener("input", () => {
            isDirty = true;
            timer ??= setTimeout(keep, 3_000);
        });
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

        input.addEventListener("input", (event) => {
            if (event.isComposing) return;
            clearTimeout(timer);
            timer = setTimeout(ask, 250);
        });
        form.addEventListener("submit", () => {
            clearTimeout(timer);
            request?.abort();
        });
    }

    // The session ends when nobody is there. A minute before, the page asks; then it keeps nothing on the screen.
    const limit = Number(body.dataset.idleSeconds) * 1000;
    const keepAlive = body.dataset.keepAlive;
    let touched = Date.now();
    let told = Date.now();
    let dialog;

    const tellServer = async () => {
        told = Date.now();
        if (!keepAlive) return true;
        try {
            const answer = await fetch(keepAlive, { credentials: "same-origin", cache: "no-store" });
            return answer.ok && !answer.redirected;
        } catch {
            return true;
        }
    };

    const element = (name, text, className) => {
        const made = document.createElement(name);
        made.textContent = text;
        if (className) made.className = className;
        return made;
    };

    const shut = () => {
        keepDrafts();
        const link = element("a", "Sign in again", "button primary");
        link.href = home;
        const message = element("main", "", "ended");
        message.append(
            element("h1", "This screen was closed"),
            element("p", "Nobody used it for a while, so it was signed out and cleared."),
            link);
        document.title = "Signed out";
        body.className = "outside";
        body.replaceChildren(message);
        clearInterval(watch);
    };

    const stay = async () => {
        touched = Date.now();
        dialog?.close();
        if (!(await tellServer())) shut();
    };

    const warn = () => {
        if (!dialog) {
            const button = element("button", "Stay signed in", "button primary");
            button.type = "button";
            button.addEventListener("click", stay);
            const heading = element("h2", "Are you still there?");
            heading.id = "idle-heading";
            dialog = document.createElement("dialog");
            dialog.setAttribute("aria-labelledby", heading.id);
            dialog.addEventListener("cancel", stay);
            dialog.append(
                heading,
                element("p", "In about a minute this screen will be cleared and signed out, to keep people’s information safe."),
                button);
            body.append(dialog);
        }
        if (!dialog.open) dialog.showModal();
    };

    const look = () => {
        const idle = Date.now() - touched;
        if (idle >= limit) shut();
        else if (idle >= limit - 60_000) warn();
    };

    const touch = () => {
        if (dialog?.open) return;
        touched = Date.now();
        if (keepAlive && touched - told > 60_000) tellServer();
    };

    let watch;
    if (limit > 0) {
        watch = setInterval(look, 5_000);
        for (const kind of ["pointerdown", "keydown", "input", "wheel"]) {
            document.addEventListener(kind, touch, { passive: true });
        }
        document.addEventListener("visibilitychange", look);
    }

    // A page that comes back from the browser's memory may belong to a session that has ended.
    window.addEventListener("pageshow", async (event) => {
        release();
        if (!event.persisted || !limit) return;
        root.classList.add("shut");
        if (await tellServer()) root.classList.remove("shut");
        else shut();
    });
})();
