package dev.handfast.demo;

import dev.handfast.partners.Partners;
import dev.handfast.payments.PaymentStore;
import dev.handfast.sql.Database;

import java.io.PrintStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** The whole demonstration, in the order in which it is told. */
public final class Demo {
    /**
     * What the demonstration needs of the server it shows.
     *
     * @param base where it listens
     * @param database its database, for the books at the end
     * @param partners its partners
     * @param store its payments
     * @param clock its time
     * @param jasmineTea the merchant of the second story
     */
    public record Server(
            URI base,
            Database database,
            Partners partners,
            PaymentStore store,
            InstantSource clock,
            UUID jasmineTea) {}

    private final Server server;
    private final Receipts receipts;

    /** A demonstration of {@code server} on {@code out}. */
    public Demo(Server server, PrintStream out) {
        this.server = server;
        this.receipts = new Receipts(out);
    }

    /**
     * Tells both stories.
     *
     * @throws StepFailed at the first step that does not go as told
     */
    public void tellStories() {
        Http http = new Http(server.base());
        Stage stage = new Stage(http, http.get("/sandbox/credentials"), server.store(), receipts);
        new CoffeeStory(stage).tell();
        new TeaStory(stage, server.jasmineTea(), server.clock()).tell();
    }

    /** Prints positions and the trial balance. */
    public void showBooks() {
        BooksPage books = new BooksPage(server.database(), server.partners());
        receipts.heading("3  The books");
        receipts.say("Positions");
        receipts.block(books.positions());
        receipts.say("");
        receipts.say("Trial balance");
        receipts.block(books.trialBalance());
    }

    /** Prints what the audit found. */
    public void showAudit(List<String> report) {
        receipts.say("Audit");
        receipts.block(report);
    }

    /** Prints what can be opened now. */
    public void showPages(List<String> pages) {
        receipts.heading("4  Have a look");
        receipts.block(pages);
    }
}
