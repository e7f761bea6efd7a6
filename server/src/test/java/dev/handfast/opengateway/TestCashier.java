package dev.handfast.opengateway;

import dev.handfast.cashier.Cashier;
import dev.handfast.cashier.CashierService;
import dev.handfast.cashier.FreezeService;
import dev.handfast.cashier.OtherWays;
import dev.handfast.merchants.Merchant;
import dev.handfast.pages.FormGuard;
import dev.handfast.pages.Page;
import dev.handfast.pages.PagesService;
import dev.handfast.sandbox.SandboxHolders;
import dev.handfast.secrets.LookupHash;
import dev.handfast.testing.World;
import dev.handfast.visits.Visits;

import io.helidon.webserver.http.HttpService;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The cashier of a test's gateway, with the sandbox's holders. */
final class TestCashier {
    final Visits visits;
    private final TestGateway gateway;
    private final String publicUrl;
    private @Nullable PageGateway pages;

    TestCashier(TestGateway gateway, String publicUrl) {
        this.gateway = gateway;
        this.publicUrl = publicUrl;
        World world = gateway.world;
        visits = new Visits(world.core.database(), world.core.keys(), world.clock, publicUrl);
    }

    /** Opens the methods that payers bring, over this gateway. */
    PageGateway pages(Gateway over, Desk desk, Agreements agreements) {
        FreezeDesk freezes =
                new FreezeDesk(
                        gateway.world.core.freezes(), desk.buyers(), desk.ids(), desk.publicUrl());
        pages =
                new PageGateway(
                        over,
                        new PageGateway.Opens(desk, agreements, freezes),
                        visits,
                        Page.Stage.SANDBOX);
        return pages;
    }

    PageGateway pages() {
        return Objects.requireNonNull(pages, "pages were not opened");
    }

    /** The pages. */
    List<HttpService> services() {
        World world = gateway.world;
        Cashier.Books books =
                new Cashier.Books(
                        world.core.payments(),
                        world.core.store(),
                        world.core.wallets(),
                        world.core.rates(),
                        id -> gateway.merchants.find(id).map(Merchant::name),
                        world.core.ids());
        SandboxHolders holders =
                new SandboxHolders(
                        world.core.database(),
                        world.core.keys(),
                        world.core.wallets(),
                        world.clock);
        FormGuard guard =
                new FormGuard(LookupHash.of(world.core.keys(), "cashier.form"), publicUrl);
        Cashier cashier =
                new Cashier(
                        visits,
                        books,
                        Optional.of(holders),
                        new PageReturns(gateway.key),
                        OtherWays.NONE,
                        new Cashier.Hall(guard, Page.Stage.SANDBOX, world.clock));
        return List.of(
                new PagesService(),
                new AgreementService(
                        new AgreementService.Parts(
                                gateway.agreements,
                                gateway.merchants,
                                Optional.of(holders),
                                gateway.key,
                                mandate -> Optional.empty()),
                        new AgreementService.Hall(guard, Page.Stage.SANDBOX, world.clock)),
                new CashierService(cashier),
                new FreezeService(cashier, world.core.freezes(), new PageReturns(gateway.key)));
    }
}
