// Opens Handfast's hosted checkout from a merchant's own page:
//   <button data-handfast-checkout="ADDRESS OF THE SESSION">  goes to the page,
//   <div data-handfast-frame="ADDRESS OF THE SESSION">        has the page in a frame,
// where the address is the session's `url`, or a path of the merchant's own server that answers a
// POST with {"url": "..."}.
"use strict";
(() => {
    const origin = new URL(document.currentScript.src).origin;

    async function addressOf(text) {
        const url = new URL(text, location.href);
        if (url.origin === origin) {
            return url.href;
        }
        const answer = await fetch(url, { method: "POST" });
        const told = new URL((await answer.json()).url);
        if (told.origin !== origin) {
            throw new Error("the session's address is not at " + origin);
        }
        return told.href;
    }

    async function frame(place) {
        const frame = document.createElement("iframe");
        frame.title = place.dataset.handfastTitle ?? "Checkout";
        frame.allow = "payment";
        frame.style.width = "100%";
        frame.style.border = "0";
        frame.style.minHeight = "40rem";
        frame.src = await addressOf(place.dataset.handfastFrame);
        addEventListener("message", (event) => {
            if (event.origin !== origin || event.source !== frame.contentWindow) {
                return;
            }
            const { height, after } = event.data.handfast ?? {};
            if (Number.isInteger(height)) {
                frame.style.height = height + "px";
            }
            if (after && /^https?:/.test(after)) {
                location.assign(after);
            }
        });
        place.replaceChildren(frame);
    }

    function start() {
        for (const button of document.querySelectorAll("[data-handfast-checkout]")) {
            button.addEventListener("click", async () => {
                button.disabled = true;
                try {
                    location.assign(await addressOf(button.dataset.handfastCheckout));
                } finally {
                    button.disabled = false;
                }
            });
        }
        document.querySelectorAll("[data-handfast-frame]").forEach(frame);
    }

    if (document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", start);
    } else {
        start();
    }
})();
