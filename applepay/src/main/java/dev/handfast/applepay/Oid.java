package dev.handfast.applepay;

/** Object identifiers as the content bytes of their DER encoding (X.690 section 8.19), in hex. */
enum Oid {
    /** id-data, RFC 5652 section 4. */
    DATA("1.2.840.113549.1.7.1", "2a864886f70d010701"),
    /** id-signedData, RFC 5652 section 5.1. */
    SIGNED_DATA("1.2.840.113549.1.7.2", "2a864886f70d010702"),
    /** id-contentType, RFC 5652 section 11.1. */
    CONTENT_TYPE("1.2.840.113549.1.9.3", "2a864886f70d010903"),
    /** id-messageDigest, RFC 5652 section 11.2. */
    MESSAGE_DIGEST("1.2.840.113549.1.9.4", "2a864886f70d010904"),
    /** id-signingTime, RFC 5652 section 11.3. */
    SIGNING_TIME("1.2.840.113549.1.9.5", "2a864886f70d010905"),
    /** id-aa-cmsAlgorithmProtect, RFC 6211 section 2. */
    ALGORITHM_PROTECTION("1.2.840.113549.1.9.52", "2a864886f70d010934"),
    /** id-sha256, RFC 5754 section 2.2. */
    SHA256("2.16.840.1.101.3.4.2.1", "608648016503040201"),
    /** ecdsa-with-SHA256, RFC 5754 section 3.3. */
    ECDSA_SHA256("1.2.840.10045.4.3.2", "2a8648ce3d040302"),
    /** rsaEncryption, RFC 8017 appendix C. */
    RSA("1.2.840.113549.1.1.1", "2a864886f70d010101"),
    /** sha256WithRSAEncryption, RFC 8017 appendix C. */
    RSA_SHA256("1.2.840.113549.1.1.11", "2a864886f70d01010b"),
    /** id-ecPublicKey, RFC 5480 section 2.1.1. */
    EC("1.2.840.10045.2.1", "2a8648ce3d0201"),
    /** secp256r1, RFC 5480 section 2.1.1.1. */
    P256("1.2.840.10045.3.1.7", "2a8648ce3d030107"),
    /** extensionRequest, RFC 2985 section 5.4.2. */
    EXTENSION_REQUEST("1.2.840.113549.1.9.14", "2a864886f70d01090e"),
    /** userId, RFC 4519 section 2.39: a merchant certificate's merchant id. */
    UID("0.9.2342.19200300.100.1.1", "0992268993f22c640101"),
    /** commonName, RFC 4519 section 2.3. */
    COMMON_NAME("2.5.4.3", "550403"),
    /** emailAddress, RFC 2985 section 5.2.1. */
    EMAIL("1.2.840.113549.1.9.1", "2a864886f70d010901"),
    /** organizationName, RFC 4519 section 2.19. */
    ORGANIZATION("2.5.4.10", "55040a"),
    /** countryName, RFC 4519 section 2.2. */
    COUNTRY("2.5.4.6", "550406"),
    /** organizationalUnitName, RFC 4519 section 2.20. */
    UNIT("2.5.4.11", "55040b"),
    /** id-ce-basicConstraints, RFC 5280 section 4.2.1.9. */
    BASIC_CONSTRAINTS("2.5.29.19", "551d13"),
    /** id-ce-keyUsage, RFC 5280 section 4.2.1.3. */
    KEY_USAGE("2.5.29.15", "551d0f"),
    /** id-ce-extKeyUsage, RFC 5280 section 4.2.1.12. */
    EXTENDED_KEY_USAGE("2.5.29.37", "551d25"),
    /** id-kp-clientAuth, RFC 5280 section 4.2.1.12. */
    CLIENT_AUTH("1.3.6.1.5.5.7.3.2", "2b06010505070302"),
    /** id-ce-subjectKeyIdentifier, RFC 5280 section 4.2.1.2. */
    SUBJECT_KEY_ID("2.5.29.14", "551d0e"),
    /** id-ce-authorityKeyIdentifier, RFC 5280 section 4.2.1.1. */
    AUTHORITY_KEY_ID("2.5.29.35", "551d23"),
    /** Marks the certificate that signs payment tokens (Apple, payment token format). */
    TOKEN_SIGNER("1.2.840.113635.100.6.29", "2a864886f76364061d"),
    /** Marks the authority over token signers (Apple, payment token format). */
    TOKEN_SIGNER_AUTHORITY("1.2.840.113635.100.6.2.14", "2a864886f7636406020e"),
    /** Holds the SHA-256 of the merchant id in upper-case hex (Apple, restoring the key). */
    MERCHANT_ID_HASH("1.2.840.113635.100.6.32", "2a864886f763640620");

    private final String dotted;
    private final String hex;

    @SuppressWarnings("ImmutableEnumChecker") // never handed out, only copied
    private final byte[] encoded;

    Oid(String dotted, String hex) {
        this.dotted = dotted;
        this.hex = hex;
        this.encoded = java.util.HexFormat.of().parseHex(hex);
    }

    String dotted() {
        return dotted;
    }

    byte[] encoded() {
        return encoded.clone();
    }

    /** Whether the element is this object identifier. */
    boolean is(BerReader.Element element) {
        BerReader.Span span = element.span();
        return element.tag() == BerReader.OID
                && java.util.Arrays.equals(
                        element.source(), span.from(), span.to(), encoded, 0, encoded.length);
    }

    @Override
    public String toString() {
        return name() + " (" + dotted + ", " + hex + ")";
    }
}
