package dev.handfast.acceptance;

import dev.handfast.applepay.Expectation;
import dev.handfast.applepay.Opening;
import dev.handfast.applepay.PaymentData;
import dev.handfast.applepay.PaymentToken;
import dev.handfast.applepay.Refusal;
import dev.handfast.applepay.TokenOpener;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.money.Parsed;
import dev.handfast.payments.Instrument;
import dev.handfast.tokens.Tokens;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Opens Apple Pay tokens for merchants. Safe for any number of threads. */
public final class ApplePayAcceptance {
    private final ApplePayIdentities identities;
    private final List<X509Certificate> roots;
    private final Tokens tokens;
    private final InstantSource clock;
    private volatile Keys keys;

    /** The opener over all keys, if anybody's signature is trusted, and which keys are whose. */
    private record Keys(
            Optional<TokenOpener> opener,
            Map<UUID, Set<String>> hashesByMerchant,
            Map<UUID, String> identifiers) {
        /** Identities are only added, so their number tells whether all are here. */
        long count() {
            return hashesByMerchant.values().stream().mapToLong(Set::size).sum();
        }
    }

    /**
     * An acceptance that trusts signers under {@code roots}.
     *
     * @param identities the merchants' keys
     * @param roots Apple's root, and in the sandbox its own
     * @param tokens finds device tokens by number
     * @param clock the time signing times are held against
     */
    public ApplePayAcceptance(
            ApplePayIdentities identities,
            List<X509Certificate> roots,
            Tokens tokens,
            InstantSource clock) {
        this.identities = identities;
        this.roots = List.copyOf(roots);
        this.tokens = tokens;
        this.clock = clock;
        this.keys = read();
    }

    /** Takes in keys that were registered since, by whichever process. */
    public void reload() {
        keys = read();
    }

    /** The same, if there are others than before: cheap enough to ask every few seconds. */
    public void follow() {
        if (identities.count() != keys.count()) {
            reload();
        }
    }

    /** What the merchant is to Apple Pay, the first where it is several; empty where nothing. */
    public Optional<String> identifierOf(UUID merchant) {
        return Optional.ofNullable(keys.identifiers().get(merchant));
    }

    /**
     * Turns a token into an instrument, at the time it is now.
     *
     * @param merchant who presents it
     * @param json the token, in any of the forms it comes in
     * @param applicationData what the payment request was bound to, where it was
     */
    public Instrument accept(UUID merchant, String json, Optional<byte[]> applicationData) {
        return accept(merchant, json, applicationData, clock.instant());
    }

    /** The same, at the time the token was handed in. */
    public Instrument accept(
            UUID merchant, String json, Optional<byte[]> applicationData, Instant at) {
        Expectation expectation =
                applicationData
                        .map(Expectation.nothing()::applicationData)
                        .orElse(Expectation.nothing());
        Keys current = keys;
        if (current.opener().isEmpty()) {
            return new Instrument.RefusedToken(
                    Refusal.UNTRUSTED_SIGNER.name(),
                    "no root is trusted here; start with --apple-root FILE");
        }
        return switch (current.opener().get().open(json, expectation, at)) {
            case Opening.Refused(Refusal why, String expected, String got) ->
                    new Instrument.RefusedToken(
                            why.name(),
                            "%s; expected %s, got %s".formatted(why.meaning(), expected, got));
            case Opening.Opened(PaymentToken token) -> {
                String hash = token.sealedFor().publicKeyHash();
                boolean ours =
                        current.hashesByMerchant().getOrDefault(merchant, Set.of()).contains(hash);
                yield ours
                        ? instrument(token)
                        : new Instrument.RefusedToken(
                                Refusal.UNKNOWN_PUBLIC_KEY.name(),
                                "the token is sealed for another merchant's key " + hash);
            }
        };
    }

    private Instrument instrument(PaymentToken token) {
        Parsed<Currency> currency = Currency.parse(token.currency());
        if (!(currency instanceof Parsed.Valid<Currency>(Currency known))) {
            return new Instrument.RefusedToken(
                    "CURRENCY_UNKNOWN",
                    "the device approved an amount in currency " + token.currency());
        }
        return switch (token.data()) {
            case PaymentData.ThreeDSecure data ->
                    new Instrument.Token(
                            tokens.idOf(token.pan().digits()),
                            token.sealedFor().publicKeyHash() + "|" + token.transactionId(),
                            data.cryptogram().bytes(),
                            new Money(token.amountMinor(), known));
            case PaymentData.Emv emv ->
                    new Instrument.RefusedToken(
                            "PAYMENT_DATA_TYPE",
                            "EMV payment data is not accepted here; expected 3DSecure");
        };
    }

    private Keys read() {
        TokenOpener.Builder builder = TokenOpener.builder();
        roots.forEach(builder::trust);
        Map<UUID, Set<String>> hashes = new HashMap<>();
        Map<UUID, String> identifiers = new HashMap<>();
        for (ApplePayIdentity identity : identities.all()) {
            builder.key(identity.key());
            hashes.computeIfAbsent(identity.merchant(), any -> new HashSet<>())
                    .add(identity.key().publicKeyHash());
            identifiers.putIfAbsent(identity.merchant(), identity.identifier());
        }
        Optional<TokenOpener> opener =
                roots.isEmpty() ? Optional.empty() : Optional.of(builder.build());
        return new Keys(opener, hashes, identifiers);
    }
}
