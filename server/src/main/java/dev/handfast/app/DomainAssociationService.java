package dev.handfast.app;

import dev.handfast.acceptance.ApplePayDomains;
import dev.handfast.applepay.DomainAssociation;
import dev.handfast.web.Answers;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Serves the file by which Apple knows that a domain is a merchant's: each host has its own. */
final class DomainAssociationService implements HttpService {
    private final Function<String, Optional<String>> files;
    private final Optional<Supplier<String>> standard;

    /**
     * The service.
     *
     * @param files the file of a host
     * @param standard for hosts without one; the sandbox's
     */
    DomainAssociationService(
            Function<String, Optional<String>> files, Optional<Supplier<String>> standard) {
        this.files = files;
        this.standard = standard;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(DomainAssociation.PATH, this::serve);
    }

    private void serve(ServerRequest request, ServerResponse response) {
        Optional<String> host = ApplePayDomains.host(request.authority());
        Optional<String> file = host.flatMap(files).or(() -> standard.map(Supplier::get));
        if (file.isPresent()) {
            Answers.text(response, 200, file.get());
        } else {
            Answers.error(
                    response,
                    404,
                    "apple_pay_domain_unknown",
                    "no association file is kept for this host; the merchant hands it in with"
                            + " POST /v1/apple_pay/domains");
        }
    }
}
