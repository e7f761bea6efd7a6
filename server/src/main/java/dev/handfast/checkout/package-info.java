/**
 * Hosted checkout: the page on which a payer pays a checkout session or an offered payment, by
 * Apple Pay or by scanning its code; the pages of payment links, with a card to print; and the
 * script by which a merchant's own page opens them.
 *
 * <p>Uses the floors up to {@code acceptance}, and {@code pages}. No SQL. Arguments are never null.
 * Whoever knows a page's address may see it and pay: there are no keys and no cookies that matter.
 * Pages work without scripts, save for Apple Pay; they load nothing from elsewhere. Amounts are
 * those of the payment, never those of a request.
 *
 * <p>Verbs: {@code show} a page, {@code open} an Apple Pay session, {@code pay}. Sources: Apple,
 * "Apple Pay on the Web" for the flow; Content Security Policy Level 3 and WCAG 2.2 for the pages.
 */
@NullMarked
package dev.handfast.checkout;

import org.jspecify.annotations.NullMarked;
