@NullMarked
package dev.handfast.engine;

import org.jspecify.annotations.NullMarked;
