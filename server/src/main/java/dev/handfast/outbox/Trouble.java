package dev.handfast.outbox;

/** Why a receiver gave no answer. The names are those the log of deliveries shows. */
public enum Trouble {
    /** The address is none that can be called. */
    ADDRESS,
    /** Its name is unknown, or was not resolved in time. */
    NAME,
    /** It leads to a machine or a network that may not be called. */
    FORBIDDEN,
    /** Nobody takes connections there. */
    CONNECTION,
    /** No secure channel came about: an unknown issuer, another name, an old protocol. */
    TLS,
    /** There was no answer in time. */
    TIMEOUT,
    /** What came is no answer of HTTP, or it broke off. */
    PROTOCOL
}
