package dev.handfast.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Sends every request in many copies at the same moment.
 *
 * @param clients each copy goes to the next of them
 * @param copies of each request
 * @param atOnce how many different requests at the same moment
 */
record Storm(List<Client> clients, int copies, int atOnce) {
    /** Copies the list. */
    Storm {
        clients = List.copyOf(clients);
    }

    /** Sends copies of the deeds; each got one answer, the same for all copies. */
    List<TortureLoad.Done> blow(List<Deed> deeds) throws Exception {
        List<TortureLoad.Done> settled = new ArrayList<>();
        for (int from = 0; from < deeds.size(); from += atOnce) {
            List<Deed> some = deeds.subList(from, Math.min(deeds.size(), from + atOnce));
            List<List<Client.Answer>> answers = send(some);
            for (int i = 0; i < some.size(); i++) {
                settled.add(same(some.get(i), answers.get(i)));
            }
        }
        return settled;
    }

    private List<List<Client.Answer>> send(List<Deed> deeds) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<List<Future<Client.Answer>>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Deed deed : deeds) {
                List<Future<Client.Answer>> copiesOfOne = new ArrayList<>();
                for (int copy = 0; copy < copies; copy++) {
                    Client client = clients.get(copy % clients.size());
                    copiesOfOne.add(
                            threads.submit(
                                    () -> {
                                        start.await();
                                        return client.post(deed.wire()).orElseThrow();
                                    }));
                }
                asked.add(copiesOfOne);
            }
            start.countDown();
            return all(asked);
        }
    }

    private static List<List<Client.Answer>> all(List<List<Future<Client.Answer>>> asked)
            throws InterruptedException, ExecutionException {
        List<List<Client.Answer>> answers = new ArrayList<>();
        for (List<Future<Client.Answer>> one : asked) {
            List<Client.Answer> got = new ArrayList<>();
            for (Future<Client.Answer> future : one) {
                got.add(future.get());
            }
            answers.add(got);
        }
        return answers;
    }

    private static TortureLoad.Done same(Deed deed, List<Client.Answer> answers) {
        Client.Answer first = answers.getFirst();
        assertTrue(first.status() < 500, () -> deed.kind() + ": " + first);
        for (Client.Answer answer : answers) {
            assertEquals(first.status(), answer.status(), () -> deed.kind() + ": " + answer);
            assertEquals(first.body(), answer.body(), () -> deed.kind().toString());
        }
        TortureLoad.Done done = new TortureLoad.Done(deed, first);
        assertTrue(done.succeeded(), () -> deed.kind() + ": " + first);
        return done;
    }

    /** Does different things at the same moment; their results in order. */
    static <T> List<T> together(int count, IntFunction<T> work) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> all =
                    IntStream.range(0, count)
                            .mapToObj(
                                    i ->
                                            threads.submit(
                                                    (Callable<T>)
                                                            () -> {
                                                                start.await();
                                                                return work.apply(i);
                                                            }))
                            .toList();
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> one : all) {
                results.add(one.get());
            }
            return results;
        }
    }
}
