package dev.handfast.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class ShareTest {
    private static final Currency USD = Currency.of("USD");
    private static final Currency CNY = Currency.of("CNY");

    @Test
    void two_halves_get_the_whole_between_them() {
        var share = new Share(cny(7235), usd(1000));
        assertEquals(cny(3618), share.of(new Share.Slice(usd(0), usd(500))));
        assertEquals(cny(3617), share.of(new Share.Slice(usd(500), usd(500))));
    }

    @Test
    void a_small_total_is_given_once_and_only_once() {
        var share = new Share(cny(1), usd(3));
        assertEquals(cny(0), share.of(new Share.Slice(usd(0), usd(1))));
        assertEquals(cny(1), share.of(new Share.Slice(usd(1), usd(1))));
        assertEquals(cny(0), share.of(new Share.Slice(usd(2), usd(1))));
    }

    @Test
    void refuses_what_lies_outside_the_whole() {
        var share = new Share(cny(7235), usd(1000));
        assertThrows(IllegalArgumentException.class, () -> share.upTo(usd(1001)));
        assertThrows(IllegalArgumentException.class, () -> share.upTo(usd(-1)));
        assertThrows(IllegalArgumentException.class, () -> share.upTo(cny(1)));
        assertThrows(IllegalArgumentException.class, () -> new Share.Slice(usd(0), usd(-1)));
        assertThrows(IllegalArgumentException.class, () -> new Share.Slice(usd(-1), usd(1)));
        assertThrows(IllegalArgumentException.class, () -> new Share(cny(1), usd(0)));
    }

    @Test
    void the_shares_of_any_sequence_of_slices_add_up_to_the_total() {
        Seeded.forAll(
                20_000,
                random -> {
                    Money whole = usd(1 + random.nextLong(1L << (1 + random.nextInt(61))));
                    Money total = cny(Seeded.anyLong(random) / 2);
                    var share = new Share(total, whole);
                    Money given = cny(0);
                    Money before = usd(0);
                    for (int left = random.nextInt(8); before.isLessThan(whole); left--) {
                        long rest = whole.minus(before).minor();
                        Money part = usd(left > 0 ? random.nextLong(rest) : rest);
                        Money slice = share.of(new Share.Slice(before, part));
                        assertFalse(
                                Long.signum(slice.minor()) == -Long.signum(total.minor())
                                        && !slice.isZero());
                        given = given.plus(slice);
                        before = before.plus(part);
                        assertEquals(share.upTo(before), given);
                    }
                    assertEquals(total, given);
                });
    }

    private static Money usd(long minor) {
        return new Money(minor, USD);
    }

    private static Money cny(long minor) {
        return new Money(minor, CNY);
    }
}
