package dev.handfast.opengateway;

import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeOperation;

import java.util.Comparator;
import java.util.Optional;

/**
 * Which operation on which freeze a call means.
 *
 * @param name the freeze
 * @param operationId the gateway's number for the operation, which wins
 * @param number the merchant's
 * @param kind what was done, where it is said
 */
record AuthOperations(
        FreezeDesk.Name name,
        Optional<String> operationId,
        Optional<String> number,
        Optional<FreezeOperation.Kind> kind) {
    private static final TextRule KINDS = TextRule.oneOf("FREEZE", "UNFREEZE", "PAY");

    static final Shape SHAPE =
            FreezeDesk.Name.SHAPE.with(
                    Param.text("operation_id", TextRule.TRADE_NO),
                    Param.text("out_request_no", TextRule.REQUEST_NUMBER),
                    Param.text("operation_type", KINDS));

    static AuthOperations read(Fields fields) {
        fields.either("operation_id", "out_request_no");
        Optional<String> operation = fields.optional("operation_id");
        Optional<String> number = fields.optional("out_request_no");
        Optional<String> kind = fields.optional("operation_type");
        return new AuthOperations(
                FreezeDesk.Name.read(fields),
                operation,
                number,
                kind.filter(KINDS::holdsFor).map(FreezeOperation.Kind::valueOf));
    }

    /** The operation; where several fit, that of freezing, then those of unfreezing. */
    Optional<FreezeOperation> find(FreezeDesk desk, Freeze freeze) {
        return desk.freezes().operationsOf(freeze.id()).stream()
                .filter(this::names)
                .min(Comparator.comparing(FreezeOperation::kind));
    }

    private boolean names(FreezeOperation operation) {
        boolean named =
                operationId.isPresent()
                        ? OrderNo.FREEZE_OPERATION.of(operation.id()).equals(operationId.get())
                        : operation.reference().equals(number);
        return named && kind.map(wanted -> wanted == operation.kind()).orElse(true);
    }

    /** The refusal where there is no such operation. */
    Answer unknown() {
        return Answer.refused(
                FreezeCode.AUTH_OPERATION_NOT_EXIST.error(
                        "nothing was done to this freeze under the number "
                                + operationId.or(() -> number).orElse("")));
    }
}
