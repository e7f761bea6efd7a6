/**
 * Building blocks of the pages a person sees: markup that escapes by itself, texts in two
 * languages, the layout of a hosted payment page, and forms that only their own browser can send.
 *
 * <p>Uses {@code money}, {@code secrets} and {@code web}. Pages work without JavaScript, load
 * nothing from elsewhere and carry a strict content policy. Arguments are never null; a text that
 * is missing from a language is a bug and throws.
 *
 * <p>Verbs: {@code of} makes markup from a template, {@code render} a whole page, {@code send}
 * answers a request with one. Sources: WCAG 2.2 for labels, landmarks and contrast; Content
 * Security Policy Level 3 for the policy; RFC 9110, section 12.5.4 for Accept-Language.
 */
@NullMarked
package dev.handfast.pages;

import org.jspecify.annotations.NullMarked;
