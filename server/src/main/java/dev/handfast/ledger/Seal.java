package dev.handfast.ledger;

/**
 * Seals the head of a journal: a keyed digest under a key that the database does not have. Whoever
 * can write the tables but lacks the key can neither move a head nor rewrite what leads to it.
 */
@FunctionalInterface
public interface Seal {
    /** The seal over these bytes, always the same for the same bytes. */
    byte[] over(byte[] head);
}
