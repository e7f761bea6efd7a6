/**
 * The merchant API: payments, refunds, tokens, events and webhook endpoints over HTTP, so close to
 * Stripe's that its official client libraries work against it unchanged.
 *
 * <p>A request is authenticated, its parameters are read strictly (what is not known is refused by
 * name), the command runs, and its outcome is rendered. Rendering is pure, because it happens
 * inside the transaction whose answer it records.
 *
 * <p>Uses the floors up to {@code payments}, and {@code web}. No SQL. Arguments are never null;
 * what a client sent wrong is an {@link dev.handfast.merchantapi.ApiError}, never an exception.
 *
 * <p>Verbs: {@code read} parameters, {@code render} objects, {@code answer} a call.
 *
 * <p>Sources: the model classes of com.stripe:stripe-java 33.3.0 (API version 2026-07-29.dahlia)
 * for the shape of objects and errors; Standard Webhooks for the second signature.
 */
@NullMarked
package dev.handfast.merchantapi;

import org.jspecify.annotations.NullMarked;
