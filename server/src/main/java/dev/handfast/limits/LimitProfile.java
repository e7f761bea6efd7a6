package dev.handfast.limits;

import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Table;

import java.util.UUID;

/**
 * How well a wallet's operator knows its holder. A wallet without a profile is held by those rules
 * only that ask for none.
 *
 * @param holder the wallet
 * @param accountClass how the holder was identified when the wallet was opened
 * @param verification how the holder confirms a payment by code
 */
public record LimitProfile(UUID holder, AccountClass accountClass, Verification verification) {
    /** The classes of payment accounts, by how their holders were identified. */
    public enum AccountClass {
        /** By one outside source. */
        I,
        /** Face to face, or by three outside sources. */
        II,
        /** Face to face, or by five outside sources. */
        III
    }

    /** How a payment is confirmed. */
    public enum Verification {
        /** By two factors, one of them a certificate or an electronic signature. */
        A,
        /** By two factors. */
        B,
        /** By less. */
        C
    }

    /** The profiles, as a batch sees them. */
    public static final Table<UUID, LimitProfile> TABLE =
            Table.<UUID, LimitProfile>named("limit_profile", Table.Access.READ)
                    .fixed("holder", UUID, LimitProfile::holder)
                    .fixed("account_class", TEXT, row -> row.accountClass().name())
                    .fixed("verification", TEXT, row -> row.verification().name())
                    .readBy(
                            LimitProfile::holder,
                            fields ->
                                    new LimitProfile(
                                            fields.uuid(),
                                            AccountClass.valueOf(fields.text()),
                                            Verification.valueOf(fields.text())));
}
