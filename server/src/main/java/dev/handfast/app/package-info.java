/**
 * The program: reads its configuration, builds the features in floor order by plain constructors,
 * starts them, and stops them in reverse.
 *
 * <p>Uses every floor. Arguments are never null; bad configuration refuses to start and names the
 * setting, the rule and what was got. Verbs: {@code start}, {@code stop}.
 *
 * <p>Source: the design's section "Surfaces".
 */
@NullMarked
package dev.handfast.app;

import org.jspecify.annotations.NullMarked;
