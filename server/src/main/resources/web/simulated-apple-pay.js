// The sandbox's Apple Pay sheet: it has the interface of Apple Pay JS's ApplePaySession, shows the
// tokens of the sandbox's devices, and hands out a token that is sealed and signed as Apple's are.
"use strict";
window.SimulatedApplePaySession = class SimulatedApplePaySession {
    static STATUS_SUCCESS = 0;
    static STATUS_FAILURE = 1;

    #request;
    #sheet = document.getElementById("wallet-sheet");
    #pay = document.getElementById("sheet-pay");
    #over = new AbortController();

    static canMakePayments() {
        return document.getElementById("wallet-sheet") !== null;
    }

    constructor(version, request) {
        if (!(version >= 1) || !(Number(request.total.amount) >= 0)) {
            throw new TypeError("a session has a version and a total that is not negative");
        }
        this.#request = request;
    }

    begin() {
        const until = { signal: this.#over.signal };
        this.#pay.disabled = true;
        this.#sheet.addEventListener("cancel", () => this.#cancelled(), until);
        document
            .getElementById("sheet-cancel")
            .addEventListener("click", () => this.#cancelled(), until);
        this.#pay.addEventListener("click", () => this.#approved(), until);
        this.#sheet.showModal();
        this.onvalidatemerchant?.({ validationURL: "" });
    }

    // A sheet whose merchant is not validated takes no payment.
    async completeMerchantValidation(session) {
        if (!session.merchantSessionIdentifier || session.domainName !== location.hostname) {
            this.abort();
            this.oncancel?.({});
            return;
        }
        await this.#tokens();
        this.#pay.disabled = false;
        this.#pay.focus();
    }

    completePayment(result) {
        if (result.status === SimulatedApplePaySession.STATUS_SUCCESS) {
            this.#sheet.dataset.done = "";
        }
        this.abort();
    }

    abort() {
        this.#over.abort();
        this.#sheet.close();
    }

    #cancelled() {
        this.abort();
        this.oncancel?.({});
    }

    async #tokens() {
        const list = document.getElementById("sheet-tokens");
        list.querySelectorAll("label").forEach((old) => old.remove());
        const answer = await fetch("/sandbox/devices");
        for (const device of answer.ok ? (await answer.json()).devices : []) {
            for (const token of device.tokens) {
                list.append(this.#choice(list, device, token));
            }
        }
        const first = list.querySelector("input");
        if (first) {
            first.checked = true;
        }
    }

    #choice(list, device, token) {
        const choice = document.createElement("label");
        choice.className = "choice";
        const input = document.createElement("input");
        input.type = "radio";
        input.name = "token";
        input.value = token.id;
        input.dataset.device = device.id;
        const words = document.createElement("span");
        words.textContent = `${device.holder}: ${token.network} ···· ${token.suffix}`;
        const funding = document.createElement("span");
        funding.className = "end quiet";
        funding.textContent = token.funding === "wallet" ? list.dataset.wallet : list.dataset.card;
        choice.append(input, words, funding);
        return choice;
    }

    async #approved() {
        const chosen = this.#sheet.querySelector("input[name=token]:checked");
        const box = document.getElementById("apple-pay");
        if (!chosen) {
            return;
        }
        this.#pay.disabled = true;
        const answer = await fetch(`/sandbox/devices/${chosen.dataset.device}/apple_pay`, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({
                token: chosen.value,
                merchant_id: box.dataset.identifier,
                amount_minor: Number(box.dataset.minor),
                currency: this.#request.currencyCode,
                application_data: this.#request.applicationData,
            }),
        });
        if (!answer.ok) {
            this.#cancelled();
            return;
        }
        this.onpaymentauthorized?.({ payment: { token: await answer.json() } });
    }
};
