package dev.handfast.applepay;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import javax.crypto.Cipher;

/**
 * Seals payment tokens in Apple's format under a trust root of one's own: for a wallet operator, a
 * sandbox or a test. It holds a root, an intermediate authority and a signer for each version, all
 * marked as Apple marks its own; whoever trusts {@link #root} can open its tokens. Immutable and
 * safe for any number of threads.
 *
 * <p>It also issues payment processing certificates, as Apple's portal does.
 */
public final class TokenAuthority {
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(25 * 365);
    private static final Duration SIGNER_LIFE = Duration.ofDays(20 * 365);

    /** Apple's processing certificates live for 25 months. */
    private static final Duration MERCHANT_CERTIFICATE_LIFE = Duration.ofDays(760);

    private static final int TRANSACTION_ID_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String ROOT = "root";
    private static final String INTERMEDIATE = "intermediate";
    private static final String EC_SIGNER = "ec-signer";
    private static final String RSA_SIGNER = "rsa-signer";

    private final Pair root;
    private final Pair intermediate;
    private final Pair ecSigner;
    private final Pair rsaSigner;
    private final TokenCipher cipher = new TokenCipher(Crypto.fastest());

    /** A private key and its certificate. */
    private record Pair(PrivateKey key, X509Certificate certificate) {
        CertificateWriter.Issuer issuer() {
            return CertificateWriter.Issuer.of(certificate, key);
        }
    }

    private TokenAuthority(Pair root, Pair intermediate, Pair ecSigner, Pair rsaSigner) {
        this.root = root;
        this.intermediate = intermediate;
        this.ecSigner = ecSigner;
        this.rsaSigner = rsaSigner;
    }

    /**
     * Makes a new root with everything below it.
     *
     * @param name stands in the certificates' names, such as "Handfast Sandbox"
     * @param now from when it is valid (a day earlier, since clocks differ), for 20 years
     */
    public static TokenAuthority create(String name, Instant now) {
        KeyPair rootKeys = P256.generate();
        byte[] rootName = nameOf(name, "Root CA");
        Signers.Validity life = CertificateWriter.validity(now, AUTHORITY_LIFE);
        CertificateWriter.Issuer self =
                new CertificateWriter.Issuer(rootName, rootKeys.getPublic(), rootKeys.getPrivate());
        Pair root =
                issue(self, rootKeys, rootName, life, CertificateWriter.authority(2, List.of()));
        Pair intermediate =
                issue(
                        root.issuer(),
                        P256.generate(),
                        nameOf(name, "Application Integration CA"),
                        life,
                        CertificateWriter.authority(
                                0, List.of(CertificateWriter.mark(Oid.TOKEN_SIGNER_AUTHORITY))));
        Signers.Validity signerLife = CertificateWriter.validity(now, SIGNER_LIFE);
        Pair ecSigner =
                issue(
                        intermediate.issuer(),
                        P256.generate(),
                        nameOf(name, "ecc-smp-broker-sign"),
                        signerLife,
                        CertificateWriter.tokenSigner());
        Pair rsaSigner =
                issue(
                        intermediate.issuer(),
                        rsaKeys(),
                        nameOf(name, "rsa-smp-broker-sign"),
                        signerLife,
                        CertificateWriter.tokenSigner());
        return new TokenAuthority(root, intermediate, ecSigner, rsaSigner);
    }

    private static Pair issue(
            CertificateWriter.Issuer issuer,
            KeyPair keys,
            byte[] subject,
            Signers.Validity life,
            List<byte[]> extensions) {
        X509Certificate certificate =
                CertificateWriter.sign(
                        new CertificateWriter.Content(subject, keys.getPublic(), life, extensions),
                        issuer);
        return new Pair(keys.getPrivate(), certificate);
    }

    private static byte[] nameOf(String name, String role) {
        return CertificateWriter.name(
                List.of(
                        new CertificateWriter.Attribute(Oid.COMMON_NAME, name + " " + role),
                        new CertificateWriter.Attribute(Oid.ORGANIZATION, name)));
    }

    static KeyPair rsaKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform makes RSA keys", impossible);
        }
    }

    /** The certificate that openers of these tokens must trust. */
    public X509Certificate root() {
        return root.certificate;
    }

    /** The root as PEM. */
    public String rootPem() {
        return Pem.write(root.certificate);
    }

    /**
     * Issues a payment processing certificate for a merchant's public key.
     *
     * @param merchantId such as "merchant.com.example", ASCII
     * @param key P-256 for EC_v1 or RSA for RSA_v1
     * @param now from when it is valid (a day earlier), for 25 months
     */
    public X509Certificate issueProcessingCertificate(
            String merchantId, PublicKey key, Instant now) {
        byte[] subject =
                CertificateWriter.name(
                        List.of(
                                new CertificateWriter.Attribute(Oid.UID, merchantId),
                                new CertificateWriter.Attribute(
                                        Oid.COMMON_NAME,
                                        "Apple Pay Payment Processing:" + merchantId)));
        return CertificateWriter.sign(
                new CertificateWriter.Content(
                        subject,
                        key,
                        CertificateWriter.validity(now, MERCHANT_CERTIFICATE_LIFE),
                        CertificateWriter.paymentProcessing(merchantId)),
                root.issuer());
    }

    /**
     * Issues a payment processing certificate for a signing request, as Apple's portal does.
     *
     * @throws CredentialException if the request does not hold
     */
    public X509Certificate issueProcessingCertificate(
            String merchantId, String requestPem, Instant now) {
        return issueProcessingCertificate(merchantId, SigningRequest.verifiedKey(requestPem), now);
    }

    /**
     * Issues a merchant identity certificate for a signing request: a client certificate for TLS.
     *
     * @throws CredentialException if the request does not hold
     */
    public X509Certificate issueIdentityCertificate(
            String merchantId, String requestPem, Instant now) {
        byte[] subject =
                CertificateWriter.name(
                        List.of(
                                new CertificateWriter.Attribute(Oid.UID, merchantId),
                                new CertificateWriter.Attribute(
                                        Oid.COMMON_NAME,
                                        "Apple Pay Merchant Identity:" + merchantId)));
        return CertificateWriter.sign(
                new CertificateWriter.Content(
                        subject,
                        SigningRequest.verifiedKey(requestPem),
                        CertificateWriter.validity(now, MERCHANT_CERTIFICATE_LIFE),
                        CertificateWriter.merchantIdentity(merchantId)),
                root.issuer());
    }

    /** Makes a P-256 key for a merchant and issues its certificate. */
    public MerchantKey issueMerchantKey(String merchantId, Instant now) {
        return issueMerchantKey(merchantId, P256.generate(), now);
    }

    /** Makes an RSA key for a merchant and issues its certificate, for RSA_v1. */
    public MerchantKey issueRsaMerchantKey(String merchantId, Instant now) {
        return issueMerchantKey(merchantId, rsaKeys(), now);
    }

    private MerchantKey issueMerchantKey(String merchantId, KeyPair keys, Instant now) {
        return MerchantKey.of(
                keys.getPrivate(), issueProcessingCertificate(merchantId, keys.getPublic(), now));
    }

    /**
     * Seals a payment.
     *
     * @return {@code paymentData} as JSON, exactly in Apple's format
     * @throws CredentialException if no token can be sealed to the recipient's certificate
     */
    public String seal(SealRequest request) {
        return sealed(request).write();
    }

    /**
     * Seals a payment as a browser hands it to the page: {@code ApplePayPaymentToken}, with
     * paymentData, paymentMethod and transactionIdentifier.
     */
    public String sealForWeb(SealRequest request, PaymentMethod method) {
        SealRequest withId =
                request.transactionId().isPresent()
                        ? request
                        : request.withTransactionId(randomBytes(TRANSACTION_ID_BYTES));
        String id = Encoding.hex(withId.transactionId().orElseThrow().bytes());
        return new JsonObject()
                .put("paymentData", sealed(withId))
                .put("paymentMethod", method.json())
                .text("transactionIdentifier", id)
                .write();
    }

    private JsonObject sealed(SealRequest request) {
        boolean rsa = request.recipient().getPublicKey() instanceof RSAKey;
        SealedToken.Kind kind = rsa ? SealedToken.Kind.RSA : SealedToken.Kind.EC;
        Pair signer = rsa ? rsaSigner : ecSigner;
        SealedToken token = encrypt(request, kind);
        byte[] signature = cms(signer, token.contentDigest(), request.signedAt());
        JsonObject header =
                new JsonObject()
                        .text("publicKeyHash", token.header().publicKeyHash())
                        .text(kind.keyField(), Encoding.base64(token.key()))
                        .text("transactionId", Encoding.hex(token.header().transactionId()))
                        .text(
                                "applicationData",
                                token.header().applicationData().map(Encoding::hex));
        return new JsonObject()
                .text("data", Encoding.base64(token.data()))
                .text("signature", Encoding.base64(signature))
                .put("header", header)
                .text("version", kind.version());
    }

    /** A detached signature, in CMS, over content of the sandbox's own. */
    byte[] sign(byte[] content, Instant now) {
        return cms(ecSigner, Encoding.sha256(content), now);
    }

    private byte[] cms(Pair signer, byte[] contentDigest, Instant signedAt) {
        List<X509Certificate> certificates = List.of(signer.certificate, intermediate.certificate);
        return CmsWriter.write(
                new CmsWriter.Signer(signer.key, certificates), contentDigest, signedAt);
    }

    /** A symmetric key and what the recipient needs to restore it. */
    @SuppressWarnings("ArrayRecordComponent") // carried inside the package, never compared
    private record OneTimeKey(byte[] symmetric, byte[] forRecipient) {}

    private OneTimeKey agree(X509Certificate recipient) throws GeneralSecurityException {
        KeyPair ephemeral = P256.generate();
        byte[] symmetric =
                cipher.agree(
                        ephemeral.getPrivate(),
                        recipient.getPublicKey().getEncoded(),
                        partyV(recipient));
        return new OneTimeKey(symmetric, ephemeral.getPublic().getEncoded());
    }

    private OneTimeKey wrap(X509Certificate recipient) throws GeneralSecurityException {
        byte[] symmetric = randomBytes(16);
        return new OneTimeKey(symmetric, cipher.wrap(recipient.getPublicKey(), symmetric));
    }

    private SealedToken encrypt(SealRequest request, SealedToken.Kind kind) {
        try {
            OneTimeKey key =
                    switch (kind) {
                        case EC -> agree(request.recipient());
                        case RSA -> wrap(request.recipient());
                    };
            byte[] plaintext = PaymentWriter.write(request.payment());
            byte[] data = cipher.gcm(Cipher.ENCRYPT_MODE, key.symmetric, plaintext);
            SealedToken.Header header =
                    new SealedToken.Header(
                            MerchantKey.hashOf(request.recipient()),
                            request.transactionId()
                                    .map(SecretBytes::bytes)
                                    .orElseGet(() -> randomBytes(TRANSACTION_ID_BYTES)),
                            request.applicationData()
                                    .map(original -> Encoding.sha256(original.bytes())));
            return new SealedToken(kind, key.forRecipient, data, new byte[0], header);
        } catch (GeneralSecurityException unusable) {
            throw new CredentialException(
                    Refusal.KEY_CERT_MISMATCH,
                    "expected a certificate for a P-256 or RSA key, got another",
                    unusable);
        }
    }

    private static byte[] partyV(X509Certificate recipient) {
        return MerchantKey.merchantIdHashOf(recipient, MerchantKey.merchantIdOf(recipient))
                .orElseThrow(
                        () ->
                                new CredentialException(
                                        Refusal.MERCHANT_ID_MISSING,
                                        "expected a recipient's certificate with a merchant id"));
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** All keys and certificates as a PKCS#12 store: a secret. Read by {@link #fromPkcs12}. */
    public byte[] toPkcs12(char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            put(store, ROOT, password, root);
            put(store, INTERMEDIATE, password, intermediate, root);
            put(store, EC_SIGNER, password, ecSigner, intermediate, root);
            put(store, RSA_SIGNER, password, rsaSigner, intermediate, root);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, password);
            return out.toByteArray();
        } catch (GeneralSecurityException | IOException impossible) {
            throw new AssertionError("every Java platform writes PKCS#12", impossible);
        }
    }

    private static void put(KeyStore store, String alias, char[] password, Pair... chain)
            throws GeneralSecurityException {
        Certificate[] certificates =
                Arrays.stream(chain).map(Pair::certificate).toArray(Certificate[]::new);
        store.setKeyEntry(alias, chain[0].key, password, certificates);
    }

    /**
     * Takes up an authority where {@link #toPkcs12} left it.
     *
     * @throws CredentialException if the bytes are not such a store, or the password is another
     */
    public static TokenAuthority fromPkcs12(byte[] bytes, char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), password);
            return new TokenAuthority(
                    get(store, ROOT, password),
                    get(store, INTERMEDIATE, password),
                    get(store, EC_SIGNER, password),
                    get(store, RSA_SIGNER, password));
        } catch (GeneralSecurityException | IOException unreadable) {
            throw new CredentialException(
                    Refusal.CREDENTIAL_UNREADABLE,
                    "expected a PKCS#12 store under the given password, got something else",
                    unreadable);
        }
    }

    private static Pair get(KeyStore store, String alias, char[] password)
            throws GeneralSecurityException {
        if (store.getKey(alias, password) instanceof PrivateKey key
                && store.getCertificate(alias) instanceof X509Certificate certificate) {
            return new Pair(key, certificate);
        }
        throw new CredentialException(
                Refusal.CREDENTIAL_UNREADABLE,
                "expected an entry \"" + alias + "\" in the store, got none");
    }

    @Override
    public String toString() {
        return "TokenAuthority[" + root.certificate.getSubjectX500Principal() + "]";
    }
}
