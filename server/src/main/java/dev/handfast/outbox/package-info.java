/**
 * What must be told to others: events, and their delivery to merchants' addresses.
 *
 * <p>An event and its deliveries are rows of the same transaction as the change they tell of, so
 * that neither can exist without the other. Deliveries are made afterwards, at least once, by
 * whichever process leases them, on a schedule that survives restarts. Every attempt is written
 * down.
 *
 * <p>Uses {@code engine} and {@code sql}. Arguments are never null. Verbs: {@code announce} inside
 * a batch, {@code deliver} outside.
 *
 * <p>Sources: the transactional outbox as a pattern; the schedules are those of the dialects. RFC
 * 9112 for the wire, RFC 6890 for the addresses that are not called, docs/decisions/0017 for order.
 */
@NullMarked
package dev.handfast.outbox;

import org.jspecify.annotations.NullMarked;
