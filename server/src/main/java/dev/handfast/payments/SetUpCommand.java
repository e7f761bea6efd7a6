package dev.handfast.payments;

import dev.handfast.customers.Edit;
import dev.handfast.customers.PaymentMethod;
import dev.handfast.customers.SetupIntent;
import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.Event;
import dev.handfast.tokens.DeviceToken;
import dev.handfast.tokens.TokenCheck;
import dev.handfast.tokens.TokenRefusal;

import java.util.Optional;
import java.util.UUID;

/**
 * Puts a device token on file: its cryptogram proves, once, that its holder was there.
 *
 * @param rules what every command needs
 * @param request what is asked
 */
record SetUpCommand(Rules rules, SetUp request) implements Command<SetUp.Result> {
    @Override
    public int lane() {
        return request.merchant().hashCode();
    }

    @Override
    public void name(Naming naming) {
        naming.row(SetupIntent.TABLE, request.setup());
        naming.row(PaymentMethod.TABLE, request.method());
        if (request.instrument() instanceof Instrument.Token token) {
            naming.row(DeviceToken.TABLE, token.token());
            naming.row(Claim.TABLE, transaction(token));
        }
    }

    @Override
    public Decision<SetUp.Result> decide(Working working) {
        Optional<SetupIntent> found =
                working.find(SetupIntent.TABLE, request.setup())
                        .filter(known -> known.merchant().equals(request.merchant()));
        if (found.isEmpty()) {
            return new Decision.Refused<>(new SetUp.Result.Missing());
        }
        return switch (found.get().state()) {
            case WAITING -> open(working, found.get());
            case SUCCEEDED, CANCELLED -> new Decision.Refused<>(new SetUp.Result.Over(found.get()));
        };
    }

    private Decision<SetUp.Result> open(Working working, SetupIntent setup) {
        return switch (request.instrument()) {
            case Instrument.Token token -> check(working, setup, token);
            case Instrument.RefusedToken(String check, String detail) ->
                    refuse(setup, PaymentRefusal.TOKEN_NOT_ACCEPTED, check + ": " + detail);
            case Instrument.OnFile _,
                    Instrument.Code _,
                    Instrument.Wallet _,
                    Instrument.Mandate _,
                    Instrument.Frozen _,
                    Instrument.AtPartner _,
                    Instrument.StaticCode _ ->
                    refuse(
                            setup,
                            PaymentRefusal.TOKEN_NOT_ACCEPTED,
                            "only a device token is put on file like this");
        };
    }

    private Decision<SetUp.Result> check(
            Working working, SetupIntent setup, Instrument.Token token) {
        if (working.find(Claim.TABLE, transaction(token)).isPresent()) {
            return refuse(
                    setup, PaymentRefusal.TOKEN_REPLAYED, "this Apple Pay token was used before");
        }
        Optional<DeviceToken> known = working.find(DeviceToken.TABLE, token.token());
        TokenCheck.Context context = new TokenCheck.Context(rules.keys(), working.now());
        return switch (TokenCheck.check(known, token.cryptogram(), token.approved(), context)) {
            case TokenCheck.Result.Refused(TokenRefusal why) ->
                    refuse(setup, Refusals.of(why), Refusals.token(why));
            case TokenCheck.Result.Good(DeviceToken after) -> {
                working.update(DeviceToken.TABLE, after);
                working.insert(
                        Claim.TABLE,
                        new Claim(
                                transaction(token),
                                Claim.Kind.APPLE_PAY_TRANSACTION,
                                setup.id(),
                                working.now()));
                yield new Decision.Done<>(keep(working, setup, after));
            }
        };
    }

    private SetUp.Result keep(Working working, SetupIntent setup, DeviceToken token) {
        PaymentMethod method =
                new PaymentMethod(
                        request.method(),
                        request.merchant(),
                        setup.customer(),
                        new PaymentMethod.Source.OnFile(
                                token.id(), token.network(), token.suffix(), token.expiresOn()),
                        request.details(),
                        working.now());
        SetupIntent done = setup.succeeded(method.id());
        working.insert(PaymentMethod.TABLE, method);
        working.update(SetupIntent.TABLE, done);
        SetUp.Result.Done result = new SetUp.Result.Done(done, method);
        for (Edit.News news : request.news().apply(result)) {
            working.insert(Event.TABLE, news.event());
            news.deliveries().forEach(delivery -> working.insert(Delivery.TABLE, delivery));
        }
        return result;
    }

    private static Decision<SetUp.Result> refuse(
            SetupIntent setup, PaymentRefusal why, String detail) {
        return new Decision.Refused<>(new SetUp.Result.Refused(why, detail, Optional.of(setup)));
    }

    private static UUID transaction(Instrument.Token token) {
        return Claim.idOf(Claim.Kind.APPLE_PAY_TRANSACTION, token.transaction());
    }
}
