/**
 * Merchants: who they are, by which keys they are known, where they want to be told of things.
 *
 * <p>Of an API key only its hash is kept. A webhook endpoint's signing secret, and a payment token
 * handed in ahead of its payment, are sealed. What every request needs is kept in memory for a
 * short while, so a key that is taken back stops working everywhere within {@link
 * dev.handfast.merchants.ApiKeys#REMEMBERED}.
 *
 * <p>Uses {@code money}, {@code secrets}, {@code engine} (ids) and {@code sql}. Arguments are never
 * null. Verbs: {@code add}, {@code issue} a key, {@code revoke} it, {@code create} an endpoint,
 * {@code keep} and {@code look} at a handed-in token.
 *
 * <p>Sources: ISO 18245 (merchant category codes); Standard Webhooks for the form of secrets.
 */
@NullMarked
package dev.handfast.merchants;

import org.jspecify.annotations.NullMarked;
