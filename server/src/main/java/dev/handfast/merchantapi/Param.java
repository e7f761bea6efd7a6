package dev.handfast.merchantapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One parameter of a call, as it is checked, documented and tested.
 *
 * @param name without brackets
 * @param type what its value must be
 * @param need whether it must be there
 * @param doc a sentence for the reference
 * @param last the last family of versions in which it is taken, where it is taken no longer
 */
record Param(String name, ParamType type, Need need, String doc, Optional<ApiVersion> last) {
    /** How long an e-mail address may be (RFC 5321 section 4.5.3.1.3, less its brackets). */
    static final int EMAIL_LENGTH_MAX = 254;

    /** How long an address on the web may be. */
    static final int URL_LENGTH_MAX = 2_048;

    private static final int PAGE_LIMIT_MAX = 100;
    private static final int EXPAND_MAX = 10;

    /** Whether a parameter must be there. */
    enum Need {
        /** It may be left out. */
        OPTIONAL,
        /** It may be left out, and sent empty to clear what was there. */
        CLEARABLE,
        /** It must be there. */
        REQUIRED
    }

    private static Param optional(String name, ParamType type, String doc) {
        return new Param(name, type, Need.OPTIONAL, doc, Optional.empty());
    }

    static Param text(String name, int lengthMax, String doc) {
        return optional(name, new ParamType.Text(lengthMax), doc);
    }

    static Param word(String name, String doc, String... words) {
        return optional(name, new ParamType.Word(List.of(words)), doc);
    }

    static Param whole(String name, long min, long max, String doc) {
        return optional(name, new ParamType.Whole(min, max), doc);
    }

    static Param amount(String name, String doc) {
        return optional(name, new ParamType.Amount(), doc);
    }

    static Param currency(String name, String doc) {
        return optional(name, new ParamType.CurrencyCode(), doc);
    }

    static Param flag(String name, String doc) {
        return optional(name, new ParamType.Flag(), doc);
    }

    static Param id(String name, PublicIds kind, String doc) {
        return optional(name, new ParamType.Id(kind), doc);
    }

    static Param moments(String name, String doc) {
        return optional(name, new ParamType.Moments(), doc);
    }

    static Param metadata() {
        return optional("metadata", new ParamType.Metadata(), "The merchant's own data.");
    }

    static Param texts(String name, int lengthMax, int countMax, String doc) {
        return optional(name, new ParamType.ListOf(new ParamType.Text(lengthMax), countMax), doc);
    }

    /** A list of some of these words. */
    static Param words(String name, int countMax, String doc, String... words) {
        ParamType word = new ParamType.Word(List.of(words));
        return optional(name, new ParamType.ListOf(word, countMax), doc);
    }

    static Param group(String name, String doc, Param... below) {
        return optional(name, new ParamType.Group(List.of(below)), doc);
    }

    /** A list of groups: {@code name[0][below]}. */
    static Param groups(String name, int countMax, String doc, Param... below) {
        ParamType group = new ParamType.Group(List.of(below));
        return optional(name, new ParamType.ListOf(group, countMax), doc);
    }

    /** Taken without effect, because the client libraries send it. */
    static Param ignored(String name) {
        return optional(name, new ParamType.Anything(), "Taken, and without effect here.");
    }

    /** Known elsewhere, and refused here with the reason. */
    static Param notTaken(String name, String why) {
        return optional(name, new ParamType.NotTaken(why), why);
    }

    /** {@code expand[]}, with the paths that can be expanded. */
    static Param expand(String... paths) {
        return words("expand", EXPAND_MAX, "What to show in full instead of by its id.", paths);
    }

    /** When the objects of a list were created. */
    static Param created() {
        return moments(Page.CREATED, "Only those created then.");
    }

    /** The parameters of every list, with its own ones. */
    static List<Param> page(PublicIds kind, Param... own) {
        List<Param> all = new ArrayList<>(List.of(own));
        all.add(whole("limit", 1, PAGE_LIMIT_MAX, "How many at the most; 10 if left out."));
        all.add(id(Page.AFTER, kind, "The last object of the page before this one."));
        all.add(id(Page.BEFORE, kind, "The first object of the page behind this one."));
        return List.copyOf(all);
    }

    Param required() {
        return new Param(name, type, Need.REQUIRED, doc, last);
    }

    Param clearable() {
        return new Param(name, type, Need.CLEARABLE, doc, last);
    }

    /** Taken no longer in versions after this family. */
    Param until(ApiVersion family) {
        return new Param(name, type, need, doc, Optional.of(family));
    }

    boolean isIn(ApiVersion version) {
        return last.isEmpty() || version.compareTo(last.get()) <= 0;
    }
}
