package io.blink.sql.join;

import org.apache.calcite.rel.RelNode;

/** A leaf whose rows are those of a tree that is planned elsewhere. */
public interface StandIn {
    RelNode standsFor();
}
