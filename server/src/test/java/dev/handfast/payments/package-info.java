@NullMarked
package dev.handfast.payments;

import org.jspecify.annotations.NullMarked;
