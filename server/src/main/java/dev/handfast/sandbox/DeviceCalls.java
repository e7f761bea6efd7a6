package dev.handfast.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.acceptance.ApplePayAcceptance;
import dev.handfast.acceptance.ApplePayIdentity;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Request;
import dev.handfast.tokens.Device;
import dev.handfast.tokens.DeviceToken;
import dev.handfast.tokens.Devices;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.net.URLEncoder;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** What the holder of a device does. */
final class DeviceCalls {
    private final Sandbox.Parts parts;
    private final PaymentView view;
    private final DeviceWallet wallet;
    private final ApplePayAcceptance acceptance;

    DeviceCalls(Sandbox sandbox, ApplePayAcceptance acceptance) {
        this.parts = sandbox.parts();
        this.view = sandbox.paymentView();
        this.wallet = sandbox.deviceWallet();
        this.acceptance = acceptance;
    }

    /** How a sealed token is shown. */
    private enum As {
        /** As a phone gives it to its program. */
        JSON,
        /** Percent-encoded, for tools that put it into a form as it is. */
        FORM
    }

    /** What a suspended or resumed token may become here. */
    private enum Wanted {
        ACTIVE,
        SUSPENDED
    }

    /** Scans a code and pays with a token. */
    Reply scan(Input input) {
        Optional<DeviceToken> token = token(input);
        String code = input.text("code");
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        return parts.store()
                .findByCode(code)
                .map(payment -> pay(payment, token.orElseThrow(), code))
                .orElseGet(() -> WalletCalls.unknownCode(code));
    }

    /** The seal is bound to the payment by the text of its code. */
    private Reply pay(Payment payment, DeviceToken token, String code) {
        UUID merchant = payment.terms().merchant();
        Optional<ApplePayIdentity> identity = identity(known -> known.merchant().equals(merchant));
        if (identity.isEmpty()) {
            return Reply.refused(
                    409,
                    "merchant_not_reachable",
                    "code",
                    "code: its merchant takes no device wallets: no Apple Pay identity is known");
        }
        byte[] binding = code.getBytes(UTF_8);
        Optional<String> sealed =
                wallet.approve(
                        new DeviceWallet.Approval(
                                token,
                                payment.terms().amount(),
                                identity.get().key().certificate(),
                                Optional.of(binding)));
        if (sealed.isEmpty()) {
            return usedUp();
        }
        Instrument instrument = acceptance.accept(merchant, sealed.get(), Optional.of(binding));
        return view.outcome(
                parts.payments()
                        .run(
                                new Request.Pay(
                                        new PayRequest(
                                                parts.ids().next(),
                                                new PayRequest.Target.Existing(
                                                        merchant, payment.id()),
                                                instrument,
                                                Optional.empty()))));
    }

    /** Approves a payment in an app or on a page, and hands out the sealed token. */
    Reply applePay(Input input) {
        Optional<DeviceToken> token = token(input);
        String merchantId = input.text("merchant_id");
        long minor = input.minor("amount_minor", 0);
        Currency currency = input.currency("currency");
        Optional<byte[]> applicationData = input.findBase64("application_data");
        As as = input.has("as") ? input.word("as", As.class) : As.JSON;
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        Optional<ApplePayIdentity> identity =
                identity(known -> known.identifier().equals(merchantId));
        if (identity.isEmpty()) {
            input.wrong(
                    "merchant_id",
                    "is an Apple Pay merchant identifier known here, got "
                            + Input.shown(merchantId));
            return input.problem().orElseThrow();
        }
        return wallet.approve(
                        new DeviceWallet.Approval(
                                token.orElseThrow(),
                                new Money(minor, currency),
                                identity.get().key().certificate(),
                                applicationData))
                .flatMap(json -> shown(json, as))
                .map(Reply::good)
                .orElseGet(DeviceCalls::usedUp);
    }

    private static Optional<ObjectNode> shown(String token, As as) {
        return switch (as) {
            case JSON -> Json.parseObject(token);
            case FORM -> {
                ObjectNode body = Json.object();
                body.put("form", URLEncoder.encode(token, UTF_8));
                yield Optional.of(body);
            }
        };
    }

    /** Suspends a token, or resumes it. */
    Reply setToken(Input input) {
        Optional<Device> device = device(input);
        Optional<DeviceToken> token =
                input.named(
                        "token",
                        Views.TOKEN,
                        id -> parts.tokens().find(id).filter(known -> isOn(known, device)));
        Wanted wanted = input.word("state", Wanted.class);
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        UUID id = token.orElseThrow().id();
        parts.tokens()
                .set(
                        id,
                        switch (wanted) {
                            case ACTIVE -> DeviceToken.State.ACTIVE;
                            case SUSPENDED -> DeviceToken.State.SUSPENDED;
                        });
        return Reply.good(Credentials.token(parts.tokens().find(id).orElseThrow()));
    }

    /** The newest identity of this kind. */
    private Optional<ApplePayIdentity> identity(Predicate<ApplePayIdentity> wanted) {
        return parts.identities().all().stream()
                .filter(wanted)
                .max(Comparator.comparing(known -> known.key().expiresAt()));
    }

    private Optional<Device> device(Input input) {
        return input.named("id", Views.DEVICE, new Devices(parts.database())::find);
    }

    private Optional<DeviceToken> token(Input input) {
        Optional<Device> device = device(input);
        UUID id = input.id("token", Views.TOKEN);
        Optional<DeviceToken> token = parts.tokens().find(id).filter(known -> isOn(known, device));
        if (token.isEmpty()) {
            input.wrong("token", "is a token on this device, got one that is not");
        }
        return token;
    }

    private static boolean isOn(DeviceToken token, Optional<Device> device) {
        return device.filter(known -> known.id().equals(token.device())).isPresent();
    }

    private static Reply usedUp() {
        return Reply.refused(
                409,
                "counter_used_up",
                "token",
                "token: has made 65,535 payments, more than its counter has numbers");
    }
}
