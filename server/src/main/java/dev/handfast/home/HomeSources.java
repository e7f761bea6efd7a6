package dev.handfast.home;

import dev.handfast.partners.Partners;
import dev.handfast.payments.PaymentStore;
import dev.handfast.sql.Database;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Where the first page reads from.
 *
 * @param database for the positions
 * @param partners their names
 * @param store the payments
 * @param merchantName the name of a merchant
 */
public record HomeSources(
        Database database,
        Partners partners,
        PaymentStore store,
        Function<UUID, Optional<String>> merchantName) {}
