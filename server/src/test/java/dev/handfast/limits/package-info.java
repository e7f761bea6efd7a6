@NullMarked
package dev.handfast.limits;

import org.jspecify.annotations.NullMarked;
