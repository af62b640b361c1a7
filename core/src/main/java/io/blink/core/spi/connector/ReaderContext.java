package io.blink.core.spi.connector;

import java.time.ZoneId;

/**
 * Where a reader works.
 *
 * @param position what {@link SplitReader#position} gave when the state was saved, or {@code null} to read from the start
 * @param timeZone the session's
 */
public record ReaderContext(Split split, String position, ZoneId timeZone) {}
