/**
 * Measurements: micro-benchmarks, the load driver, and the table that {@code ./handfast bench}
 * prints.
 *
 * <p>Uses everything of the server, as a caller would; nothing uses it.
 *
 * <p>Arguments are never null. A measurement that cannot be taken is reported as missing, never as
 * a number.
 *
 * <p>Verbs: {@code measure} runs one row of the table; {@code print} writes it.
 *
 * <p>Sources: the figures are measured on the machine the program runs on, as ratios within one
 * run.
 */
@NullMarked
package dev.handfast.bench;

import org.jspecify.annotations.NullMarked;
