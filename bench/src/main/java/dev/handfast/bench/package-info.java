/**
 * Measures Handfast on the machine it runs on: each figure beside its bound, measured in the same
 * run.
 *
 * <p>Uses everything. Arguments are never null. Verbs: {@code measure}. The bounds are those of the
 * design's section "Numbers"; absolute figures move with the machine, the ratios much less.
 *
 * <p>Sources: the design's section "Numbers"; Gil Tene's HdrHistogram notes on coordinated omission
 * for the constant arrival rate.
 */
@NullMarked
package dev.handfast.bench;

import org.jspecify.annotations.NullMarked;
