package dev.handfast.merchantapi;

import java.util.List;

/** The forms of events, webhook endpoints and what is sent to them. */
final class WebhookShapes {
    static final Shape EVENT_DATA =
            Shape.of(
                    "event_data",
                    "What an event is about.",
                    """
                    object               any   the object as it was then
                    previous_attributes  any-  what has changed, where the event says so
                    """);

    static final Shape EVENT_REQUEST =
            Shape.of(
                    "event_request",
                    "The request that made it happen, where it is known.",
                    """
                    id               text?
                    idempotency_key  text?
                    """);

    static final Shape EVENT =
            Shape.of(
                    "event",
                    "Something that happened.",
                    """
                    id                text
                    object            =event
                    api_version       text   the version in which the object is shown
                    created           time
                    data              @event_data
                    livemode          bool
                    pending_webhooks  int    at how many endpoints it has not arrived
                    request           @event_request
                    type              text   such as payment_intent.succeeded
                    """);

    static final Shape ENDPOINT =
            Shape.of(
                    "webhook_endpoint",
                    "An address that is told of events.",
                    """
                    id                          text
                    object                      =webhook_endpoint
                    api_version                 text?
                    application                 text?
                    created                     time
                    description                 text?
                    disabled_by                 =silence|gone?  why it is disabled, unless you did
                    enabled_events              [text]  * stands for all
                    failing_since               time?   since when it has confirmed nothing
                    livemode                    bool
                    metadata                    map
                    previous_secret_expires_at  time?   how long the rolled secret is good too
                    secret                      text-   signs its deliveries; shown once
                    status                      =enabled|disabled
                    url                         text
                    """);

    static final Shape ATTEMPT =
            Shape.of(
                    "webhook_attempt",
                    "One attempt at a delivery.",
                    """
                    object           =webhook_attempt
                    created          time   when it began
                    duration_ms      int    how long it took
                    error            =address|name|forbidden|connection|tls|timeout|protocol?
                    next_attempt     time?  when the next was due then
                    number           int    from 1, on through every retry and replay
                    response_body    text   the beginning of the answer, or the error in words
                    response_status  int?   the HTTP status of the answer, where one came
                    """);

    static final Shape DELIVERY =
            Shape.of(
                    "webhook_delivery",
                    "An event on its way to an endpoint. Handfast's own object.",
                    """
                    id                text
                    object            =webhook_delivery
                    attempts          [@webhook_attempt]  newest first; in lists only the newest
                    created           time    when the event happened
                    delivered_at      time?   when it was confirmed
                    event             text
                    event_type        text
                    livemode          bool
                    next_attempt      time?   when it is due, while it is pending
                    status            =pending|succeeded|failed
                    url               text    where to
                    webhook_endpoint  text
                    """);

    static final Shape REPLAY =
            Shape.of(
                    "webhook_replay",
                    "Events of a range of time, sent to an endpoint again. Handfast's own object.",
                    """
                    object            =webhook_replay
                    count             int    how many deliveries are due now
                    has_more          bool   whether the range was too long for one call
                    last_event        text?  where it was: starting_after of the next call
                    webhook_endpoint  text
                    """);

    static final List<Shape> ALL =
            List.of(EVENT, EVENT_DATA, EVENT_REQUEST, ENDPOINT, ATTEMPT, DELIVERY, REPLAY);

    private WebhookShapes() {}
}
