package io.blink.core.spi.connector;

import static java.util.Objects.requireNonNull;

import io.blink.core.plan.ConnectorHandle;
import java.time.Duration;

/**
 * What workers read to hold a copy of a table that a stream looks rows up in.
 *
 * @param scan opened anew for each copy
 * @param ageMax how old a copy may be
 */
public record LookupCopy(ConnectorHandle scan, Duration ageMax) {
    public LookupCopy {
        requireNonNull(scan, "scan");
        requireNonNull(ageMax, "ageMax");
    }
}
