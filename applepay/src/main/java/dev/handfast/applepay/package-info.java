/** See the module description in the POM. */
@NullMarked
package dev.handfast.applepay;

import org.jspecify.annotations.NullMarked;
