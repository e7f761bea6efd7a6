package dev.handfast.payments;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rails there are now. They may be exchanged while payments run: whoever has begun to ask a
 * rail goes on with the one it has, and everybody after that gets the new one.
 */
public final class Rails {
    private volatile Known known;

    /** All rails of one moment, and what they reach. */
    private record Known(Map<String, Rail> byName, Map<String, Rail.Reach> reaches) {
        static Known of(Collection<Rail> rails) {
            Map<String, Rail> byName = new HashMap<>();
            Map<String, Rail.Reach> reaches = new HashMap<>();
            for (Rail rail : rails) {
                if (byName.put(rail.name(), rail) != null) {
                    throw new IllegalArgumentException("two rails are named " + rail.name());
                }
                rail.reach().ifPresent(reach -> reaches.put(rail.name(), reach));
            }
            return new Known(Map.copyOf(byName), Map.copyOf(reaches));
        }
    }

    /** These rails. */
    public Rails(Collection<Rail> rails) {
        known = Known.of(rails);
    }

    /** From now on there are these rails, and no others. */
    public void replace(Collection<Rail> rails) {
        known = Known.of(rails);
    }

    /** The rail of this name. */
    Optional<Rail> find(String name) {
        return Optional.ofNullable(known.byName().get(name));
    }

    /** The wallets that rails reach, by the rails' names. */
    Map<String, Rail.Reach> reaches() {
        return known.reaches();
    }

    /** Those whose other side shows codes. */
    List<CodeRail> showing() {
        return known.byName().values().stream()
                .filter(CodeRail.class::isInstance)
                .map(CodeRail.class::cast)
                .toList();
    }
}
