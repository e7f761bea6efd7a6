package dev.handfast.sdktests;

import tools.jackson.databind.node.ObjectNode;

/** An official client as a merchant has set it up: the same few things, said in its own way. */
interface Caller {
    /** Calls a method by its name on the wire. */
    Told call(String method, ObjectNode biz) throws Exception;

    /**
     * What a payer's browser gets: the address of a page, or a page with a form that sends itself.
     */
    String page(String method, ObjectNode biz, String returnUrl) throws Exception;

    /** What an app hands to a wallet's app. */
    String orderString(String method, ObjectNode biz) throws Exception;
}
