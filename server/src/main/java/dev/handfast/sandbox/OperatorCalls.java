package dev.handfast.sandbox;

import dev.handfast.ledger.Balances;
import dev.handfast.merchants.GatewayApp;
import dev.handfast.merchants.GatewayApps;
import dev.handfast.merchants.StaticCode;
import dev.handfast.partners.Agreement;
import dev.handfast.partners.Partner;
import dev.handfast.rails.SandboxIssuer;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What somebody who runs the sandbox does: time, corridors, faults, positions. */
final class OperatorCalls {
    private static final int LABEL_LENGTH_MAX = 100;

    private final Sandbox.Parts parts;
    private final SandboxIssuer issuer;
    private final Sandbox sandbox;

    OperatorCalls(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.parts = sandbox.parts();
        this.issuer = sandbox.issuer();
    }

    /** Moves the time forward. */
    Reply advance(Input input) {
        String text = input.text("advance");
        Optional<Duration> by = duration(text);
        if (by.isEmpty()) {
            input.wrong(
                    "advance",
                    "is a duration as in ISO 8601 such as PT2H, more than zero and at most %s,"
                                    .formatted(SandboxClock.ADVANCE_MAX)
                            + " got "
                            + Input.shown(text));
            return input.problem().orElseThrow();
        }
        Instant now = parts.clock().advance(by.get());
        ObjectNode body = Json.object();
        body.put("now", now.toString());
        body.put("ahead", parts.clock().ahead().toString());
        return Reply.good(body);
    }

    private static Optional<Duration> duration(String text) {
        try {
            return Optional.of(Duration.parse(text)).filter(SandboxClock::canAdvance);
        } catch (DateTimeParseException notOne) {
            return Optional.empty();
        }
    }

    /** Opens or closes a corridor. */
    Reply setCorridor(Input input) {
        Map<String, UUID> partners =
                parts.partners().all().stream()
                        .collect(Collectors.toMap(Partner::code, Partner::id));
        Optional<UUID> issuing = partner(input, "issuing", partners);
        Optional<UUID> acquiring = partner(input, "acquiring", partners);
        Agreement.State state = input.word("state", Agreement.State.class);
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        UUID from = issuing.orElseThrow();
        UUID to = acquiring.orElseThrow();
        if (parts.partners().find(from, to).isEmpty()) {
            return Reply.refused(404, "corridor_missing", "", "the two partners have no agreement");
        }
        parts.partners().set(from, to, state);
        ObjectNode body = Json.object();
        body.put("issuing", input.text("issuing"));
        body.put("acquiring", input.text("acquiring"));
        body.put("state", state.name());
        return Reply.good(body);
    }

    private static Optional<UUID> partner(Input input, String field, Map<String, UUID> partners) {
        String code = input.text(field);
        Optional<UUID> id = Optional.ofNullable(partners.get(code));
        if (id.isEmpty()) {
            input.wrong(
                    field,
                    "is one of the partners %s, got %s"
                            .formatted(
                                    partners.keySet().stream().sorted().toList(),
                                    Input.shown(code)));
        }
        return id;
    }

    /** Lets the next call to the card issuer go wrong. */
    Reply fault(Input input) {
        SandboxIssuer.Fault next = input.word("next", SandboxIssuer.Fault.class);
        SandboxIssuer.Call call =
                input.has("call")
                        ? input.word("call", SandboxIssuer.Call.class)
                        : SandboxIssuer.Call.AUTHORISE;
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        issuer.fail(call, next);
        ObjectNode body = Json.object();
        body.put("next", next.name().toLowerCase(Locale.ROOT));
        body.put("call", call.name().toLowerCase(Locale.ROOT));
        return Reply.good(body);
    }

    /** Prints a code by which a merchant of the Alipay dialect is paid any number of times. */
    Reply staticCode(Input input) {
        String appId = input.text("app_id");
        String label = input.findText("label").orElse("");
        if (label.length() > LABEL_LENGTH_MAX) {
            input.wrong(
                    "label",
                    "has at most %d characters, got %d"
                            .formatted(LABEL_LENGTH_MAX, label.length()));
        }
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        Optional<GatewayApp> app = new GatewayApps(parts.database(), parts.clock()).find(appId);
        if (app.isEmpty()) {
            return Reply.refused(
                    404,
                    "not_found",
                    "app_id",
                    "app_id: is that of an app of the Alipay dialect, got " + Input.shown(appId));
        }
        StaticCode code = sandbox.staticCodes().issue(app.get().merchant(), label);
        ObjectNode body = Json.object();
        body.put("code", code.code());
        body.put("picture", code.code() + ".svg");
        return Reply.good(body);
    }

    /** What each partner owes another, by its own books. */
    Reply positions() {
        Map<UUID, String> codes =
                parts.partners().all().stream()
                        .collect(Collectors.toMap(Partner::id, Partner::code));
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("positions");
        for (UUID owing : codes.keySet()) {
            for (Balances.Line line : Balances.positions(parts.database(), owing)) {
                UUID owed = line.account().holder();
                ObjectNode position = list.addObject();
                position.put("owes", codes.get(owing));
                position.put("to", codes.getOrDefault(owed, owed.toString()));
                Views.put(position, line.creditBalance());
            }
        }
        return Reply.good(body);
    }
}
