/**
 * The demonstration: both directions of the bridge, told as receipts over real protocol messages.
 *
 * <p>Uses the floors below. Speaks to a running Handfast only over HTTP, as merchants and phones
 * do; the books it prints at the end are read from the database. Arguments are never null. A step
 * that does not go as told throws {@link dev.handfast.demo.StepFailed} with what came instead.
 *
 * <p>Verbs: {@code tell} a story. Source: the design's section "Surfaces".
 */
@NullMarked
package dev.handfast.demo;

import org.jspecify.annotations.NullMarked;
