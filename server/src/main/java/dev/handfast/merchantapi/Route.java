package dev.handfast.merchantapi;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One call, declared once: from this come its address, the check of its parameters, who may make
 * it, its entry in the OpenAPI document and on the page of the reference, and its tests.
 *
 * @param verb the HTTP method
 * @param path with names in braces, such as {@code /v1/refunds/{id}}
 * @param access which keys may make it
 * @param doc a sentence for the reference
 * @param params its parameters, besides those in the path
 * @param answers what it answers when all is well
 * @param action what it does
 */
record Route(
        Verb verb,
        String path,
        Access access,
        String doc,
        List<Param> params,
        Answers answers,
        Function<Call, Answer> action) {
    private static final Pattern VARIABLE = Pattern.compile("\\{[a-z_]+}");

    /** An HTTP method. */
    enum Verb {
        GET,
        POST,
        DELETE
    }

    /** What a call answers. */
    record Answers(Form form, Shape shape) {
        /** One object, or several. */
        enum Form {
            /** One. */
            ONE,
            /** A page of them. */
            PAGE,
            /** A page of what was searched for. */
            FOUND,
            /** One, or that it was deleted. */
            ONE_OR_DELETED,
            /** That it was deleted. */
            DELETED
        }
    }

    /** Copies the list. */
    Route {
        params = List.copyOf(params);
    }

    /** A call that has its address; {@link #takes} and the others say the rest. */
    private static Route of(Verb verb, String path, String doc) {
        return new Route(
                verb,
                path,
                Access.SECRET,
                doc,
                List.of(),
                new Answers(Answers.Form.ONE, Shapes.ERROR),
                call -> {
                    throw new IllegalStateException("nothing is done at " + path);
                });
    }

    static Route get(String path, String doc) {
        return of(Verb.GET, path, doc);
    }

    static Route post(String path, String doc) {
        return of(Verb.POST, path, doc);
    }

    static Route delete(String path, String doc) {
        return of(Verb.DELETE, path, doc);
    }

    Route openTo(Access keys) {
        return new Route(verb, path, keys, doc, params, answers, action);
    }

    Route takes(Param... all) {
        return takes(List.of(all));
    }

    Route takes(List<Param> all) {
        return new Route(verb, path, access, doc, all, answers, action);
    }

    Route answers(Shape shape, Function<Call, Answer> by) {
        return answers(Answers.Form.ONE, shape, by);
    }

    Route answersPage(Shape shape, Function<Call, Answer> by) {
        return answers(Answers.Form.PAGE, shape, by);
    }

    Route answersFound(Shape shape, Function<Call, Answer> by) {
        return answers(Answers.Form.FOUND, shape, by);
    }

    Route answersOrDeleted(Shape shape, Function<Call, Answer> by) {
        return answers(Answers.Form.ONE_OR_DELETED, shape, by);
    }

    Route answersDeleted(Shape shape, Function<Call, Answer> by) {
        return answers(Answers.Form.DELETED, shape, by);
    }

    private Route answers(Answers.Form form, Shape shape, Function<Call, Answer> by) {
        return new Route(verb, path, access, doc, params, new Answers(form, shape), by);
    }

    /** What the call is about, as the permissions of restricted keys name it. */
    String resource() {
        return path.split("/", -1)[2];
    }

    /** The names in braces. */
    List<String> variables() {
        return VARIABLE.matcher(path)
                .results()
                .map(found -> found.group().substring(1, found.group().length() - 1))
                .toList();
    }

    /** Whether the call only reads. */
    boolean reads() {
        return verb == Verb.GET;
    }
}
