package dev.handfast.app;

import dev.handfast.merchants.GatewayApp;
import dev.handfast.merchants.GatewayAppDesk;
import dev.handfast.merchants.GatewayAppDesk.Change;
import dev.handfast.merchants.GatewayApps;
import dev.handfast.merchants.GatewayApps.RefundNews;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.Mode;
import dev.handfast.web.Answers;
import dev.handfast.web.Json;

import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * An operator's calls about apps of the Alipay dialect: registers, shows, changes and disables
 * them, while the server runs. Apps of the other mode's merchants are not there.
 *
 * @param desk makes changes and writes them down
 * @param apps the apps
 * @param merchants whose they are
 * @param mode of this installation
 * @param gatewayKey the gateway's own public key, which is nobody else's
 */
record GatewayAppCalls(
        GatewayAppDesk desk, GatewayApps apps, Merchants merchants, Mode mode, String gatewayKey) {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final String PATH = "/operator/gateway_apps";

    void routing(HttpRules rules, UnaryOperator<Handler> guard) {
        rules.get(PATH, guard.apply(this::list))
                .post(PATH, guard.apply(OperatorForm.saying(this::register)))
                .get(PATH + "/{id}", guard.apply(this::show))
                .post(PATH + "/{id}", guard.apply(OperatorForm.saying(this::change)));
    }

    private void list(ServerRequest request, ServerResponse response) {
        apps.refresh();
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("gateway_apps");
        apps.all().stream().filter(this::isHere).forEach(app -> list.add(view(app)));
        Answers.json(response, 200, body);
    }

    private void show(ServerRequest request, ServerResponse response) {
        Optional<GatewayApp> app = named(request);
        if (app.isEmpty()) {
            missing(response);
            return;
        }
        ObjectNode body = view(app.get());
        ArrayNode history = body.putArray("history");
        for (GatewayAppDesk.Entry entry : desk.history(app.get().appId())) {
            history.addObject()
                    .put("what", entry.what())
                    .put("detail", entry.detail())
                    .put("by", entry.by())
                    .put("at", entry.at().toString());
        }
        Answers.json(response, 200, body);
    }

    private void register(ServerRequest request, ServerResponse response, JsonNode wanted) {
        Merchant merchant = merchant(OperatorForm.text(wanted, "merchant").orElse(""));
        String appId = OperatorForm.text(wanted, "app_id").orElseGet(GatewayAppForm::appId);
        String sellerId =
                OperatorForm.text(wanted, "seller_id")
                        .or(
                                () ->
                                        apps.of(merchant.id()).stream()
                                                .map(GatewayApp::sellerId)
                                                .findFirst())
                        .orElseGet(GatewayAppForm::sellerId);
        List<Change> changes = new ArrayList<>();
        changes.add(
                new Change.Register(
                        new GatewayApp(
                                appId,
                                merchant.id(),
                                sellerId,
                                new GatewayApp.Signing(List.of(), List.of("RSA2")))));
        changes.addAll(changes(wanted));
        boolean keyed =
                changes.stream()
                        .anyMatch(
                                change ->
                                        change instanceof Change.PublicKey
                                                || change instanceof Change.Certificate);
        if (!keyed) {
            throw new IllegalArgumentException("public_key or certificate is required");
        }
        if (desk.make(appId, changes, by(wanted))) {
            Answers.json(response, 201, view(find(appId).orElseThrow()));
        } else {
            Answers.error(response, CONFLICT, "gateway_app_exists", "this app_id is taken");
        }
    }

    private void change(ServerRequest request, ServerResponse response, JsonNode wanted) {
        Optional<GatewayApp> app = named(request);
        if (app.isEmpty()) {
            missing(response);
            return;
        }
        String appId = app.get().appId();
        List<Change> changes = changes(wanted);
        JsonNode refunds = wanted.path("tells_refunds");
        if (!refunds.isMissingNode() && !refunds.isBoolean()) {
            throw new IllegalArgumentException("tells_refunds is true or false");
        }
        if (changes.isEmpty() && refunds.isMissingNode()) {
            throw new IllegalArgumentException("nothing to change was named");
        }
        if (!changes.isEmpty()) {
            desk.make(appId, changes, by(wanted));
        }
        if (refunds.isBoolean()) {
            apps.set(appId, refunds.asBoolean() ? RefundNews.TOLD : RefundNews.UNTOLD);
        }
        Answers.json(response, 200, view(find(appId).orElseThrow()));
    }

    private List<Change> changes(JsonNode wanted) {
        List<Change> changes = new ArrayList<>();
        OperatorForm.text(wanted, "public_key")
                .map(GatewayAppForm::publicKey)
                .ifPresent(
                        key -> {
                            if (key.key().equals(gatewayKey)) {
                                throw new IllegalArgumentException(
                                        "public_key is the app's own, got the gateway's");
                            }
                            changes.add(key);
                        });
        OperatorForm.text(wanted, "certificate")
                .map(GatewayAppForm::certificate)
                .ifPresent(changes::add);
        OperatorForm.text(wanted, "aes_key")
                .map(GatewayAppForm::contentKey)
                .ifPresent(changes::add);
        if (wanted.has("sign_types")) {
            List<String> names = new ArrayList<>();
            wanted.path("sign_types").forEach(name -> names.add(name.asString("")));
            changes.add(GatewayAppForm.signTypes(names));
        }
        if (wanted.has("notify_url")) {
            changes.add(GatewayAppForm.notifyUrl(wanted.path("notify_url").asString("")));
        }
        OperatorForm.text(wanted, "state").map(GatewayAppCalls::state).ifPresent(changes::add);
        return changes;
    }

    private static Change state(String text) {
        return switch (text) {
            case "enabled" -> new Change.Enable();
            case "disabled" -> new Change.Disable();
            default ->
                    throw new IllegalArgumentException("state is enabled or disabled, got " + text);
        };
    }

    private Merchant merchant(String id) {
        Optional<Merchant> merchant = Optional.empty();
        try {
            merchant = merchants.find(UUID.fromString(id));
        } catch (IllegalArgumentException malformed) {
            // Said below, as where there is no such merchant.
        }
        return merchant.filter(found -> found.mode() == mode)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "merchant is the id of a merchant in %s mode"
                                                .formatted(mode.name().toLowerCase(Locale.ROOT))));
    }

    private static String by(JsonNode wanted) {
        return OperatorForm.text(wanted, "by")
                .orElseThrow(() -> new IllegalArgumentException("by is required: who asks"));
    }

    private Optional<GatewayApp> named(ServerRequest request) {
        return find(request.path().pathParameters().get("id"));
    }

    /** An app of this mode, disabled or not. */
    private Optional<GatewayApp> find(String appId) {
        return apps.all().stream()
                .filter(app -> app.appId().equals(appId))
                .filter(this::isHere)
                .findFirst();
    }

    private boolean isHere(GatewayApp app) {
        return merchants.find(app.merchant()).filter(owner -> owner.mode() == mode).isPresent();
    }

    private static void missing(ServerResponse response) {
        Answers.error(response, NOT_FOUND, "gateway_app_missing", "no app has this id");
    }

    private ObjectNode view(GatewayApp app) {
        ObjectNode body = Json.object();
        body.put("app_id", app.appId());
        body.put("seller_id", app.sellerId());
        body.put("merchant", app.merchant().toString());
        ArrayNode types = body.putArray("sign_types");
        app.signing().signTypes().forEach(types::add);
        body.put("mode", app.signing().certificates().isEmpty() ? "key" : "certificate");
        ArrayNode keys = body.putArray("public_keys");
        app.signing().publicKeys().forEach(keys::add);
        ArrayNode certificates = body.putArray("certificates");
        app.signing().certificates().forEach(one -> certificates.add(one.serialNumber()));
        body.put("tells_refunds", apps.refundNews(app.appId()) == RefundNews.TOLD);
        desk.standing(app.appId())
                .ifPresent(
                        standing -> {
                            body.put("created_at", standing.createdAt().toString());
                            standing.notifyUrl().ifPresent(url -> body.put("notify_url", url));
                            body.put(
                                    "state",
                                    standing.disabledAt().isPresent() ? "disabled" : "enabled");
                        });
        return body;
    }
}
