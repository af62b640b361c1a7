package io.blink.runtime.operator.over.call;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.WindowCall;
import io.blink.runtime.operator.over.page.CurrentPage;
import io.blink.runtime.operator.over.page.PageGather;
import io.blink.runtime.operator.over.page.Pages;
import io.blink.runtime.operator.over.page.Progress;
import io.blink.runtime.operator.over.page.RowMarks;

/** The values of a call's first argument at the row that each row of the current page looks at; of all rows, or of those where it is not NULL. */
final class TargetValues {
    private final CurrentPage page;
    /** {@code null} if NULLs count. */
    private final PresentValues present;

    private final PageGather gather;
    private long[] targets = new long[0];

    TargetValues(WindowCall call, CurrentPage page, Pages pages) {
        this.page = page;
        int column = call.arguments().get(0);
        present = call.ignoreNulls() ? new PresentValues(column) : null;
        gather = new PageGather(call.type(), column, pages);
    }

    void observe(Batch batch) {
        if (present != null) {
            present.observe(batch);
        }
    }

    /** Rows whose value is not NULL; {@code null} if NULLs count. */
    RowMarks present() {
        return present == null ? null : present.marks();
    }

    /** For the current page: to be filled with rows, or {@link PageGather#NULL} or {@link PageGather#DEFAULT}. */
    long[] begin() {
        if (targets.length < page.rows()) {
            targets = new long[page.rows()];
        }
        gather.begin(page.rows());
        return targets;
    }

    /** Once all rows to look at are known. */
    Progress advance() {
        return gather.advance(targets, page.rows());
    }

    /** @param defaults may be {@code null} if no row asks for them */
    Column result(Column defaults) {
        return gather.result(targets, page.rows(), defaults);
    }

    /** Whether the value that the last row of the page looks at is kept, in the last partition. */
    boolean keepsLast() {
        return gather.keptRow() >= page.lastPartitionStart() && targets[page.rows() - 1] == gather.keptRow();
    }

    void forgetBefore(long row) {
        if (present != null) {
            present.marks().forgetBefore(row);
        }
    }

    long retainedBytes() {
        return present == null ? 0 : present.marks().retainedBytes();
    }
}
