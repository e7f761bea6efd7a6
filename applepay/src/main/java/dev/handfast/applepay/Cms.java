package dev.handfast.applepay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A detached CMS signature by one signer with signed attributes (RFC 5652 sections 5.1 to 5.4), as
 * Apple makes it: outer elements of indefinite length, signed attributes in DER.
 *
 * @param certificates the certificates as they lie in the signature, none parsed
 * @param signer the signer's part
 */
record Cms(List<byte[]> certificates, Signer signer) {
    private static final byte[] SHA256_WITHOUT_PARAMETERS = Der.sequence(Der.oid(Oid.SHA256));
    private static final byte[] SHA256_WITH_NULL = Der.sequence(Der.oid(Oid.SHA256), Der.nothing());

    /**
     * The signer's part of a signature.
     *
     * @param issuer DER of the signer certificate's issuer
     * @param serial the signer certificate's serial number, as the content of its INTEGER
     * @param attributes what is signed beside the content
     * @param algorithm how it is signed
     * @param signature the signature over {@link Attributes#signedBytes}
     */
    @SuppressWarnings("ArrayRecordComponent") // carried inside the package, never compared
    record Signer(
            byte[] issuer,
            byte[] serial,
            Attributes attributes,
            Algorithm algorithm,
            byte[] signature) {}

    /**
     * The signed attributes.
     *
     * @param signedBytes the attributes under the SET tag, which is what the signature covers (RFC
     *     5652 section 5.4)
     * @param contentDigest what the SHA-256 of the content must be
     * @param signedAt the signing time
     */
    @SuppressWarnings("ArrayRecordComponent") // carried inside the package, never compared
    record Attributes(byte[] signedBytes, byte[] contentDigest, Instant signedAt) {}

    /** The two ways Apple signs. */
    enum Algorithm {
        ECDSA("SHA256withECDSA"),
        RSA("SHA256withRSA");

        private final String jcaName;

        Algorithm(String jcaName) {
            this.jcaName = jcaName;
        }

        String jcaName() {
            return jcaName;
        }
    }

    static Cms read(byte[] encoded) throws RefusedException {
        try {
            return readContentInfo(encoded);
        } catch (BerException unreadable) {
            throw unreadable.as(Refusal.SIGNATURE_INVALID, "signature as CMS");
        }
    }

    private static Cms readContentInfo(byte[] encoded) throws BerException, RefusedException {
        BerReader info = BerReader.only(encoded, BerReader.SEQUENCE).inside();
        demand(Oid.SIGNED_DATA, info.next(), "content type");
        BerReader wrapper = info.next(BerReader.context(0)).inside();
        info.end();
        BerReader signedData = wrapper.next(BerReader.SEQUENCE).inside();
        wrapper.end();
        demandVersion(signedData.next(BerReader.INTEGER));
        BerReader digests = signedData.next(BerReader.SET).inside();
        readSha256(digests.next(BerReader.SEQUENCE));
        digests.end();

        BerReader content = signedData.next(BerReader.SEQUENCE).inside();
        demand(Oid.DATA, content.next(), "encapsulated content type");
        if (content.more()) {
            throw refused("a detached signature", "one that holds content");
        }
        List<byte[]> certificates = new ArrayList<>();
        if (signedData.peek() == BerReader.context(0)) {
            BerReader list = signedData.next().inside();
            while (list.more()) {
                certificates.add(list.next(BerReader.SEQUENCE).encoded());
            }
        }
        BerReader signers = signedData.next(BerReader.SET).inside();
        signedData.end();
        BerReader.Element signer = signers.next(BerReader.SEQUENCE);
        if (signers.more()) {
            throw refused("one signer", "several");
        }
        return new Cms(List.copyOf(certificates), readSigner(signer));
    }

    private static Signer readSigner(BerReader.Element element)
            throws BerException, RefusedException {
        BerReader signer = element.inside();
        demandVersion(signer.next(BerReader.INTEGER));
        BerReader id = signer.next(BerReader.SEQUENCE).inside();
        byte[] issuer = id.next(BerReader.SEQUENCE).encoded();
        byte[] serial = id.next(BerReader.INTEGER).content();
        id.end();
        readSha256(signer.next(BerReader.SEQUENCE));
        BerReader.Element signed = signer.next(BerReader.context(0));
        if (!signed.definite()) {
            throw refused("signed attributes in DER", "an indefinite length");
        }
        BerReader.Element algorithmElement = signer.next(BerReader.SEQUENCE);
        Algorithm algorithm = readAlgorithm(algorithmElement);
        byte[] signature = signer.next(BerReader.OCTET_STRING).content();
        signer.end();
        Map<Oid, BerReader.Element> byType = readAttributes(signed);
        checkProtection(byType, algorithmElement);
        return new Signer(issuer, serial, attributes(signed, byType), algorithm, signature);
    }

    private static Attributes attributes(
            BerReader.Element signed, Map<Oid, BerReader.Element> byType)
            throws BerException, RefusedException {
        demand(Oid.DATA, needed(byType, Oid.CONTENT_TYPE), "signed content type");
        BerReader.Element digest = needed(byType, Oid.MESSAGE_DIGEST);
        if (digest.tag() != BerReader.OCTET_STRING) {
            throw refused("a message digest in an octet string", "another type");
        }
        byte[] signedBytes = signed.encoded();
        signedBytes[0] = BerReader.SET;
        Instant signedAt = readTime(needed(byType, Oid.SIGNING_TIME));
        return new Attributes(signedBytes, digest.content(), signedAt);
    }

    /** The attributes we know with their one value; each at most once, others passed over. */
    private static Map<Oid, BerReader.Element> readAttributes(BerReader.Element signed)
            throws BerException, RefusedException {
        Map<Oid, BerReader.Element> byType = new EnumMap<>(Oid.class);
        BerReader list = signed.inside();
        while (list.more()) {
            BerReader attribute = list.next(BerReader.SEQUENCE).inside();
            Optional<Oid> type = attributeType(attribute.next(BerReader.OID));
            BerReader values = attribute.next(BerReader.SET).inside();
            attribute.end();
            if (type.isEmpty()) {
                continue;
            }
            if (byType.put(type.get(), values.next()) != null || values.more()) {
                throw refused("each signed attribute once with one value", "several");
            }
        }
        return byType;
    }

    private static Optional<Oid> attributeType(BerReader.Element oid) {
        for (Oid known :
                List.of(
                        Oid.CONTENT_TYPE,
                        Oid.MESSAGE_DIGEST,
                        Oid.SIGNING_TIME,
                        Oid.ALGORITHM_PROTECTION)) {
            if (known.is(oid)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    private static BerReader.Element needed(Map<Oid, BerReader.Element> byType, Oid type)
            throws RefusedException {
        BerReader.Element value = byType.get(type);
        if (value == null) {
            throw refused("the signed attribute " + type, "none");
        }
        return value;
    }

    /** CMSAlgorithmProtection, when present, must name the algorithms in use (RFC 6211 2). */
    private static void checkProtection(
            Map<Oid, BerReader.Element> byType, BerReader.Element algorithm)
            throws BerException, RefusedException {
        BerReader.Element protection = byType.get(Oid.ALGORITHM_PROTECTION);
        if (protection == null) {
            return;
        }
        BerReader fields = protection.inside();
        readSha256(fields.next(BerReader.SEQUENCE));
        // signatureAlgorithm [1] IMPLICIT: the same content under another tag
        byte[] protectedAlgorithm = fields.next(BerReader.context(1)).content();
        fields.end();
        if (!Arrays.equals(protectedAlgorithm, algorithm.content())) {
            throw refused("the signature algorithm that the signed attributes protect", "another");
        }
    }

    private static void readSha256(BerReader.Element algorithm) throws RefusedException {
        byte[] encoded = algorithm.encoded();
        if (!Arrays.equals(encoded, SHA256_WITHOUT_PARAMETERS)
                && !Arrays.equals(encoded, SHA256_WITH_NULL)) {
            throw refused("digest algorithm SHA-256", "another");
        }
    }

    private static Algorithm readAlgorithm(BerReader.Element element)
            throws BerException, RefusedException {
        BerReader fields = element.inside();
        BerReader.Element oid = fields.next();
        if (fields.more()) {
            fields.next(BerReader.NULL);
            fields.end();
        }
        if (Oid.ECDSA_SHA256.is(oid)) {
            return Algorithm.ECDSA;
        }
        // RFC 3370 section 3.2 lets a signer name the key's algorithm instead of the signature's.
        if (Oid.RSA_SHA256.is(oid) || Oid.RSA.is(oid)) {
            return Algorithm.RSA;
        }
        throw refused("ecdsa-with-SHA256 or sha256WithRSAEncryption", "another algorithm");
    }

    private static Instant readTime(BerReader.Element element) throws RefusedException {
        byte[] text = element.content();
        int yearDigits = text.length - "MMddHHmmssZ".length();
        boolean utc = element.tag() == BerReader.UTC_TIME && yearDigits == 2;
        boolean generalized = element.tag() == BerReader.GENERALIZED_TIME && yearDigits == 4;
        if ((!utc && !generalized) || text[text.length - 1] != 'Z') {
            throw refused("a signing time in UTC to the second", "another form");
        }
        int year = number(text, 0, yearDigits);
        if (utc) {
            year += year < 50 ? 2000 : 1900; // RFC 5652 section 11.3: years 1950 to 2049
        }
        int at = yearDigits;
        try {
            return LocalDateTime.of(
                            year,
                            number(text, at, 2),
                            number(text, at + 2, 2),
                            number(text, at + 4, 2),
                            number(text, at + 6, 2),
                            number(text, at + 8, 2))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException impossible) {
            throw refused("a signing time that exists", "another");
        }
    }

    private static int number(byte[] text, int from, int count) throws RefusedException {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            if (!Fields.isDigit(text[i])) {
                throw refused("a signing time in digits", "another character");
            }
            value = 10 * value + text[i] - '0';
        }
        return value;
    }

    private static void demandVersion(BerReader.Element version) throws RefusedException {
        byte[] content = version.content();
        if (content.length != 1 || content[0] != 1) {
            throw refused("version 1 of signed data and signer", "another");
        }
    }

    private static void demand(Oid wanted, BerReader.Element got, String what)
            throws RefusedException {
        if (!wanted.is(got)) {
            throw refused(what + " " + wanted.dotted(), "another");
        }
    }

    private static RefusedException refused(String expected, String got) {
        return new RefusedException(Refusal.SIGNATURE_INVALID, "signature with " + expected, got);
    }
}
