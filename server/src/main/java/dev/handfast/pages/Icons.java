package dev.handfast.pages;

/** Small drawings beside words that say the same; hidden from those who have the page read. */
final class Icons {
    /** Two halves that meet. */
    static final Html HANDS =
            Html.of(
                    """
                    <svg aria-hidden="true" viewBox="2 4 20 16" class="icon">\
                    <path d="M3 12a6 6 0 0 1 6-6h3v3H9a3 3 0 0 0 0 6h3v3H9a6 6 0 0 1-6-6z"/>\
                    <path d="M21 12a6 6 0 0 1-6 6h-3v-3h3a3 3 0 0 0 0-6h-3V6h3a6 6 0 0 1 6 6z"\
                     opacity=".55"/></svg>\
                    """);

    static final Html LOCK =
            Html.of(
                    """
                    <svg aria-hidden="true" viewBox="0 0 24 24" class="icon">\
                    <path d="M7 10V8a5 5 0 0 1 10 0v2h1a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H6a2 2 0 0\
                     1-2-2v-7a2 2 0 0 1 2-2h1zm2 0h6V8a3 3 0 0 0-6 0v2z"/></svg>\
                    """);

    static final Html TICK =
            Html.of(
                    """
                    <svg aria-hidden="true" viewBox="0 0 24 24" class="mark">\
                    <path d="M5 12.5l4.5 4.5L19 7.5" fill="none" stroke="currentColor"\
                     stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></svg>\
                    """);

    static final Html CROSS =
            Html.of(
                    """
                    <svg aria-hidden="true" viewBox="0 0 24 24" class="mark">\
                    <path d="M7 7l10 10M17 7L7 17" fill="none" stroke="currentColor"\
                     stroke-width="2.5" stroke-linecap="round"/></svg>\
                    """);

    static final Html CLOCK =
            Html.of(
                    """
                    <svg aria-hidden="true" viewBox="0 0 24 24" class="mark">\
                    <path d="M12 6.5V12l3.5 2" fill="none" stroke="currentColor"\
                     stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></svg>\
                    """);

    private Icons() {}
}
