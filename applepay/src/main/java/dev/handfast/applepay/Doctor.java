package dev.handfast.applepay;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
     * @param roots trusted beside none; absent for a token of which only the key matters
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
        findings.ok("public key hash (as in a token's header): " + MerchantKey.hashOf(certificate));
        Optional<String> id = MerchantKey.merchantIdOf(certificate);
        Optional<byte[]> hash = MerchantKey.merchantIdHashOf(certificate, id);
        findings.ok("merchant id: " + id.orElse("not in the subject"));
        if (hash.isPresent()) {
            findings.ok("merchant id hash: " + Encoding.hex(hash.get()));
            byte[] ofSubject =
                    id.map(text -> Encoding.sha256(Encoding.utf8(text))).orElse(hash.get());
            if (!java.util.Arrays.equals(ofSubject, hash.get())) {
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

    private static void examineToken(
            Case examined, Optional<MerchantKey> key, Instant now, Findings findings) {
        SealedToken sealed;
        Cms cms;
        try {
            sealed = SealedToken.read(examined.token.orElseThrow());
            findings.ok("token is well formed, version " + sealed.kind().version());
            cms = Cms.read(sealed.signature());
        } catch (RefusedException refused) {
            findings.wrong("token: " + refused.refused());
            return;
        }
        Instant signedAt = cms.signer().attributes().signedAt();
        findings.note(
                "token says it was signed "
                        + signedAt
                        + ", "
                        + Duration.between(signedAt, now).toSeconds()
                        + " s before now");
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
        open(examined, key, signedAt, findings);
        if (Duration.between(signedAt, now).abs().compareTo(Duration.ofMinutes(5)) > 0) {
            findings.note("a server would refuse it today: its signing time is out of the window");
        }
    }

    /** Opens the token at its own signing time, so that an old sample can be examined. */
    private static void open(
            Case examined, Optional<MerchantKey> key, Instant signedAt, Findings findings) {
        if (examined.roots.isEmpty()) {
            findings.note("no trusted root was given: signature and content are not checked");
            return;
        }
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
            case Opening.Refused refused -> findings.wrong("token: " + refused);
        }
    }
}
