/** Hosted checkout, in a real browser. */
@NullMarked
package dev.handfast.checkout;

import org.jspecify.annotations.NullMarked;
