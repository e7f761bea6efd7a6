/**
 * The first page: recent payments, positions, and in the sandbox something to try.
 *
 * <p>Rendered here, on the server; works without JavaScript and loads nothing from elsewhere. Uses
 * the floors below and {@code demo}, whose merchants it lets a visitor play. Arguments are never
 * null; every text from outside is escaped.
 *
 * <p>Verbs: {@code render} a page. Source: the design's section "Surfaces"; WCAG 2.2 for headings,
 * labels and contrast.
 */
@NullMarked
package dev.handfast.home;

import org.jspecify.annotations.NullMarked;
