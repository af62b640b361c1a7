package io.blink.sql;

import io.blink.core.expression.SourcePosition;

/** A query inside a statement: its text for people and for views, and, unseen here, its parsed form for the planner. */
public interface QueryText {
    String text();

    SourcePosition position();
}
