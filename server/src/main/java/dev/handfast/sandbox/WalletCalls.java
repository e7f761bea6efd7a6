package dev.handfast.sandbox;

import dev.handfast.fx.Quote;
import dev.handfast.fx.Rates;
import dev.handfast.ledger.Posting;
import dev.handfast.limits.LimitProfile;
import dev.handfast.limits.LimitProfiles;
import dev.handfast.mandates.Mandate;
import dev.handfast.mandates.MandateOutcome;
import dev.handfast.mandates.MandateRefusal;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.StaticCode;
import dev.handfast.money.Money;
import dev.handfast.payments.Channel;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Request;
import dev.handfast.payments.Terms;
import dev.handfast.wallets.PaymentCode;
import dev.handfast.wallets.Wallet;
import dev.handfast.web.Json;
import dev.handfast.web.PublicId;

import tools.jackson.databind.node.ObjectNode;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** What the holder of an account wallet does. */
final class WalletCalls {
    private final Sandbox.Parts parts;
    private final PaymentView view;
    private final Sandbox sandbox;
    private final Merchants merchants;

    WalletCalls(Sandbox sandbox) {
        this.parts = sandbox.parts();
        this.view = sandbox.paymentView();
        this.sandbox = sandbox;
        this.merchants = new Merchants(parts.database(), parts.clock());
    }

    /** Scans a code and pays, or agrees that money is frozen. */
    Reply scan(Input input) {
        Optional<Wallet> wallet = wallet(input);
        String code = input.text("code");
        Optional<UUID> quote = input.findId("quote", Views.QUOTE);
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        return parts.store()
                .findByCode(code)
                .map(payment -> pay(payment, wallet.orElseThrow(), quote))
                .or(() -> new FreezeCalls(parts).scan(code, wallet.orElseThrow()))
                .or(
                        () ->
                                sandbox.staticCodes()
                                        .find(code)
                                        .map(found -> pay(found, wallet.orElseThrow(), input)))
                .orElseGet(() -> unknownCode(code));
    }

    /** Pays what the holder has typed to the merchant whose code is printed. */
    private Reply pay(StaticCode code, Wallet wallet, Input input) {
        long minor = input.minor("amount_minor", 1);
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        Merchant merchant = merchants.find(code.merchant()).orElseThrow();
        UUID id = parts.ids().next();
        Terms terms =
                new Terms(
                        merchant.id(),
                        merchant.partner(),
                        Channel.GATEWAY,
                        new Money(minor, merchant.currency()),
                        Terms.CaptureMode.AUTOMATIC,
                        Optional.of("S" + id.toString().replace("-", "")),
                        code.label().isEmpty() ? merchant.name() : code.label(),
                        Json.object().put("static_code", code.code()).toString(),
                        Optional.empty());
        return view.outcome(
                parts.payments()
                        .run(
                                new Request.Pay(
                                        new PayRequest(
                                                id,
                                                new PayRequest.Target.Create(terms),
                                                new Instrument.StaticCode(wallet.id()),
                                                Optional.empty()))));
    }

    /** Agrees to what a merchant proposes: the address of the page that asks, or its last part. */
    Reply agree(Input input) {
        return agreement(
                input, (wallet, mandate) -> parts.mandates().agree(mandate, wallet.id()), "active");
    }

    /** Ends what the holder has agreed to. */
    Reply unsign(Input input) {
        return agreement(
                input,
                (wallet, mandate) -> parts.mandates().endByHolder(wallet.id(), mandate),
                "ended");
    }

    private Reply agreement(
            Input input, BiFunction<Wallet, UUID, MandateOutcome> act, String status) {
        Optional<Wallet> wallet = wallet(input);
        String text = input.text("agreement");
        Optional<UUID> mandate =
                PublicId.parse(Views.AGREEMENT, text.substring(text.lastIndexOf('/') + 1));
        if (input.problem().isEmpty() && mandate.isEmpty()) {
            input.wrong(
                    "agreement", "is the address of an agreement's page, got " + Input.shown(text));
        }
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        return switch (act.apply(wallet.orElseThrow(), mandate.orElseThrow())) {
            case MandateOutcome.Done(Mandate now) -> told(now, status);
            case MandateOutcome.Already(Mandate now) -> told(now, status);
            case MandateOutcome.Refused(var why, String detail) ->
                    Reply.refused(
                            why == MandateRefusal.MANDATE_NOT_FOUND ? 404 : 409,
                            why.name().toLowerCase(Locale.ROOT),
                            "agreement",
                            detail);
        };
    }

    private static Reply told(Mandate mandate, String status) {
        ObjectNode body = Json.object();
        body.put("id", PublicId.format(Views.AGREEMENT, mandate.id()));
        body.put("agreement_no", mandate.number());
        body.put("merchant", PublicId.format(Views.MERCHANT, mandate.proposal().merchant()));
        body.put("status", status);
        return Reply.good(body);
    }

    /** Says how well the operator knows the holder, by which the rulebook limits the wallet. */
    Reply classify(Input input) {
        Optional<Wallet> wallet = wallet(input);
        LimitProfile.AccountClass accountClass =
                input.word("account_class", LimitProfile.AccountClass.class);
        LimitProfile.Verification verification =
                input.word("verification", LimitProfile.Verification.class);
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        LimitProfile profile =
                new LimitProfile(wallet.orElseThrow().id(), accountClass, verification);
        new LimitProfiles(parts.database()).classify(profile);
        ObjectNode body = Json.object();
        body.put("account_class", accountClass.name());
        body.put("verification", verification.name());
        return Reply.good(body);
    }

    private Reply pay(Payment payment, Wallet wallet, Optional<UUID> quote) {
        return view.outcome(
                parts.payments()
                        .run(
                                new Request.Pay(
                                        new PayRequest(
                                                parts.ids().next(),
                                                new PayRequest.Target.Existing(
                                                        payment.terms().merchant(), payment.id()),
                                                new Instrument.Wallet(wallet.id()),
                                                quote))));
    }

    /** Shows a code for the merchant to scan. */
    Reply paymentCode(Input input) {
        return wallet(input)
                .map(
                        wallet -> {
                            ObjectNode body = Json.object();
                            body.put("code", parts.wallets().issueCode(wallet.id()));
                            body.put(
                                    "expires_at",
                                    parts.clock().instant().plus(PaymentCode.LIFE).toString());
                            return Reply.good(body);
                        })
                .orElseGet(() -> input.problem().orElseThrow());
    }

    /** Asks what a code would cost in the wallet's currency. */
    Reply quote(Input input) {
        Optional<Wallet> wallet = wallet(input);
        String code = input.text("code");
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        return parts.store()
                .findByCode(code)
                .map(payment -> quote(payment.terms().amount(), wallet.orElseThrow()))
                .orElseGet(() -> unknownCode(code));
    }

    private Reply quote(Money amount, Wallet wallet) {
        if (amount.currency().equals(wallet.currency())) {
            return Reply.refused(
                    409,
                    "no_quote_needed",
                    "code",
                    "code: the wallet pays %s as it is".formatted(amount.format()));
        }
        return switch (parts.rates().quote(amount, wallet.currency())) {
            case Rates.Quoted.Promised(Quote quote) -> {
                ObjectNode body = Json.object();
                body.put("quote", PublicId.format(Views.QUOTE, quote.id()));
                Views.put(body, quote.price().home());
                body.put("rate", quote.price().rate().toDecimalString());
                body.put("expires_at", quote.expiresAt().toString());
                yield Reply.good(body);
            }
            case Rates.Quoted.Refused(var why) ->
                    Reply.refused(
                            409,
                            why.name().toLowerCase(Locale.ROOT),
                            "code",
                            "%s has no price in %s now"
                                    .formatted(amount.format(), wallet.currency().code()));
        };
    }

    /** Puts money into the wallet. */
    Reply topUp(Input input) {
        Optional<Wallet> wallet = wallet(input);
        long minor = input.minor("amount_minor", 1);
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        Wallet known = wallet.orElseThrow();
        Money amount = new Money(minor, known.currency());
        return switch (parts.wallets().topUp(known, amount, parts.ids().next())) {
            case Posting.Posted posted -> Reply.good(Credentials.wallet(parts, known));
            case Posting.Refused refused ->
                    Reply.refused(
                            409,
                            refused.why().name().toLowerCase(Locale.ROOT),
                            "amount_minor",
                            "amount_minor: the ledger refused " + amount.format());
        };
    }

    private Optional<Wallet> wallet(Input input) {
        return input.named("id", Views.WALLET, parts.wallets()::find);
    }

    static Reply unknownCode(String code) {
        return Reply.refused(
                404,
                "code_unknown",
                "code",
                "code: is the text of a QR code that waits to be paid, got " + Input.shown(code));
    }
}
