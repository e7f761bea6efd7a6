package dev.handfast.opengateway;

import dev.handfast.engine.Ids;
import dev.handfast.limits.LimitProfile;
import dev.handfast.mandates.Mandate;
import dev.handfast.partners.Agreement;
import dev.handfast.partners.Partner;
import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeRequest;
import dev.handfast.payments.Rail;
import dev.handfast.payments.Receiver;
import dev.handfast.payments.Relations;
import dev.handfast.testing.World;
import dev.handfast.wallets.Wallet;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Runs the lines of {@code opengateway/refusals.txt}, whose head says what they mean. */
final class RefusalScript {
    private static final UUID FAR = Ids.named("partner", "far");
    private static final Pattern NAME = Pattern.compile("\\$([A-Za-z0-9]+)");
    private static final Map<String, String> SHORT =
            Map.of(
                    "TEA",
                    "'total_amount':'5.00','subject':'tea'",
                    "DEDUCT",
                    "'product_code':'CYCLE_PAY_AUTH'",
                    "SETTLE20",
                    "'settle_info':{'settle_detail_infos':[{'trans_in_type':'defaultSettle',"
                            + "'amount':'20.00'}]}",
                    "TO_LIN",
                    "'product_code':'TRANS_ACCOUNT_NO_PWD','payee_info':"
                            + "{'identity_type':'ALIPAY_USER_ID','identity':'$LIN'}",
                    "LIST21",
                    IntStream.range(0, 21)
                            .mapToObj(at -> "{'type':'userId','account':'$LIN'}")
                            .collect(Collectors.joining(",")));

    /**
     * A refusal that was asked for.
     *
     * @param method with its {@code alipay.}
     * @param subCode that is wanted
     */
    record Case(String method, String subCode) {}

    /** Those that were answered as wanted. */
    final List<Case> reached = new ArrayList<>();

    /** What came out otherwise. */
    final List<String> wrong = new ArrayList<>();

    private final TestGateway gateway;
    private final World world;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Wallet> people = new HashMap<>();

    RefusalScript(TestGateway gateway) {
        this.gateway = gateway;
        world = gateway.world;
        people.put("lin", world.lin);
        people.put("mei", world.wallet("Mei", World.CNY, "0.00"));
        people.put("poor", world.wallet("Po", World.CNY, "1.00"));
        people.put("cold", world.wallet("Cole", World.CNY, "50.00"));
        people.put("small", profiled("Sam", LimitProfile.AccountClass.I));
        people.put("daily", profiled("Dee", LimitProfile.AccountClass.III));
        people.put("zoe", world.wallet("Zoe", World.USD, "100.00"));
        people.put("gone", far("Gus", "2088000000000098"));
        people.put("ito", far("Ito", "2088000000000099"));
        world.core.partners().add(new Partner(FAR, "far", "Far", "CN"));
        world.core.wallets().open(person("ito"));
        world.core.logins().add("zoe@example.com", person("zoe").id());
        names.put("LIN", world.lin.userId());
        names.put("MEI", person("mei").userId());
        names.put("COLD", person("cold").userId());
        names.put("SELLER", TestGateway.SELLER_ID);
        world.core.wallets().set(person("cold").id(), Wallet.State.FROZEN);
    }

    private Wallet person(String name) {
        Wallet wallet = people.get(name);
        if (wallet == null) {
            throw new AssertionError("nobody is called " + name);
        }
        return wallet;
    }

    private Wallet profiled(String holder, LimitProfile.AccountClass accountClass) {
        Wallet wallet = world.wallet(holder, World.CNY, "9000.00");
        LimitProfile.Verification verification =
                accountClass == LimitProfile.AccountClass.I
                        ? LimitProfile.Verification.A
                        : LimitProfile.Verification.C;
        world.core
                .limitProfiles()
                .classify(new LimitProfile(wallet.id(), accountClass, verification));
        return wallet;
    }

    /** A wallet, not opened, at a partner that Jasmine Tea's has no agreement with. */
    private Wallet far(String holder, String userId) {
        return new Wallet(
                world.core.ids().next(),
                FAR,
                holder,
                World.CNY,
                userId,
                Wallet.State.ACTIVE,
                world.clock.instant());
    }

    /** Runs a line. */
    void run(String line) {
        if (line.startsWith("! ")) {
            act(line.substring(2).split(" ", -1));
            return;
        }
        String[] parts = line.split(" \\| ?", -1);
        String text = parts[2];
        for (Map.Entry<String, String> word : SHORT.entrySet()) {
            text = text.replace(word.getKey(), word.getValue());
        }
        String biz = NAME.matcher(text.replace('\'', '"')).replaceAll(this::value);
        JsonNode node = SampleCall.answer(gateway, "alipay." + parts[1], biz).node();
        String said = node.path("sub_code").asString("ok");
        if (!said.equals(parts[0])) {
            wrong.add(line + " -> " + node);
        } else if (!said.equals("ok")) {
            reached.add(new Case("alipay." + parts[1], said));
        } else if (!parts[3].isEmpty()) {
            String[] kept = parts[3].split("=", -1);
            names.put(kept[0], node.path(kept[1]).asString());
        }
    }

    private String value(MatchResult match) {
        String name = match.group(1);
        Wallet wallet = people.get(name);
        return Matcher.quoteReplacement(
                wallet == null
                        ? names.getOrDefault(name, "unknown")
                        : world.core.wallets().issueCode(wallet.id()));
    }

    private void act(String... words) {
        switch (words[0]) {
            case "days" -> world.clock.advance(Duration.ofDays(Long.parseLong(words[1])));
            case "rate" -> world.rate(World.CNY, World.USD, "0.1385", "0.1400");
            case "fill" -> fill();
            case "agree" -> {
                if (words[1].equals("to")) {
                    agreeToVoucher(words[3]);
                } else {
                    agree(words);
                }
            }
            case "spend" -> spend();
            case "consent" ->
                    names.put(
                            "CONSENT",
                            gateway.authorizations
                                    .consent(TestGateway.APP_ID, TestGateway.APP_ID)
                                    .<String>use(text -> text));
            case "doubt" -> doubt(words[1]);
            case "corridor" ->
                    world.core.partners().set(World.LANTERN, World.LANTERN, Agreement.State.CLOSED);
            default -> throw new AssertionError("no such action: " + words[0]);
        }
    }

    /** So many receivers that no further one may be bound. */
    private void fill() {
        List<Relations.Known> known = new ArrayList<>();
        Receiver receiver = new Receiver(Receiver.Kind.WALLET, person("mei").id(), World.LANTERN);
        for (int at = 1; at < Relations.MAX; at++) {
            known.add(new Relations.Known("2088%012d".formatted(500_000 + at), receiver, ""));
        }
        world.core.relations().bind(World.JASMINE_TEA, known);
    }

    private void agree(String... words) {
        ObjectNode biz = JsonMapper.shared().createObjectNode();
        biz.put("personal_product_code", AgreementSign.CYCLE_PAY)
                .put("sign_scene", "A|" + words[1]);
        biz.putObject("access_params").put("channel", "QRCODE");
        ObjectNode rule = biz.putObject("period_rule_params");
        LocalDate today = LocalDate.ofInstant(world.clock.instant(), ZoneOffset.ofHours(8));
        rule.put("period_type", "DAY").put("period", "30").put("execute_time", today.toString());
        rule.put("single_amount", "20.00");
        rule.put("total_amount", words.length > 2 ? words[2] : "100.00");
        rule.put("total_payments", words.length > 3 ? words[3] : "9");
        if (AgreementSign.read(gateway.call(biz), "")
                instanceof Fields.Result.Good<Mandate.Proposal>(Mandate.Proposal proposal)) {
            Mandate mandate = world.core.mandates().propose(proposal);
            world.core.mandates().agree(mandate.id(), world.lin.id());
            names.put(words[1], mandate.number());
        } else {
            throw new AssertionError("no proposal: " + biz);
        }
    }

    private void agreeToVoucher(String number) {
        Freeze freeze =
                world.core.freezes().findByReference(World.JASMINE_TEA, number).orElseThrow();
        world.core
                .freezes()
                .run(new FreezeRequest.Agree(World.JASMINE_TEA, freeze.id(), world.lin.id()));
    }

    /** A trade whose payer's card issuer does not answer. */
    private void doubt(String number) {
        world.rail.answer(new Rail.Answer.NoAnswer());
        String code = Details.of(gateway.trade(number)).get(Details.QR_CODE);
        gateway.anaPays(code, World.cny("5.00"));
    }

    /** Mei has nothing left. */
    private void spend() {
        String all = world.core.wallets().available(person("mei")).toDecimalString();
        run(
                ("ok | trade.pay | {'out_trade_no':'SPEND%s','total_amount':'%s','subject':'tea',"
                                + "'auth_code':'$mei'} | ")
                        .formatted(all.replace('.', '_'), all));
    }
}
