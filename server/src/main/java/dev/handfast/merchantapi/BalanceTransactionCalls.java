package dev.handfast.merchantapi;

import dev.handfast.ledger.Line;
import dev.handfast.ledger.LineKind;
import dev.handfast.ledger.Statement;
import dev.handfast.payouts.PayoutSchedule;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The calls on balance transactions: the lines of the merchant's statement, for reading. */
final class BalanceTransactionCalls {
    private static final int ID_LENGTH_MAX = 60;

    /** What has lines on a statement; the prefix of an id tells which. */
    private static final List<PublicIds> SOURCES =
            List.of(
                    PublicIds.CHARGE,
                    PublicIds.REFUND,
                    PublicIds.PAYOUT,
                    PublicIds.DISPUTE,
                    PublicIds.APPLICATION_FEE,
                    PublicIds.FEE_REFUND,
                    PublicIds.TRANSFER,
                    PublicIds.TRANSFER_REVERSAL,
                    PublicIds.PAYMENT,
                    PublicIds.PAYMENT_REFUND);

    private final ApiParts parts;
    private final Statement statement;

    BalanceTransactionCalls(ApiParts parts) {
        this.parts = parts;
        this.statement = parts.what().payouts().statement();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/balance_transactions", "Lists what moved the balance, newest first.")
                        .takes(
                                Param.page(
                                        PublicIds.BALANCE_TRANSACTION,
                                        Param.word("type", "Only those of this type.", types()),
                                        Param.text(
                                                "source",
                                                ID_LENGTH_MAX,
                                                "Only those about this object."),
                                        Param.created()))
                        .answersPage(PayoutShapes.BALANCE_TRANSACTION, this::list),
                Route.get("/v1/balance_transactions/{id}", "Shows what moved the balance.")
                        .answers(PayoutShapes.BALANCE_TRANSACTION, this::retrieve));
    }

    private static String[] types() {
        return Stream.of(LineKind.values())
                .map(BalanceTransactionJson::type)
                .filter(type -> !type.equals("adjustment"))
                .toArray(String[]::new);
    }

    private Answer retrieve(Call call) {
        return PublicIds.BALANCE_TRANSACTION
                .parse(call.id())
                .flatMap(id -> statement.find(call.merchant().id(), id))
                .map(line -> Answer.ok(shown(call, List.of(line)).getFirst()))
                .orElseGet(
                        () ->
                                ApiError.missing("balance_transaction", call.id())
                                        .answer(parts.settings().docs()));
    }

    private Answer list(Call call) {
        Params params = call.params();
        Page page = Page.read(params, PublicIds.BALANCE_TRANSACTION);
        Optional<LineKind> kind =
                params.text("type").map(text -> LineKind.valueOf(text.toUpperCase(Locale.ROOT)));
        Optional<UUID> source =
                params.text("source")
                        .flatMap(
                                text ->
                                        SOURCES.stream()
                                                .flatMap(ids -> ids.parse(text).stream())
                                                .findFirst());
        if (params.has("source") && source.isEmpty()) {
            params.refuse(
                    "source",
                    ApiCode.RESOURCE_MISSING,
                    "No such source: '%s'".formatted(Params.shown(params.text("source").get())));
        }
        Optional<ApiError> problem = params.problem();
        if (problem.isPresent()) {
            return problem.get().answer(parts.settings().docs());
        }
        List<Line> lines =
                statement
                        .page(call.merchant().id(), new Statement.Page(kind, source, page.slice()))
                        .stream()
                        .filter(line -> isAbout(line, params.text("source")))
                        .toList();
        List<Line> wanted = source.isPresent() ? page.of(lines, Line::id) : lines;
        return Page.answer(
                "/v1/balance_transactions", shown(call, page.shown(wanted)), page.hasMore(wanted));
    }

    /** A charge, the fee of it and what was passed on of it are told apart by their prefixes. */
    private static boolean isAbout(Line line, Optional<String> source) {
        return source.isEmpty() || BalanceTransactionJson.source(line).equals(source);
    }

    private List<ObjectNode> shown(Call call, List<Line> lines) {
        PayoutSchedule schedule = parts.what().payouts().store().schedule(call.merchant().id());
        Instant now = parts.clock().instant();
        return lines.stream().map(line -> BalanceTransactionJson.of(line, schedule, now)).toList();
    }
}
