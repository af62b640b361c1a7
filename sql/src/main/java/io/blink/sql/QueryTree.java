package io.blink.sql;

import org.apache.calcite.sql.SqlNode;

/** A query as the planner sees it. */
public interface QueryTree extends QueryText {
    /** A fresh parse tree: validation changes the one that it gets. */
    SqlNode tree();
}
