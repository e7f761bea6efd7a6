@NullMarked
package dev.handfast.rails;

import org.jspecify.annotations.NullMarked;
