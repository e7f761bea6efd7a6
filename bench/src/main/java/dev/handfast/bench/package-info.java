/** See the module description in the POM. */
@NullMarked
package dev.handfast.bench;

import org.jspecify.annotations.NullMarked;
