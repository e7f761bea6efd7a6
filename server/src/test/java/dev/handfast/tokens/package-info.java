@NullMarked
package dev.handfast.tokens;

import org.jspecify.annotations.NullMarked;
