package dev.handfast.pages;

import io.helidon.http.HeaderNames;
import io.helidon.http.SetCookie;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A language in which pages are written. */
public enum Language {
    /** English. */
    EN("en", "English"),
    /** Simplified Chinese. */
    ZH("zh", "中文");

    private static final String COOKIE = "handfast_language";
    private static final Duration REMEMBERED = Duration.ofDays(180);

    private final String tag;
    private final String ownName;

    Language(String tag, String ownName) {
        this.tag = tag;
        this.ownName = ownName;
    }

    /** Its tag as in HTML's {@code lang}. */
    public String tag() {
        return tag;
    }

    /** Its name in itself. */
    public String ownName() {
        return ownName;
    }

    /**
     * The language a visitor wants: the one asked for with {@code ?lang=}, which the browser then
     * remembers; else the remembered one; else the first of Accept-Language that there is; else
     * English.
     */
    public static Language of(ServerRequest request, ServerResponse response) {
        Optional<Language> asked =
                request.query().first("lang").asOptional().flatMap(Language::tagged);
        asked.ifPresent(
                language ->
                        response.headers()
                                .addCookie(
                                        SetCookie.builder(COOKIE, language.tag)
                                                .path("/")
                                                .maxAge(REMEMBERED)
                                                .sameSite(SetCookie.SameSite.LAX)
                                                .build()));
        return asked.or(
                        () ->
                                request.headers()
                                        .cookies()
                                        .first(COOKIE)
                                        .asOptional()
                                        .flatMap(Language::tagged))
                .orElseGet(
                        () ->
                                accepted(
                                        request.headers()
                                                .value(HeaderNames.ACCEPT_LANGUAGE)
                                                .orElse("")));
    }

    /** The first of an Accept-Language header that there is; English where there is none. */
    static Language accepted(String header) {
        return ranges(header).stream()
                .map(range -> tagged(range.getRange().split("-", 2)[0]))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(EN);
    }

    private static List<Locale.LanguageRange> ranges(String header) {
        try {
            return header.isBlank() ? List.of() : Locale.LanguageRange.parse(header);
        } catch (IllegalArgumentException malformed) {
            return List.of(); // A browser that says it badly gets what one that says nothing gets.
        }
    }

    private static Optional<Language> tagged(String tag) {
        return Arrays.stream(values()).filter(language -> language.tag.equals(tag)).findFirst();
    }
}
