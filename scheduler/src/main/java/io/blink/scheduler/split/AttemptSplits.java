package io.blink.scheduler.split;

import io.blink.core.spi.connector.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** What one attempt has been given for one scan, by the request that it answered; request 0 is its deployment. */
final class AttemptSplits {
    private final TreeMap<Long, List<Split>> byRequest = new TreeMap<>();
    private boolean toldThereAreNoMore;
    private long toldFloorMicros = Long.MIN_VALUE;

    /** The highest that an answer said of the splits still to come. */
    long toldFloorMicros() {
        return toldFloorMicros;
    }

    void toldFloorMicros(long micros) {
        toldFloorMicros = Math.max(toldFloorMicros, micros);
    }

    void give(long requestId, List<Split> splits, boolean noMore) {
        byRequest.put(requestId, List.copyOf(splits));
        toldThereAreNoMore = noMore;
    }

    boolean answered(long requestId) {
        return !byRequest.isEmpty() && requestId <= byRequest.lastKey();
    }

    /** What was answered to that request. */
    List<Split> answer(long requestId) {
        return byRequest.getOrDefault(requestId, List.of());
    }

    boolean saidNoMore(long requestId) {
        return toldThereAreNoMore && byRequest.lastKey() == requestId;
    }

    void forget(Set<String> ids) {
        byRequest.replaceAll((request, splits) ->
                splits.stream().filter(split -> !ids.contains(split.id())).toList());
        // The last request tells which are answered, however many there were.
        byRequest.entrySet().removeIf(given -> given.getValue().isEmpty() && given.getKey() < byRequest.lastKey());
    }

    List<Split> all() {
        return upTo(Long.MAX_VALUE);
    }

    List<Split> upTo(long requestId) {
        List<Split> splits = new ArrayList<>();
        byRequest.headMap(requestId, true).values().forEach(splits::addAll);
        return splits;
    }
}
