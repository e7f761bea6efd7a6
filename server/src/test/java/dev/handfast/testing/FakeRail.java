package dev.handfast.testing;

import dev.handfast.payments.CodeRail;
import dev.handfast.payments.Rail;
import dev.handfast.payments.RailOrder;
import dev.handfast.payments.RailTask;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A card issuer that approves, unless a test has scripted other answers. It does what it is asked
 * even when its answer is lost, as a real one does.
 */
public class FakeRail implements Rail {
    /** The name by which cards refer to it. */
    public static final String NAME = "fake-issuer";

    /**
     * A partner's gateway that does the same; it reaches the partner's wallets by their codes, and
     * shows codes of its own.
     */
    public static final class Gateway extends FakeRail implements CodeRail {
        /** Its name. */
        public static final String NAME = "fake-gateway";

        /** A payment code that one of its wallets shows. */
        public static final String CODE = "309912345678901234";

        private final Map<UUID, Fate> fates = new ConcurrentHashMap<>();
        private final Deque<Code> codes = new ConcurrentLinkedDeque<>();
        private final List<Order> shown = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Optional<Reach> reach() {
            return Optional.of(new Reach(World.LANTERN, World.CNY, "3099"));
        }

        /** Scripts the next answers to {@link #show}, in order. */
        public void show(Code... answers) {
            codes.addAll(List.of(answers));
        }

        /** Somebody scans the code of an order and pays. */
        public void pay(UUID order) {
            fates.put(order, new Fate.Paid());
        }

        /** The orders it was asked to show a code for, in order. */
        public List<Order> shown() {
            return List.copyOf(shown);
        }

        @Override
        public Code show(Order order) {
            shown.add(order);
            fates.putIfAbsent(order.id(), new Fate.Open());
            Code scripted = codes.poll();
            return scripted == null
                    ? new Code.Shown("https://lantern.example/" + order.id())
                    : scripted;
        }

        @Override
        public Fate ask(Order order, Wish wish) {
            return switch (wish) {
                case KEEP -> fates.getOrDefault(order.id(), new Fate.Open());
                case WITHDRAW ->
                        fates.merge(
                                order.id(),
                                new Fate.Over(),
                                (known, over) -> known instanceof Fate.Paid ? known : over);
            };
        }
    }

    private final Deque<Answer> script = new ArrayDeque<>();
    private final Map<UUID, Answer> decided = new HashMap<>();
    private final List<RailTask> told = new CopyOnWriteArrayList<>();

    /** Scripts the next answers to {@link #authorise}, in order. */
    public synchronized void answer(Answer... answers) {
        script.addAll(List.of(answers));
    }

    /** What it holds to be true about an attempt to pay, whatever it has answered. */
    public synchronized void decide(UUID attempt, Answer truth) {
        decided.put(attempt, truth);
    }

    /** Everything it was told. */
    public List<RailTask> told() {
        return List.copyOf(told);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public synchronized Answer authorise(RailOrder order) {
        Answer answer = script.isEmpty() ? new Answer.Approved("A1") : script.pop();
        if (!(answer instanceof Answer.NoAnswer) && !(answer instanceof Answer.NeverHeard)) {
            decided.putIfAbsent(order.attempt(), answer);
        }
        return answer instanceof Answer.NeverHeard ? new Answer.NoAnswer() : answer;
    }

    @Override
    public synchronized Answer inquire(UUID attempt) {
        return decided.getOrDefault(attempt, new Answer.NeverHeard());
    }

    @Override
    public Answer tell(RailTask task) {
        told.add(task);
        return new Answer.Approved("T" + told.size());
    }
}
