/** See the module description in the POM. */
@NullMarked
package dev.handfast.alipay;

import org.jspecify.annotations.NullMarked;
