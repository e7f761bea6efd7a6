/** Tests of {@code money}: examples by hand, and properties over seeded random numbers. */
@NullMarked
package dev.handfast.money;

import org.jspecify.annotations.NullMarked;
