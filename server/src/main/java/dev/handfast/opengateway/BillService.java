package dev.handfast.opengateway;

import dev.handfast.web.Answers;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;

/** Bills over HTTP, for whoever has a good address. */
public final class BillService implements HttpService {
    private final Bills bills;
    private final BillLinks links;
    private final InstantSource clock;

    /**
     * A service of these bills.
     *
     * @param clock the time of the business
     */
    public BillService(Bills bills, BillLinks links, InstantSource clock) {
        this.bills = bills;
        this.links = links;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(BillLinks.PATH, this::download);
    }

    private void download(ServerRequest request, ServerResponse response) {
        Instant now = clock.instant();
        switch (links.read(name -> request.query().first(name).orElse(""), now)) {
            case BillLinks.Target.Good(Bill bill) -> send(response, bill, now);
            case BillLinks.Target.Expired(Instant at) ->
                    Answers.error(
                            response,
                            410,
                            "bill_link_expired",
                            "this address was good until %s; ask for a new one".formatted(at));
            case BillLinks.Target.Forged forged ->
                    Answers.error(
                            response, 403, "bill_link_invalid", "this is no address of a bill");
        }
    }

    private void send(ServerResponse response, Bill bill, Instant now) {
        String name =
                "%s_%s_%s.zip"
                        .formatted(bill.sellerId(), bill.days().text(), bill.kind().wireName());
        response.header(HeaderNames.CONTENT_TYPE, "application/zip")
                .header(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .header(HeaderNames.CACHE_CONTROL, "no-store");
        try (OutputStream out = response.outputStream()) {
            bills.write(bill, out, now);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
