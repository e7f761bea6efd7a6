package dev.handfast.app;

import dev.handfast.acceptance.ApplePayIdentities;
import dev.handfast.acceptance.MerchantIdentities;
import dev.handfast.engine.Ids;
import dev.handfast.merchants.ContentKeys;
import dev.handfast.merchants.HandedTokens;
import dev.handfast.merchants.WebhookEndpoints;
import dev.handfast.rails.PartnerGateways;
import dev.handfast.sandbox.Sandbox;
import dev.handfast.sql.SealedColumn;
import dev.handfast.tokens.Tokens;

import java.util.ArrayList;
import java.util.List;

/** Every column of the database in which sealed values are kept. */
final class SealedColumns {
    /** Secrets of the installation: each is sealed for its own name. */
    private static final SealedColumn INSTALLATION =
            new SealedColumn(
                    new SealedColumn.Place("installation_secret", "name", "sealed"),
                    SealedColumn.KeyType.TEXT,
                    name -> new SealedColumn.Context(name, Ids.named("installation", name)));

    private SealedColumns() {}

    static List<SealedColumn> all() {
        List<SealedColumn> all = new ArrayList<>(Tokens.SEALED);
        all.addAll(WebhookEndpoints.SEALED);
        all.addAll(
                List.of(
                        INSTALLATION,
                        HandedTokens.SEALED,
                        ContentKeys.SEALED,
                        ApplePayIdentities.SEALED,
                        MerchantIdentities.SEALED,
                        PartnerGateways.SEALED,
                        Sandbox.SEALED));
        return List.copyOf(all);
    }
}
