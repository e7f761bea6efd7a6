/**
 * Visits to the cashier: by which page a payer comes to a payment or a freeze, and where they go
 * afterwards.
 *
 * <p>A visit moves no money and says nothing of the state of either; it is kept so that its page
 * has a short address, and so that a payer is never sent to an address that did not come from the
 * merchant's own signed request.
 *
 * <p>Uses {@code secrets}, {@code sql} and {@code web}. Arguments are never null; there is nothing
 * to overflow. Verbs: {@code open} a visit, {@code find} one, {@code sweep} old ones away.
 *
 * <p>Sources: the fields {@code return_url}, {@code quit_url}, {@code request_from_url} and {@code
 * qr_pay_mode} of AlipayTradePagePayModel and AlipayTradeWapPayModel.
 */
@NullMarked
package dev.handfast.visits;

import org.jspecify.annotations.NullMarked;
