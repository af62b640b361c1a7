package io.blink.formats.orc;

import io.blink.formats.ReadRequest;
import java.io.IOException;
import java.util.Optional;
import org.apache.orc.Reader;

/** The conditions of a request, made anew when its key filters have become stricter. One thread. */
final class LatestConditions {
    private final Reader footer;
    private final ReadRequest request;
    private long strictness;
    private Optional<RowGroupConditions> conditions;

    LatestConditions(Reader footer, ReadRequest request) {
        this.footer = footer;
        this.request = request;
        strictness = request.strictness();
        conditions = RowGroupConditions.of(footer, request);
    }

    /** For each row group of a stripe whether it may have a row of use; {@code null}: every one may. */
    boolean[] possible(Stripe stripe) throws IOException {
        if (request.strictness() != strictness) {
            strictness = request.strictness();
            conditions = RowGroupConditions.of(footer, request);
        }
        return conditions.isEmpty() ? null : conditions.get().possible(stripe);
    }
}
