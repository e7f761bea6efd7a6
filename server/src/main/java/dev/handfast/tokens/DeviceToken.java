package dev.handfast.tokens;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.BYTEA;
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
 * An account number that stands on one device in place of a card or a wallet.
 *
 * @param id a keyed hash of the number, so that it is found by number without the number
 * @param device the device it stands on
 * @param network the payment network's name
 * @param suffix the last four digits
 * @param sealed the number and the key, sealed
 * @param funding what stands behind it
 * @param expiresOn YYMMDD
 * @param state whether it may pay
 * @param counters which transaction counters it has used
 * @param createdAt when it was provisioned
 */
public record DeviceToken(
        UUID id,
        UUID device,
        String network,
        String suffix,
        Sealed sealed,
        Funding funding,
        String expiresOn,
        State state,
        Counters counters,
        Instant createdAt) {
    /** Whether a token may pay. */
    public enum State {
        /** It may. */
        ACTIVE,
        /** It may not, until it is resumed. */
        SUSPENDED,
        /** It never will again. */
        DELETED
    }

    /** The token's secrets as they are stored. */
    @SuppressWarnings("ArrayRecordComponent") // sealed bytes; never compared
    public record Sealed(byte[] number, byte[] key) {
        /** Prints nothing of them. */
        @Override
        public String toString() {
            return "Sealed[]";
        }
    }

    /** The tokens, as a batch sees them. */
    public static final Table<UUID, DeviceToken> TABLE =
            Table.<UUID, DeviceToken>named("device_token", Table.Access.LOCK)
                    .fixed("id", UUID, DeviceToken::id)
                    .fixed("device", UUID, DeviceToken::device)
                    .fixed("network", TEXT, DeviceToken::network)
                    .fixed("suffix", TEXT, DeviceToken::suffix)
                    .fixed("sealed_number", BYTEA, row -> row.sealed().number())
                    .fixed("sealed_key", BYTEA, row -> row.sealed().key())
                    .fixedOptional("wallet", UUID, row -> wallet(row.funding()))
                    .fixedOptional("card", UUID, row -> card(row.funding()))
                    .fixed("expires_on", TEXT, DeviceToken::expiresOn)
                    // Suspension is written elsewhere, under the same row lock.
                    .fixed("state", TEXT, row -> row.state().name())
                    .changing("counter", BIGINT, row -> row.counters().highest())
                    .changing("counters_seen", BIGINT, row -> row.counters().seen())
                    .fixed("created_at", TIMESTAMP, DeviceToken::createdAt)
                    .readBy(DeviceToken::id, DeviceToken::read);

    /** The token after a payment. */
    public DeviceToken with(Counters used) {
        return new DeviceToken(
                id, device, network, suffix, sealed, funding, expiresOn, state, used, createdAt);
    }

    private static Optional<UUID> wallet(Funding funding) {
        return switch (funding) {
            case Funding.FromWallet(UUID wallet) -> Optional.of(wallet);
            case Funding.FromCard(UUID card) -> Optional.empty();
        };
    }

    private static Optional<UUID> card(Funding funding) {
        return switch (funding) {
            case Funding.FromWallet(UUID wallet) -> Optional.empty();
            case Funding.FromCard(UUID card) -> Optional.of(card);
        };
    }

    private static DeviceToken read(Fields fields) throws SQLException {
        UUID id = fields.uuid();
        UUID device = fields.uuid();
        String network = fields.text();
        String suffix = fields.text();
        Sealed sealed = new Sealed(fields.bytes(), fields.bytes());
        Optional<UUID> wallet = fields.findUuid();
        Optional<UUID> card = fields.findUuid();
        Funding funding =
                wallet.<Funding>map(Funding.FromWallet::new)
                        .orElseGet(() -> new Funding.FromCard(card.orElseThrow()));
        return new DeviceToken(
                id,
                device,
                network,
                suffix,
                sealed,
                funding,
                fields.text(),
                State.valueOf(fields.text()),
                new Counters(fields.number(), fields.number()),
                fields.instant());
    }
}
