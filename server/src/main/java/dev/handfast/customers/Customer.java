package dev.handfast.customers;

import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Table;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody who pays a merchant more than once, as that merchant knows them.
 *
 * @param id its id
 * @param merchant whose
 * @param contact how they are reached
 * @param description the merchant's own words; empty for none
 * @param details what else the dialect keeps, as JSON text
 * @param createdAt when
 * @param deletedAt when the merchant let them go, where it did
 */
public record Customer(
        UUID id,
        UUID merchant,
        Contact contact,
        String description,
        String details,
        Instant createdAt,
        Optional<Instant> deletedAt) {
    /** How a customer is reached; each text is empty where it is not known. */
    public record Contact(String email, String name, String phone) {
        /** Prints nobody's address. */
        @Override
        public String toString() {
            return "Contact[]";
        }
    }

    /** The customers, as a batch sees them. */
    public static final Table<UUID, Customer> TABLE =
            Table.<UUID, Customer>named("customer", Table.Access.LOCK)
                    .fixed("id", UUID, Customer::id)
                    .fixed("merchant", UUID, Customer::merchant)
                    .changing("email", TEXT, row -> row.contact().email())
                    .changing("name", TEXT, row -> row.contact().name())
                    .changing("phone", TEXT, row -> row.contact().phone())
                    .changing("description", TEXT, Customer::description)
                    .changing("details", TEXT, Customer::details)
                    .fixed("created_at", TIMESTAMP, Customer::createdAt)
                    .changingOptional("deleted_at", TIMESTAMP, Customer::deletedAt)
                    .readBy(
                            Customer::id,
                            fields ->
                                    new Customer(
                                            fields.uuid(),
                                            fields.uuid(),
                                            new Contact(
                                                    fields.text(), fields.text(), fields.text()),
                                            fields.text(),
                                            fields.text(),
                                            fields.instant(),
                                            fields.findInstant()));

    /** The customer, let go; nothing of the person is kept. */
    public Customer forgotten(Instant at) {
        return new Customer(
                id, merchant, new Contact("", "", ""), "", "{}", createdAt, Optional.of(at));
    }
}
