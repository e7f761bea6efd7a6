package dev.handfast.payments;

import dev.handfast.engine.Command;

import java.util.Optional;
import java.util.UUID;

/** The commands of payments, for those who run them without an engine. */
public record PureCommands(Rules rules) {
    /**
     * The command of a request.
     *
     * @param id a fresh id
     */
    public Command<Outcome> of(UUID id, Request request) {
        return switch (request) {
            case Request.Create create ->
                    new CreateCommand(rules, create.id(), create.terms(), create.code());
            case Request.Sell sell ->
                    new SellCommand(
                            new CreateCommand(
                                    rules, sell.id(), sell.terms(), Optional.of(sell.code())),
                            sell.link());
            case Request.Offer offer -> new OfferCommand(rules, offer);
            case Request.Pay pay -> new PayCommand(rules, pay.request());
            case Request.Amend amend ->
                    change(
                            id,
                            amend.owner(),
                            amend.payment(),
                            new ChangeCommand.Change.Amend(amend.amendment()));
            case Request.TakeHeld take ->
                    change(
                            id,
                            take.owner(),
                            take.payment(),
                            new ChangeCommand.Change.TakeHeld(take.amount(), take.brokerage()));
            case Request.Close close ->
                    change(
                            id,
                            close.owner(),
                            close.payment(),
                            new ChangeCommand.Change.Close(State.Closed.Reason.CANCELLED));
            case Request.Refund refund -> new RefundCommand(rules, refund.request());
            case Request.Note note -> new NoteCommand(rules, note);
        };
    }

    /** An attempt to pay a payment with a card. */
    public record Attempt(UUID payment, UUID attempt) {}

    /** The taking in of a rail's answer. */
    public Command<Outcome> answered(UUID id, UUID owner, Attempt attempt, Rail.Answer answer) {
        return change(
                id,
                owner,
                attempt.payment(),
                new ChangeCommand.Change.Answered(attempt.attempt(), answer));
    }

    /** The end of a payment whose time has run out, if it has. */
    public Command<Outcome> expire(UUID id, UUID owner, UUID payment) {
        return change(id, owner, payment, new ChangeCommand.Change.Expire());
    }

    private Command<Outcome> change(
            UUID id, UUID owner, UUID payment, ChangeCommand.Change change) {
        return new ChangeCommand(rules, id, owner, payment, change);
    }
}
