/**
 * Partners and the agreements between them.
 *
 * <p>An agreement joins an issuing to an acquiring partner: it is the corridor payments take, says
 * what the merchant pays and who gets which part, and can be closed at any moment.
 *
 * <p>Uses {@code money}, {@code engine} and {@code sql}. Arguments are never null; percentages are
 * exact. Verbs: {@code name} and {@code find} inside a batch, {@code close} and {@code open} a
 * corridor outside.
 *
 * <p>Source: the design's words "partner", "agreement" and "corridor".
 */
@NullMarked
package dev.handfast.partners;

import org.jspecify.annotations.NullMarked;
