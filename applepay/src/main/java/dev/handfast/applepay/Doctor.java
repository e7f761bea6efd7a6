package dev.handfast.applepay;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Says in plain words what fits and what does not between a private key, a certificate and a token:
 * for the person who stares at "tag mismatch". Reports hold hashes, names and times, no secret.
 */
public final class Doctor {
    /** Apple wants a new certificate made well before the old one ends. */
    private static final Duration EXPIRES_SOON = Duration.ofDays(60);

    private Doctor() {}

    /**
     * What to look at.
     *
     * @param privateKeyPem the private key, in any of the shapes of {@link Pem}
     * @param certificatePem the payment processing certificate
     * @param token a token as it arrived
     * @param roots who may sign tokens; none where only the key matters
     */
    public record Case(
            String privateKeyPem,
            String certificatePem,
            Optional<String> token,
            List<X509Certificate> roots) {
        public Case {
            roots = List.copyOf(roots);
        }

        @Override
        public String toString() {
            return "Case[token=" + token.isPresent() + ", roots=" + roots.size() + "]";
        }
    }

    /**
     * The findings, one a line.
     *
     * @param healthy nothing is wrong
     * @param lines each begins with "ok", "note" or "WRONG"
     */
    public record Report(boolean healthy, List<String> lines) {
        public Report {
            lines = List.copyOf(lines);
        }

        /** The lines as one text. */
        public String text() {
            return String.join("\n", lines) + "\n";
        }
    }

    /** The checks by their numbers in docs/token.md. */
    private static String step(Refusal why) {
        return switch (why) {
            case CREDENTIAL_UNREADABLE, KEY_CERT_MISMATCH, MERCHANT_ID_MISSING ->
                    "the merchant's own credentials";
            case MALFORMED_TOKEN -> "steps 1 to 3, reading it";
            case SIMULATED_TOKEN -> "step 2, whether a device made it";
            case UNSUPPORTED_VERSION -> "step 3, its version";
            case UNTRUSTED_SIGNER -> "step 5, the signer's certificates";
            case SIGNATURE_INVALID -> "steps 4 to 7, the signature";
            case SIGNING_TIME_OUT_OF_WINDOW -> "step 8, the signing time";
            case UNKNOWN_PUBLIC_KEY -> "step 9, finding the key";
            case DECRYPT_FAILED -> "step 10, decrypting";
            case PAYLOAD_MALFORMED -> "step 11, reading the payment";
            case AMOUNT_MISMATCH, CURRENCY_MISMATCH, APPLICATION_DATA_MISMATCH ->
                    "step 12, comparing it with the order";
            case REPLAYED_TRANSACTION -> "step 13, whether it was credited before";
        };
    }

    /** Collects findings. */
    private static final class Findings {
        private final List<String> lines = new ArrayList<>();
        private boolean healthy = true;

        void ok(String line) {
            lines.add("ok    " + line);
        }

        void note(String line) {
            lines.add("note  " + line);
        }

        void wrong(String line) {
            lines.add("WRONG " + line);
            healthy = false;
        }

        Report report() {
            return new Report(healthy, lines);
        }
    }

    /** Examines key, certificate and, if given, the token, as of now. */
    public static Report examine(Case examined, Instant now) {
        Findings findings = new Findings();
        Optional<MerchantKey> key = examineKey(examined, now, findings);
        if (examined.token.isPresent()) {
            examineToken(examined, key, now, findings);
        }
        return findings.report();
    }

    private static Optional<MerchantKey> examineKey(Case examined, Instant now, Findings findings) {
        Optional<X509Certificate> certificate = Optional.empty();
        try {
            certificate = Optional.of(Pem.certificate(examined.certificatePem));
            describe(certificate.get(), now, findings);
        } catch (CredentialException unreadable) {
            findings.wrong("certificate: " + unreadable.finding());
        }
        try {
            PrivateKey privateKey = Pem.privateKey(examined.privateKeyPem);
            findings.ok("private key is readable, kind " + privateKey.getAlgorithm());
            if (certificate.isPresent()) {
                MerchantKey key = MerchantKey.of(privateKey, certificate.get());
                findings.ok("private key and certificate belong together, for " + key.version());
                return Optional.of(key);
            }
        } catch (CredentialException wrong) {
            findings.wrong(wrong.why().meaning() + ": " + wrong.finding());
        }
        return Optional.empty();
    }

    private static void describe(X509Certificate certificate, Instant now, Findings findings) {
        findings.ok("certificate for " + certificate.getSubjectX500Principal());
        if (isMerchantIdentity(certificate)) {
            findings.wrong(
                    "this is a merchant identity certificate, which asks for sessions; tokens are"
                            + " sealed to the payment processing certificate");
        }
        findings.ok("public key hash (as in a token's header): " + MerchantKey.hashOf(certificate));
        Optional<String> id = MerchantKey.merchantIdOf(certificate);
        Optional<byte[]> hash = MerchantKey.merchantIdHashOf(certificate, id);
        findings.ok("merchant id: " + id.orElse("not in the subject"));
        if (hash.isPresent()) {
            findings.ok("merchant id hash: " + Encoding.hex(hash.get()));
            byte[] ofSubject =
                    id.map(text -> Encoding.sha256(Encoding.utf8(text))).orElse(hash.get());
            if (!Arrays.equals(ofSubject, hash.get())) {
                findings.wrong("the certificate's hash is not that of its merchant id");
            }
        }
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from)) {
            findings.wrong("certificate is valid only from " + from);
        } else if (now.isAfter(until)) {
            findings.note(
                    "certificate ended " + until + ": old tokens still open, no new ones come");
        } else if (now.plus(EXPIRES_SOON).isAfter(until)) {
            findings.note("certificate ends soon, " + until + ": make the next one now");
        } else {
            findings.ok("certificate is valid until " + until);
        }
    }

    private static String told(Duration age) {
        Duration length = age.abs();
        String words =
                length.toDays() > 1
                        ? length.toDays() + " days"
                        : length.toHours() > 1
                                ? length.toHours() + " hours"
                                : length.toSeconds() + " seconds";
        return words + (age.isNegative() ? " after now" : " before now");
    }

    /**
     * Whether a certificate is for asking sessions over TLS; tokens are sealed to the other kind.
     */
    public static boolean isMerchantIdentity(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes != null && purposes.contains(Oid.CLIENT_AUTH.dotted());
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }

    private static void examineToken(
            Case examined, Optional<MerchantKey> key, Instant now, Findings findings) {
        SealedToken sealed;
        Cms cms;
        try {
            sealed = SealedToken.read(examined.token.orElseThrow());
            findings.ok("token is well formed, version " + sealed.kind().version());
            cms = Cms.read(sealed.signature());
        } catch (RefusedException refused) {
            Opening.Refused why = refused.refused();
            findings.wrong("token fails at " + step(why.why()) + ": " + why);
            return;
        }
        Instant signedAt = cms.signer().attributes().signedAt();
        findings.note(
                "token says it was signed "
                        + signedAt
                        + ", "
                        + told(Duration.between(signedAt, now)));
        if (key.isPresent()) {
            boolean same = sealed.header().publicKeyHash().equals(key.get().publicKeyHash());
            if (same) {
                findings.ok("token is encrypted to this certificate");
            } else {
                findings.wrong(
                        "token is encrypted to another certificate, with public key hash "
                                + sealed.header().publicKeyHash());
            }
        }
        if (examined.roots.isEmpty()) {
            findings.note(
                    "no trusted root was given (Apple Root CA - G3): who signed the token is not"
                            + " checked");
            key.ifPresent(present -> decrypt(new Unrooted(sealed, cms, present), findings));
        } else {
            open(examined, key, signedAt, findings);
        }
        if (Duration.between(signedAt, now).abs().compareTo(Duration.ofMinutes(5)) > 0) {
            findings.note("a server would refuse it today: its signing time is out of the window");
        }
    }

    /** A token whose signer nobody vouches for, and the key it may be sealed to. */
    private record Unrooted(SealedToken sealed, Cms cms, MerchantKey key) {}

    /** What can be said without a root: whether it was changed, and whether the key opens it. */
    private static void decrypt(Unrooted token, Findings findings) {
        byte[] signed = token.cms.signer().attributes().contentDigest();
        if (MessageDigest.isEqual(signed, token.sealed.contentDigest())) {
            findings.ok("token's content is the one that was signed");
        } else {
            findings.wrong("token was changed after it was signed, or was put together");
        }
        try {
            byte[] plaintext =
                    new TokenCipher(Crypto.fastest())
                            .decrypt(token.sealed, token.key, token.key.privateKey());
            findings.ok("token decrypts with this key and merchant id");
            PaymentToken.Payment payment = PaymentReader.read(plaintext);
            findings.ok("token holds %s".formatted(payment));
        } catch (RefusedException refused) {
            findings.wrong("token decrypts, yet " + refused.refused());
        } catch (GeneralSecurityException | RuntimeException doesNotDecrypt) {
            findings.wrong(
                    "token does not decrypt with this key: the token was made for another"
                            + " certificate, or this certificate names another merchant id");
        }
    }

    /** Opens the token at its own signing time, so that an old sample can be examined. */
    private static void open(
            Case examined, Optional<MerchantKey> key, Instant signedAt, Findings findings) {
        TokenOpener.Builder builder = TokenOpener.builder();
        examined.roots.forEach(builder::trust);
        key.ifPresent(builder::key);
        Opening opening =
                builder.build().open(examined.token.orElseThrow(), Expectation.nothing(), signedAt);
        switch (opening) {
            case Opening.Opened(PaymentToken token) ->
                    findings.ok(
                            "token opens: %d minor units of currency %s, transaction %s, %s"
                                    .formatted(
                                            token.amountMinor(),
                                            token.currency(),
                                            token.transactionId(),
                                            token.pan()));
            case Opening.Refused refused ->
                    findings.wrong("token fails at " + step(refused.why()) + ": " + refused);
        }
    }
}
