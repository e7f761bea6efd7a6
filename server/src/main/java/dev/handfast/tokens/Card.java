package dev.handfast.tokens;

import static dev.handfast.engine.ColumnType.BYTEA;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Table;
import dev.handfast.money.Currency;

import java.time.Instant;
import java.util.UUID;

/**
 * A funding card; its number is sealed and never leaves but towards its issuer's rail.
 *
 * @param id its id
 * @param issuer the partner that answers for it
 * @param holder the holder's name
 * @param currency the currency it is billed in
 * @param network the payment network's name
 * @param suffix the last four digits
 * @param rail the name of the rail that reaches its issuer
 * @param sealedPan the number, sealed
 * @param createdAt when it was registered
 */
@SuppressWarnings("ArrayRecordComponent") // sealed bytes; never compared
public record Card(
        UUID id,
        UUID issuer,
        String holder,
        Currency currency,
        String network,
        String suffix,
        String rail,
        byte[] sealedPan,
        Instant createdAt) {
    /** The cards, as a batch sees them. */
    public static final Table<UUID, Card> TABLE =
            Table.<UUID, Card>named("card", Table.Access.READ)
                    .fixed("id", UUID, Card::id)
                    .fixed("issuer", UUID, Card::issuer)
                    .fixed("holder", TEXT, Card::holder)
                    .fixed("currency", TEXT, row -> row.currency().code())
                    .fixed("network", TEXT, Card::network)
                    .fixed("suffix", TEXT, Card::suffix)
                    .fixed("rail", TEXT, Card::rail)
                    .fixed("sealed_pan", BYTEA, Card::sealedPan)
                    .fixed("created_at", TIMESTAMP, Card::createdAt)
                    .readBy(
                            Card::id,
                            fields ->
                                    new Card(
                                            fields.uuid(),
                                            fields.uuid(),
                                            fields.text(),
                                            Currency.of(fields.text()),
                                            fields.text(),
                                            fields.text(),
                                            fields.text(),
                                            fields.bytes(),
                                            fields.instant()));

    /** Prints the last four digits only. */
    @Override
    public String toString() {
        return "Card[****" + suffix + "]";
    }
}
