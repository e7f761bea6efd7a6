/**
 * Checks of the build itself: floors, tidiness, format, compiler. Each has tests that show it can
 * fail, for a check that cannot fail is worse than none.
 *
 * <p>Uses the JDK, its compiler and the formatter; nothing of the product. Values are never null.
 * Verbs: {@code problems} a sentence per breach, and nothing where all is well.
 *
 * <p>Source: the rules are those of STYLE.md, the floors those of ARCHITECTURE.md.
 */
@NullMarked
package dev.handfast.build;

import org.jspecify.annotations.NullMarked;
