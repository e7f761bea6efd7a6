// The hosted payment page. It works without this script, save for Apple Pay: with it, the page also
// notices at once when a wallet has scanned the code, and tells a merchant's page around its frame.
"use strict";
(() => {
    const page = document.getElementById("checkout");
    const LOOK_EVERY_MS = 1500;
    const LOOK_HIDDEN_MS = 6000;
    let busy = false;

    const post = (path, body) =>
        fetch(path, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify(body ?? {}),
        });

    const again = () => location.replace(location.pathname + location.search);

    // Live status

    async function look() {
        if (!busy) {
            try {
                const answer = await fetch(page.dataset.page + "/status", { cache: "no-store" });
                if (answer.ok && (await answer.json()).state !== page.dataset.state && !busy) {
                    again();
                    return;
                }
            } catch {
                // The network is away; the next look may find it again.
            }
        }
        setTimeout(look, document.hidden ? LOOK_HIDDEN_MS : LOOK_EVERY_MS);
    }

    function problem(message) {
        const line = document.getElementById("problem");
        line.textContent = message;
        line.hidden = false;
        line.scrollIntoView({ block: "nearest" });
    }

    // Apple Pay: the flow of Apple Pay JS, through the browser's own session or a simulated one.

    function applePay(box) {
        const simulated = box.dataset.sheet === "simulated";
        const Session = simulated ? window.SimulatedApplePaySession : window.ApplePaySession;
        if (!Session || !Session.canMakePayments()) {
            return;
        }
        box.hidden = false;
        box.classList.toggle("native", !simulated);
        const failed = page.dataset.failed;

        document.getElementById("apple-pay-button").addEventListener("click", () => {
            // Must stand right here, in the click: browsers open no sheet otherwise.
            const session = new Session(3, {
                countryCode: box.dataset.country,
                currencyCode: box.dataset.currency,
                merchantCapabilities: ["supports3DS"],
                supportedNetworks: box.dataset.networks.split(" "),
                total: { label: box.dataset.label, amount: box.dataset.amount, type: box.dataset.total },
                applicationData: box.dataset.binding,
            });
            busy = true;
            session.onvalidatemerchant = async () => {
                try {
                    const answer = await post(box.dataset.path + "/apple_pay/session");
                    if (!answer.ok) {
                        throw new Error("no session");
                    }
                    session.completeMerchantValidation(await answer.json());
                } catch {
                    session.abort();
                    busy = false;
                    problem(failed);
                }
            };
            session.onpaymentauthorized = async (event) => {
                let ok = false;
                try {
                    const body = { token: event.payment.token };
                    ok = (await post(box.dataset.path + "/apple_pay", body)).ok;
                } catch {
                    // Whether it was paid, the page itself will say.
                }
                session.completePayment({
                    status: ok ? Session.STATUS_SUCCESS : Session.STATUS_FAILURE,
                });
                again();
            };
            session.oncancel = () => {
                busy = false;
            };
            session.begin();
        });
    }

    // The sandbox: a wallet that the visitor plays.

    async function playedWallet(box) {
        const list = document.getElementById("wallet");
        const price = document.getElementById("wallet-price");
        const button = document.getElementById("wallet-pay");
        const code = document.getElementById("code").textContent;
        let quote;
        const answer = await fetch("/sandbox/wallets");
        if (!answer.ok) {
            return;
        }
        for (const wallet of (await answer.json()).wallets) {
            list.add(new Option(`${wallet.holder} (${wallet.currency})`, wallet.id));
        }
        box.hidden = false;

        async function ask() {
            quote = undefined;
            const told = await post(`/sandbox/wallets/${list.value}/quote`, { code });
            const body = await told.json();
            if (told.ok) {
                quote = body.quote;
                price.textContent = box.dataset.price
                    .replace("{0}", body.currency + "\u00a0" + decimal(body))
                    .replace("{1}", body.rate);
            } else {
                price.textContent = "";
            }
        }

        list.addEventListener("change", ask);
        await ask();
        button.addEventListener("click", async () => {
            button.disabled = true;
            busy = true;
            const body = quote ? { code, quote } : { code };
            try {
                await post(`/sandbox/wallets/${list.value}/scan`, body);
            } finally {
                again();
            }
        });
    }

    const decimal = (money) => {
        const format = { style: "currency", currency: money.currency };
        const digits = new Intl.NumberFormat("en", format).resolvedOptions().maximumFractionDigits;
        const text = String(money.amount_minor).padStart(digits + 1, "0");
        const whole = text.slice(0, text.length - digits);
        return digits === 0 ? whole : whole + "." + text.slice(text.length - digits);
    };

    // In a frame: the page around it learns how tall this one is, and when it is over.

    function framed(parentOrigin) {
        const tell = (message) => parent.postMessage({ handfast: message }, parentOrigin);
        new ResizeObserver(() => tell({ height: document.documentElement.scrollHeight })).observe(
            document.body,
        );
        if (page.dataset.after && page.dataset.state === "paid") {
            tell({ after: page.dataset.after });
        }
    }

    const applePayBox = document.getElementById("apple-pay");
    if (applePayBox) {
        applePay(applePayBox);
    }
    const walletBox = document.getElementById("played-wallet");
    if (walletBox) {
        playedWallet(walletBox);
    }
    if (page.dataset.parent && parent !== window) {
        framed(page.dataset.parent);
    }
    if (page.dataset.state === "open" || page.dataset.state === "processing") {
        setTimeout(look, LOOK_EVERY_MS);
    }
})();
