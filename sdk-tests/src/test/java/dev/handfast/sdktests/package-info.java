/**
 * Official client libraries against a real Handfast.
 *
 * <p>One server process, the one of {@code ./handfast serve --sandbox}, serves every test of this
 * module; each test makes orders of its own in it. The libraries are used as their authors
 * published them: what a test changes is addresses and keys, as a merchant does.
 *
 * <p>Uses the server as a process and nothing of its code. Arguments are never null. Amounts are
 * the decimal texts that merchants write.
 *
 * <p>Verbs: {@code call} with a library, {@code scan} as a payer does.
 *
 * <p>Sources: {@code alipay-sdk-java} 4.40.734, {@code alipay-sdk-java-v3} 3.1.15, {@code
 * alipay-easysdk} 2.2.3, npm {@code alipay-sdk} 4.14.0; npm {@code stripe} 23.1.0, {@code
 * stripe-java} 33.3.0.
 */
@NullMarked
package dev.handfast.sdktests;

import org.jspecify.annotations.NullMarked;
