package dev.handfast.customers;

import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Fields;
import dev.handfast.engine.Table;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a customer pays with.
 *
 * @param id its id
 * @param merchant at whose
 * @param customer whose, while it is attached
 * @param source what stands behind it
 * @param details what else the dialect keeps, as JSON text
 * @param createdAt when
 */
public record PaymentMethod(
        UUID id,
        UUID merchant,
        Optional<UUID> customer,
        Source source,
        String details,
        Instant createdAt) {
    /** What stands behind a payment method. */
    public sealed interface Source {
        /** A payment token that was handed in; it pays once. */
        record Handed(UUID token) implements Source {}

        /**
         * A device token whose holder has agreed to be charged again. That the device was there was
         * proved by a cryptogram once.
         *
         * @param token the device token
         * @param network the payment network's name
         * @param suffix its last four digits
         * @param expiresOn YYMMDD
         */
        record OnFile(UUID token, String network, String suffix, String expiresOn)
                implements Source {}

        /**
         * An account wallet whose holder has agreed to be charged again.
         *
         * @param mandate by which they have; its id is the payment method's own
         */
        record Agreed(UUID mandate) implements Source {}
    }

    /** What a payment method is, to those who look for some kind. */
    public enum Kind {
        /** A device token, handed in or on file. */
        DEVICE,
        /** An account wallet. */
        ACCOUNT
    }

    /** The payment methods, as a batch sees them. */
    public static final Table<UUID, PaymentMethod> TABLE =
            Table.<UUID, PaymentMethod>named("payment_method", Table.Access.LOCK)
                    .fixed("id", UUID, PaymentMethod::id)
                    .fixed("merchant", UUID, PaymentMethod::merchant)
                    .changingOptional("customer", UUID, PaymentMethod::customer)
                    .changingOptional("handed", UUID, PaymentMethod::handed)
                    .changingOptional("token", UUID, row -> row.onFile().map(Source.OnFile::token))
                    .changingOptional(
                            "network", TEXT, row -> row.onFile().map(Source.OnFile::network))
                    .changingOptional(
                            "suffix", TEXT, row -> row.onFile().map(Source.OnFile::suffix))
                    .changingOptional(
                            "expires_on", TEXT, row -> row.onFile().map(Source.OnFile::expiresOn))
                    .changing("details", TEXT, PaymentMethod::details)
                    .fixed("created_at", TIMESTAMP, PaymentMethod::createdAt)
                    .fixedOptional("mandate", UUID, PaymentMethod::mandate)
                    .readBy(PaymentMethod::id, PaymentMethod::read);

    private static PaymentMethod read(Fields fields) throws SQLException {
        UUID id = fields.uuid();
        UUID merchant = fields.uuid();
        Optional<UUID> customer = fields.findUuid();
        Optional<UUID> handed = fields.findUuid();
        Optional<UUID> token = fields.findUuid();
        Optional<String> network = fields.findText();
        Optional<String> suffix = fields.findText();
        Optional<String> expiresOn = fields.findText();
        String details = fields.text();
        Instant createdAt = fields.instant();
        Optional<UUID> mandate = fields.findUuid();
        Source source =
                handed.<Source>map(Source.Handed::new)
                        .or(() -> mandate.map(Source.Agreed::new))
                        .orElseGet(
                                () ->
                                        new Source.OnFile(
                                                token.orElseThrow(),
                                                network.orElseThrow(),
                                                suffix.orElseThrow(),
                                                expiresOn.orElseThrow()));
        return new PaymentMethod(id, merchant, customer, source, details, createdAt);
    }

    private Optional<UUID> handed() {
        return source instanceof Source.Handed(UUID token) ? Optional.of(token) : Optional.empty();
    }

    /** The device token behind it, where it can be charged again. */
    public Optional<Source.OnFile> onFile() {
        return source instanceof Source.OnFile file ? Optional.of(file) : Optional.empty();
    }

    /** The mandate by which it is charged, where it is an account wallet. */
    public Optional<UUID> mandate() {
        return source instanceof Source.Agreed(UUID mandate)
                ? Optional.of(mandate)
                : Optional.empty();
    }

    /** The same for another customer, or for none. */
    public PaymentMethod of(Optional<UUID> owner) {
        return new PaymentMethod(id, merchant, owner, source, details, createdAt);
    }

    /** The same with other details. */
    public PaymentMethod with(String changed) {
        return new PaymentMethod(id, merchant, customer, source, changed, createdAt);
    }
}
