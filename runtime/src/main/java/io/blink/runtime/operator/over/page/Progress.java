package io.blink.runtime.operator.over.page;

/** How far a piece of work on the current page has come; what is not done goes on when it is called again. */
public enum Progress {
    DONE,
    /** Rows that have not come yet decide. Never once the input has ended. */
    NEEDS_ROWS,
    /** A page is being read from disk. */
    NEEDS_PAGE,
    /** Nothing is missing; so much was done that its memory shall be accounted, and others have their turn. */
    UNDER_WAY
}
