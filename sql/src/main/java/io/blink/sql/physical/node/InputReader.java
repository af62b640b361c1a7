package io.blink.sql.physical.node;

import java.util.Collection;
import org.apache.calcite.rel.RelNode;

/** Plans the input of a logical node. */
@FunctionalInterface
public interface InputReader {
    /** All rows with the wanted columns. */
    Scanned read(RelNode node, Collection<Integer> wanted);
}
