package dev.handfast.rails;

import dev.handfast.alipay.GatewayClient;
import dev.handfast.payments.Rail;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A partner's gateway.
 *
 * @param name the rail's name: lower-case letters, digits and dashes
 * @param reach whose wallets it reaches, and how their codes begin: 25 to 30, then more digits
 * @param state whether new payments go there
 * @param accesses how it is called, the newest last; one at least
 */
public record PartnerGateway(
        String name, Rail.Reach reach, State state, List<PartnerAccess> accesses) {
    /** For how long a gateway may go on signing with the key before its present one. */
    static final Duration OVERLAP = Duration.ofDays(1);

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Pattern PREFIX = Pattern.compile("(2[5-9]|30)[0-9]{0,14}");

    /** Whether new payments go to a gateway. */
    public enum State {
        /** They do. */
        ON,
        /** They do not; what was begun there is still asked about, and given back. */
        OFF
    }

    /** Checks the name and how codes begin, and copies the list. */
    public PartnerGateway {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a name has 1 to 40 lower-case letters, digits and dashes, got " + name);
        }
        if (!PREFIX.matcher(reach.codePrefix()).matches()) {
            throw new IllegalArgumentException(
                    "payment codes begin 25 to 30, got " + reach.codePrefix());
        }
        accesses = accesses.stream().sorted(Comparator.comparing(PartnerAccess::since)).toList();
        if (accesses.isEmpty()) {
            throw new IllegalArgumentException("a gateway is called in some way, got none");
        }
    }

    /** How it is called now. */
    public PartnerAccess access() {
        return accesses.getLast();
    }

    /**
     * The rail that reaches it.
     *
     * @param notifyUrl where it is to send its news
     * @param ours the time by which payments are made here
     * @param wall the time by which requests are dated and certificates end
     */
    public Open open(String notifyUrl, InstantSource ours, InstantSource wall) {
        List<Line> lines = lines(wall);
        Optional<Rail.Reach> open =
                switch (state) {
                    case ON -> Optional.of(reach);
                    case OFF -> Optional.empty();
                };
        AlipayRail rail =
                new AlipayRail(
                        new AlipayRail.Partnership(name, open, Optional.of(notifyUrl)),
                        begun -> at(lines, begun).client(),
                        ours);
        return new Open(rail, lines);
    }

    /**
     * A gateway as it is called.
     *
     * @param rail the rail that reaches it
     * @param lines one for each app
     */
    public record Open(AlipayRail rail, List<Line> lines) {}

    /**
     * The connection of one app: what was begun under an app is asked about under it, with its
     * newest keys.
     *
     * @param app the app
     * @param begins the moments from which on payments are begun under it
     * @param client calls the gateway
     */
    public record Line(PartnerAccess.App app, List<Instant> begins, GatewayClient client) {
        /** Since when payments are begun under this app, of what is not later than a moment. */
        private Optional<Instant> before(Instant moment) {
            return begins.stream()
                    .filter(begin -> !begin.isAfter(moment))
                    .max(Comparator.naturalOrder());
        }
    }

    private List<Line> lines(InstantSource wall) {
        List<Line> lines = new ArrayList<>();
        for (String appId : accesses.stream().map(one -> one.app().appId()).distinct().toList()) {
            List<PartnerAccess> own =
                    accesses.stream().filter(one -> one.app().appId().equals(appId)).toList();
            PartnerAccess newest = own.getLast();
            Optional<PartnerAccess> before =
                    own.size() > 1 && overlaps(newest, wall.instant())
                            ? Optional.of(own.get(own.size() - 2))
                            : Optional.empty();
            GatewayClient client =
                    new GatewayClient(
                            newest.client(),
                            new GatewayClient.Endpoint(newest.address(), newest.transport()),
                            newest.keys(before),
                            wall);
            lines.add(
                    new Line(
                            newest.app(), own.stream().map(PartnerAccess::since).toList(), client));
        }
        return List.copyOf(lines);
    }

    /** How many of its keys may still be signed with although they were replaced. */
    public long overlapping(Instant now) {
        return accesses.stream().skip(1).filter(access -> overlaps(access, now)).count();
    }

    private static boolean overlaps(PartnerAccess access, Instant now) {
        return now.isBefore(access.since().plus(OVERLAP));
    }

    /** The line under which something was begun; the first for what is older than all. */
    private static Line at(List<Line> lines, Instant begun) {
        return lines.stream()
                .filter(line -> line.before(begun).isPresent())
                .max(Comparator.comparing(line -> line.before(begun).orElseThrow()))
                .orElse(lines.getFirst());
    }
}
