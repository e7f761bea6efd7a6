package dev.handfast.applepay;

/** The largest of everything that comes from outside; each is far above what Apple sends. */
final class Limits {
    /** Characters of a token with its container; a genuine one has about 5,000. */
    static final int TOKEN_CHARS_MAX = 64 * 1024;

    /** Bytes of the encrypted payment; a genuine one has 250 to 1,000. */
    static final int DATA_BYTES_MAX = 32 * 1024;

    /** Bytes of the detached signature with its certificates; a genuine one has about 2,700. */
    static final int SIGNATURE_BYTES_MAX = 16 * 1024;

    /** Bytes of a transaction id; a genuine one has 32, which is not promised. */
    static final int TRANSACTION_ID_BYTES_MAX = 64;

    /** Objects and arrays inside one another; a genuine token needs four. */
    static final int JSON_DEPTH_MAX = 16;

    /** Values in one JSON text, so that small text cannot become a large tree. */
    static final int JSON_VALUES_MAX = 4096;

    /** Elements inside one another in BER; a certificate in a signature needs twelve. */
    static final int BER_DEPTH_MAX = 24;

    /** Certificates in a signature: leaf, intermediate, and the root at most. */
    static final int CERTIFICATES_MAX = 3;

    /** Chains remembered as good: one per signer certificate in use, of which Apple has a few. */
    static final int CHAINS_CACHED_MAX = 64;

    /** Characters of one PEM file with all its blocks. */
    static final int PEM_CHARS_MAX = 256 * 1024;

    static {
        // Data and signature must fit into a token after Base64 made them a third longer.
        assert (DATA_BYTES_MAX + SIGNATURE_BYTES_MAX) / 3 * 4 <= TOKEN_CHARS_MAX;
    }

    private Limits() {}
}
