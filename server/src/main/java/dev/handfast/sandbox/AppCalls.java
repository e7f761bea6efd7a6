package dev.handfast.sandbox;

import dev.handfast.merchants.Authorizations;
import dev.handfast.merchants.GatewayApp;
import dev.handfast.merchants.GatewayApps;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/** What a merchant does with its apps of the Alipay dialect. */
final class AppCalls {
    private final Sandbox sandbox;
    private final GatewayApps apps;
    private final Authorizations authorizations;

    AppCalls(Sandbox sandbox) {
        this.sandbox = sandbox;
        Sandbox.Parts parts = sandbox.parts();
        apps = new GatewayApps(parts.database(), parts.clock());
        authorizations =
                new Authorizations(parts.database(), parts.keys(), parts.clock(), parts.ids());
    }

    /** A merchant lets a service provider act for it; the code goes to the provider. */
    Reply consent(Input input) {
        sandbox.apps().others();
        Optional<GatewayApp> provider = app(input, "provider_app_id");
        Optional<GatewayApp> merchant = app(input, "app_id");
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        ObjectNode body = Json.object();
        body.put(
                "app_auth_code",
                authorizations
                        .consent(provider.orElseThrow().appId(), merchant.orElseThrow().appId())
                        .<String>use(text -> text));
        return Reply.good(body);
    }

    private Optional<GatewayApp> app(Input input, String field) {
        String appId = input.text(field);
        Optional<GatewayApp> app = apps.find(appId);
        if (app.isEmpty()) {
            input.wrong(field, "is the app_id of an app, got " + Input.shown(appId));
        }
        return app;
    }
}
