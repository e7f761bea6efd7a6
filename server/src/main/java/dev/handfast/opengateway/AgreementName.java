package dev.handfast.opengateway;

import java.util.Optional;

/**
 * How a call names an agreement: by its number, or by the one who signed it.
 *
 * @param number its number
 * @param holder who signed it, or the merchant's own number of it
 */
record AgreementName(Optional<String> number, Agreements.Holder holder) {
    static final Shape SHAPE =
            Agreements.Holder.SHAPE.with(Param.text("agreement_no", TextRule.TRADE_NO));

    /** Reads it, and refuses one that names nothing. */
    static AgreementName read(Fields fields) {
        AgreementName name =
                new AgreementName(fields.optional("agreement_no"), Agreements.Holder.read(fields));
        if (name.number().isEmpty() && !name.holder().isEnough()) {
            fields.refuse(
                    Fields.invalid(
                            "agreement_no, external_agreement_no, or a user with a"
                                    + " personal_product_code",
                            "is required",
                            "none"));
        }
        return name;
    }
}
