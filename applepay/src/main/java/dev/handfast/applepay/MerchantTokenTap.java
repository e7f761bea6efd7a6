package dev.handfast.applepay;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * The merchant's side of "tap and pull" (Apple, "Merchant Token Notification Services"). Apple taps
 * the merchant's {@code tokenNotificationURL} with an event id, without proving that it is Apple;
 * so a tap does nothing but make the merchant ask Apple, over mutual TLS, what the event is, and
 * only the answer is acted on. A stranger's tap costs one question.
 */
public final class MerchantTokenTap {
    /** The tap was taken, or there is nothing to it: Apple taps no more. */
    public static final int DONE = 200;

    /** It could not be handled now: Apple taps again, up to three times, at once. */
    public static final int TRY_AGAIN = 500;

    private final Pull pull;
    private final Consumer<MerchantTokenEvent> handler;

    /** Asks Apple what an event is; {@link MerchantGateway#tokenEvent} does. */
    @FunctionalInterface
    public interface Pull {
        /** Asks about the event of this id, which has been checked to be one. */
        MerchantGateway.Answer event(String eventId) throws InterruptedException;
    }

    /**
     * Handles taps.
     *
     * @param pull asks Apple
     * @param handler told what happened to a token; an event may be told more than once, and one
     *     that the handler throws on is tapped again
     */
    public MerchantTokenTap(Pull pull, Consumer<MerchantTokenEvent> handler) {
        this.pull = pull;
        this.handler = handler;
    }

    /** Pulls through a gateway. */
    public static Pull through(MerchantGateway gateway, GatewayHost host, String merchantId) {
        return eventId ->
                gateway.tokenEvent(MerchantTokenEvent.pullUri(host, merchantId, eventId), eventId);
    }

    /**
     * Handles one tap.
     *
     * @param path of the request, which ends in {@code /merchantToken/{eventId}}
     * @return the HTTP status to answer: {@link #DONE} also for an event or token that is unknown,
     *     as Apple asks
     */
    public int handle(String path) throws InterruptedException {
        Optional<String> eventId = MerchantTokenEvent.eventId(path);
        if (eventId.isEmpty()) {
            return DONE;
        }
        return switch (pull.event(eventId.get())) {
            case MerchantGateway.Answer.NoAnswer _ -> TRY_AGAIN;
            case MerchantGateway.Answer.Declined(int status, String _) ->
                    status >= TRY_AGAIN ? TRY_AGAIN : DONE;
            case MerchantGateway.Answer.Body(String json) ->
                    switch (MerchantTokenEvent.read(json)) {
                        case MerchantTokenEvent.Reading.Refused _ -> TRY_AGAIN;
                        case MerchantTokenEvent.Reading.Event(MerchantTokenEvent event) ->
                                told(event);
                    };
        };
    }

    private int told(MerchantTokenEvent event) {
        handler.accept(event);
        return DONE;
    }
}
