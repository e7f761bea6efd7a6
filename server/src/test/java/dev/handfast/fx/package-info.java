@NullMarked
package dev.handfast.fx;

import org.jspecify.annotations.NullMarked;
