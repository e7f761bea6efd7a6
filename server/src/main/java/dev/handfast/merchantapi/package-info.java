/**
 * The merchant API: payments, refunds, tokens, events and webhook endpoints over HTTP, so close to
 * Stripe's that its official client libraries work against it unchanged.
 *
 * <p>Each call is declared once, as a {@link dev.handfast.merchantapi.Route}: from it come its
 * address, the check of its parameters (what is not declared is refused by name), the OpenAPI
 * document, the page of the reference and tests. A request is authenticated and checked, the
 * command runs, and its outcome is rendered. Rendering is pure, because it happens inside the
 * transaction whose answer it records.
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
