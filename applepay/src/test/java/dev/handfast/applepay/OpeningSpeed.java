package dev.handfast.applepay;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

import javax.crypto.KeyAgreement;

/**
 * A quick measure on one thread: tokens opened per second against the bound that one ECDH and one
 * ECDSA verification of the same provider set. Started by hand; the benchmark proper is elsewhere.
 */
final class OpeningSpeed {
    private static final int WARM_UP_SLICES = 100;
    private static final int SLICES = 60;
    private static final int RUNS_PER_SLICE = 200;

    /** Many inputs: with one, the processor learns the branches of its verification by heart. */
    private static final int INPUTS = 256;

    /** Something to do many times, whose result is used. */
    @FunctionalInterface
    private interface Work {
        boolean run(int round) throws GeneralSecurityException;
    }

    private OpeningSpeed() {}

    public static void main(String[] args) throws GeneralSecurityException {
        boolean platform = args.length > 0 && args[0].equals("jdk");
        Crypto crypto = platform ? Crypto.platform() : Crypto.fastest();
        TokenOpener opener =
                platform
                        ? Fixtures.builder().platformProviders().build()
                        : Fixtures.builder().build();
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++) {
            tokens.add(Fixtures.AUTHORITY.seal(Fixtures.request()));
        }
        Expectation expectation = Expectation.of(1000, "840");
        Work open =
                i ->
                        opener.open(tokens.get(i % INPUTS), expectation, Fixtures.NOW)
                                instanceof Opening.Opened;
        List<Work> works = List.of(agreement(crypto), verification(crypto), open);
        measure(works, WARM_UP_SLICES);
        List<Double> micros = measure(works, SLICES);
        System.out.printf("one opening allocates %d bytes%n", allocated(open));
        System.out.printf(
                "%s: ECDH %.1f us, verification %.1f us, opening %.1f us: ratio %.3f%n",
                crypto.name(),
                micros.get(0),
                micros.get(1),
                micros.get(2),
                (micros.get(0) + micros.get(1)) / micros.get(2));
    }

    /** Short slices in turn, so that whatever else the machine does touches all alike. */
    private static List<Double> measure(List<Work> works, int slices)
            throws GeneralSecurityException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] nanos = new long[works.size()];
        long[] counts = new long[works.size()];
        for (int slice = 0; slice < slices; slice++) {
            for (int i = 0; i < works.size(); i++) {
                long start = threads.getCurrentThreadCpuTime();
                for (int run = 0; run < RUNS_PER_SLICE; run++) {
                    if (!works.get(i).run((int) counts[i]++)) {
                        throw new AssertionError("the measured work failed");
                    }
                }
                nanos[i] += threads.getCurrentThreadCpuTime() - start;
            }
        }
        List<Double> micros = new ArrayList<>();
        for (int i = 0; i < works.size(); i++) {
            micros.add(nanos[i] / 1000.0 / counts[i]);
        }
        return micros;
    }

    private static long allocated(Work work) throws GeneralSecurityException {
        int runs = 1000;
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int run = 0; run < runs; run++) {
            work.run(run);
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / runs;
    }

    private static Work agreement(Crypto crypto) throws GeneralSecurityException {
        PrivateKey ownKey =
                crypto.keyFactory("EC")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(P256.generate().getPrivate().getEncoded()));
        List<PublicKey> others = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++) {
            others.add(P256.publicKey(P256.generate().getPublic().getEncoded(), crypto));
        }
        return i -> {
            KeyAgreement agreement = crypto.ecdh();
            agreement.init(ownKey);
            agreement.doPhase(others.get(i % INPUTS), true);
            return agreement.generateSecret().length == 32;
        };
    }

    private static Work verification(Crypto crypto) throws GeneralSecurityException {
        KeyPair keys = P256.generate();
        byte[] content = new byte[147];
        List<byte[]> signatures = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++) {
            signatures.add(
                    CertificateWriter.signature("SHA256withECDSA", keys.getPrivate(), content));
        }
        PublicKey key = P256.publicKey(keys.getPublic().getEncoded(), crypto);
        return i -> {
            Signature verifying = crypto.signature("SHA256withECDSA");
            verifying.initVerify(key);
            verifying.update(content);
            return verifying.verify(signatures.get(i % INPUTS));
        };
    }
}
