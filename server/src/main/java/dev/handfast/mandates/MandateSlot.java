package dev.handfast.mandates;

import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Ids;
import dev.handfast.engine.Table;

import java.util.UUID;

/**
 * The place of the one mandate of a kind: of a merchant's number, or of a holder where the merchant
 * gave none.
 *
 * @param id follows from merchant and kind
 * @param mandate the last one that was agreed to
 */
record MandateSlot(UUID id, UUID mandate) {
    static final Table<UUID, MandateSlot> TABLE =
            Table.<UUID, MandateSlot>named("mandate_slot", Table.Access.LOCK)
                    .fixed("id", UUID, MandateSlot::id)
                    .changing("mandate", UUID, MandateSlot::mandate)
                    .readBy(
                            MandateSlot::id,
                            fields -> new MandateSlot(fields.uuid(), fields.uuid()));

    /** The place of a kind; {@code wallet} counts where the merchant gave no number. */
    static UUID idOf(UUID merchant, Mandate.Kind kind, UUID wallet) {
        return Ids.named(
                "mandate_slot",
                merchant.toString(),
                kind.product(),
                kind.scene(),
                kind.reference().map(text -> "number " + text).orElse("wallet " + wallet));
    }
}
