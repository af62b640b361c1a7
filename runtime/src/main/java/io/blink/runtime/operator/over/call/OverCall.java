package io.blink.runtime.operator.over.call;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.runtime.operator.over.page.Page;
import io.blink.runtime.operator.over.page.Progress;

/**
 * One call, which gives a column for each page. Sees every page once when it comes ({@link #observe}), in order and possibly far ahead of the current one; then, for each current page,
 * {@link #begin}, {@link #advance} until it is done, {@link #result}.
 */
public abstract class OverCall {
    /** A page has come. */
    public void observe(Page page, Batch batch) {}

    /** There is a new current page, with its frames if the call has one. */
    public abstract void begin();

    public abstract Progress advance();

    /** The values of the current page's rows; after {@link #advance} is done. */
    public abstract Column result();

    /** The first row that it may ask for when the current page is done. */
    public long neededFrom() {
        return Long.MAX_VALUE;
    }

    /** Rows before {@code row} are gone. */
    public void forgetBefore(long row) {}

    /** Pages before number {@code page} are gone. */
    public void forgetBeforePage(long page) {}

    /** Memory is short: forgets what can be made again from pages. */
    public void dropKept() {}

    public long retainedBytes() {
        return 0;
    }
}
