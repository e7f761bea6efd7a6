/**
 * Tests of the merchant API: by Stripe's own Java client, by plain HTTP where a client would not do
 * such a thing, on a real database.
 *
 * <p>Uses everything below, and the test support.
 *
 * <p>Arguments are never null; a failure is an assertion.
 *
 * <p>Verbs: none.
 *
 * <p>Sources: com.stripe:stripe-java 33.3.0 and com.standardwebhooks:standardwebhooks 1.2.0,
 * unmodified.
 */
@NullMarked
package dev.handfast.merchantapi;

import org.jspecify.annotations.NullMarked;
