/** Tests of the benchmark's own tools. */
@NullMarked
package dev.handfast.bench;

import org.jspecify.annotations.NullMarked;
