package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Table;
import dev.handfast.money.Money;

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

    /** The settling of what is in escrow. */
    public Command<Moved<Settlement>> settle(SettleRequest request) {
        return new SettleCommand(rules, request);
    }

    /** The end of a payment's time in escrow, if it has come. */
    public Command<Boolean> endEscrow(UUID id, UUID owner, UUID payment) {
        return new EscrowEnds(rules, id, owner, payment);
    }

    /** The splitting of a merchant's share. */
    public Command<Moved<SplitOrder>> split(SplitRequest request) {
        return new SplitCommand(rules, request);
    }

    /** What a merchant or a payer does about a freeze. */
    public Command<FreezeOutcome> freeze(FreezeRequest request) {
        return Freezes.command(rules, request);
    }

    /** The end of a freeze whose time is over, if it is. */
    public Command<FreezeOutcome> endFreeze(UUID id, UUID owner, UUID freeze) {
        return new UnfreezeCommand(rules, id, owner, freeze, new UnfreezeCommand.What.Expire());
    }

    /** To whom merchants may split. */
    public static Table<UUID, Relation> relations() {
        return Relation.TABLE;
    }

    /** The id of a merchant's relation to an account. */
    public static UUID relation(UUID merchant, String account) {
        return Relation.idOf(merchant, account);
    }

    /** What of a split was got and not given back, of a row of that table. */
    public static Money portion(Object row) {
        return ((Portion) row).amount();
    }

    private Command<Outcome> change(
            UUID id, UUID owner, UUID payment, ChangeCommand.Change change) {
        return new ChangeCommand(rules, id, owner, payment, change);
    }
}
