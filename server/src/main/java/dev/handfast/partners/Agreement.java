package dev.handfast.partners;

import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Ids;
import dev.handfast.engine.Table;
import dev.handfast.money.Percentage;

import java.util.UUID;

/**
 * What an issuing and an acquiring partner have agreed for payments from the one's customers to the
 * other's merchants; a partner's agreement with itself covers its domestic payments.
 *
 * @param id follows from the two partners
 * @param issuing the partner whose customer pays
 * @param acquiring the partner whose merchant is paid
 * @param merchantFee what the merchant pays, in percent of the captured amount
 * @param issuingShare the issuing partner's part of it, in percent of the captured amount
 * @param state whether payments may take this corridor
 */
public record Agreement(
        UUID id,
        UUID issuing,
        UUID acquiring,
        Percentage merchantFee,
        Percentage issuingShare,
        State state) {
    /** Whether payments may take a corridor. */
    public enum State {
        /** They may. */
        OPEN,
        /** New payments are refused; captures and refunds of earlier ones go on. */
        CLOSED
    }

    /** The agreements, as a batch sees them. */
    public static final Table<UUID, Agreement> TABLE =
            Table.<UUID, Agreement>named("agreement", Table.Access.READ)
                    .fixed("id", UUID, Agreement::id)
                    .fixed("issuing", UUID, Agreement::issuing)
                    .fixed("acquiring", UUID, Agreement::acquiring)
                    .fixed("merchant_fee_percent", TEXT, row -> row.merchantFee().toDecimalString())
                    .fixed(
                            "issuing_share_percent",
                            TEXT,
                            row -> row.issuingShare().toDecimalString())
                    .fixed("state", TEXT, row -> row.state().name())
                    .readBy(
                            Agreement::id,
                            fields ->
                                    new Agreement(
                                            fields.uuid(),
                                            fields.uuid(),
                                            fields.uuid(),
                                            Percentage.parse(fields.text()).orElseThrow(),
                                            Percentage.parse(fields.text()).orElseThrow(),
                                            State.valueOf(fields.text())));

    /** The id of the agreement between two partners. */
    public static UUID idOf(UUID issuing, UUID acquiring) {
        return Ids.named("agreement", issuing.toString(), acquiring.toString());
    }
}
