package dev.handfast.payments;

import dev.handfast.money.Money;

import java.time.Instant;
import java.util.UUID;

/**
 * A payment as it stood when somebody wanted to pay it with a partner's wallet.
 *
 * @param payment which payment
 * @param merchant its merchant
 * @param rail the rail that reaches the partner
 * @param amount what it asked for
 * @param until until when it may be paid
 */
record Invitation(UUID payment, UUID merchant, String rail, Money amount, Instant until) {}
