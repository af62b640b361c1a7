package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;

/** Makes the results of groups from all their rows. */
@FunctionalInterface
interface GroupResults {
    /** Of groups {@code from .. from + count}. */
    Column of(int from, int count);
}
