package dev.handfast.sandbox;

import dev.handfast.engine.Ids;
import dev.handfast.money.Currency;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Who is in the sandbox. The ids follow from the names, so they are the same everywhere. */
public final class Cast {
    /** United States dollar. */
    public static final Currency USD = Currency.of("USD");

    /** Chinese yuan. */
    public static final Currency CNY = Currency.of("CNY");

    /** Aurora, a network of device wallets. */
    public static final UUID AURORA = Ids.named("partner", "aurora");

    /** Lantern, an operator of account wallets. */
    public static final UUID LANTERN = Ids.named("partner", "lantern");

    /** Harbor Coffee, which Aurora acquires, in dollars. */
    public static final UUID HARBOR_COFFEE = Ids.named("merchant", "harbor-coffee");

    /** Jasmine Tea, which Lantern acquires, in yuan. */
    public static final UUID JASMINE_TEA = Ids.named("merchant", "jasmine-tea");

    /** Lin's wallet at Lantern, in yuan. */
    public static final UUID LIN = Ids.named("wallet", "lin");

    /** Wei's wallet at Lantern, in yuan, with little in it. */
    public static final UUID WEI = Ids.named("wallet", "wei");

    /** Lin's phone; behind its token stands Lin's wallet. */
    public static final UUID LINS_PHONE = Ids.named("device", "lin");

    /** Ana's phone; behind its token stands her dollar card. */
    public static final UUID ANAS_PHONE = Ids.named("device", "ana");

    /** Ben's phone; behind its token stands a dollar card with a low limit. */
    public static final UUID BENS_PHONE = Ids.named("device", "ben");

    /** Who comes first in a list, in this order. */
    static final List<UUID> ORDER = List.of(LIN, WEI, LINS_PHONE, ANAS_PHONE, BENS_PHONE);

    /** The network's name on every device token and card. */
    public static final String NETWORK = "Aurora";

    /** What Harbor Coffee is to Apple Pay. */
    public static final String HARBOR_COFFEE_APPLE_PAY = "merchant.dev.handfast.harbor-coffee";

    /** What Jasmine Tea is to Apple Pay, for devices that scan its codes. */
    public static final String JASMINE_TEA_APPLE_PAY = "merchant.dev.handfast.jasmine-tea";

    /** How Jasmine Tea calls itself in the Alipay dialect. */
    public static final String JASMINE_TEA_APP = "2021000000000001";

    /** By which number the Alipay dialect knows Jasmine Tea. */
    public static final String JASMINE_TEA_SELLER = "2088000000000101";

    /** Jasmine Tea's app in certificate mode. */
    public static final String JASMINE_TEA_CERTIFICATE_APP = "2021000000000002";

    /** Jasmine Tea's app that signs with SM2, in key mode. */
    public static final String JASMINE_TEA_SM2_APP = "2021000000000003";

    /** The same in certificate mode. */
    public static final String JASMINE_TEA_SM2_CERTIFICATE_APP = "2021000000000005";

    /** The apps whose keys are SM2. */
    static final Set<String> SM2_APPS =
            Set.of(JASMINE_TEA_SM2_APP, JASMINE_TEA_SM2_CERTIFICATE_APP);

    /** Lotus Systems, which acts for merchants that let it; it sells nothing itself. */
    public static final UUID LOTUS_SYSTEMS = Ids.named("merchant", "lotus-systems");

    /** How Lotus Systems calls itself in the Alipay dialect. */
    public static final String LOTUS_SYSTEMS_APP = "2021000000000004";

    /** By which number the Alipay dialect knows Lotus Systems. */
    public static final String LOTUS_SYSTEMS_SELLER = "2088000000000104";

    private Cast() {}

    /** Who was seeded comes first, in the order of the cast; all others keep theirs. */
    static int place(UUID id) {
        int place = ORDER.indexOf(id);
        return place < 0 ? ORDER.size() : place;
    }
}
