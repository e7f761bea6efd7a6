/**
 * Tests of the Alipay dialect, by its unmodified official client and by bare HTTP.
 *
 * <p>May use everything. Arguments are never null. Verbs: tests are sentences.
 *
 * <p>Sources: none.
 */
@NullMarked
package dev.handfast.opengateway;

import org.jspecify.annotations.NullMarked;
