package dev.handfast.merchantapi;

/** Which keys may make a call. */
enum Access {
    /** Secret keys, and restricted ones that may do this. */
    SECRET("a secret key, or a restricted one with permission"),
    /** Publishable keys too, from a payer's own device. */
    PUBLISHABLE("any key, a publishable one too"),
    /** Publishable keys too, where they show the object's client secret. */
    CLIENT_SECRET("a secret key, or a publishable one with the object's client_secret");

    private final String words;

    Access(String words) {
        this.words = words;
    }

    /** For the reference. */
    String words() {
        return words;
    }
}
