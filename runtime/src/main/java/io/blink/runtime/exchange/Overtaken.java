package io.blink.runtime.exchange;

import java.util.List;

/**
 * What a barrier has overtaken in one gate.
 *
 * @param rows by producer
 * @param watermarkMicros what the gate's watermark is behind all of it; microseconds since 1970, {@link Long#MIN_VALUE}: there is none yet
 */
public record Overtaken(List<List<Element.Rows>> rows, long watermarkMicros) {
    public static final Overtaken NOTHING = new Overtaken(List.of(), Long.MIN_VALUE);
}
