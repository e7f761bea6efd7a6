package dev.handfast.opengateway;

import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeOperation;

import java.util.Comparator;
import java.util.List;
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
    private static final List<String> KINDS = List.of("FREEZE", "UNFREEZE", "PAY");

    static AuthOperations read(Fields fields) {
        Optional<String> operation = fields.optional("operation_id", TextRule.TRADE_NO);
        Optional<String> number = fields.optional("out_request_no", TextRule.REQUEST_NUMBER);
        if (operation.isEmpty() && number.isEmpty()) {
            fields.refuse(
                    Fields.invalid("operation_id or out_request_no", "is required", "neither"));
        }
        Optional<String> kind = fields.optional("operation_type", TextRule.CODE);
        kind.filter(text -> !KINDS.contains(text))
                .ifPresent(
                        text ->
                                fields.refuse(
                                        Fields.invalid(
                                                "operation_type",
                                                "is one of " + String.join(", ", KINDS),
                                                text)));
        return new AuthOperations(
                FreezeDesk.Name.read(fields),
                operation,
                number,
                kind.filter(KINDS::contains).map(FreezeOperation.Kind::valueOf));
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
