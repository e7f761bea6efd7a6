/**
 * What opening a token costs, measured by JMH: {@link OpeningBenchmark}.
 *
 * <p>Uses the library as a user does, by its public classes, and JMH, which is why it lies apart:
 * only the Maven profile {@code jmh} compiles it.
 *
 * <p>Nothing is null, and a token that is refused ends the measurement.
 *
 * <p>Verbs: {@code open} is what is measured.
 *
 * <p>Sources: JMH's own Javadoc of {@code GCProfiler}, whose {@code gc.alloc.rate.norm} is the
 * bytes allocated per opening.
 */
@NullMarked
package dev.handfast.applepay.jmh;

import org.jspecify.annotations.NullMarked;
