package io.blink.sql.logical;

import static java.util.Objects.requireNonNull;

import io.blink.core.type.Field;
import io.blink.sql.logical.translate.InsertTarget;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;

/**
 * The optimized tree of one statement.
 *
 * @param root for a query its rows; for an INSERT the rows as the target takes them: its stored columns in its order and types, constants of static
 *     partitions included, conversions done
 * @param fields names and types of root's columns, as the user named them
 * @param target where the rows go; empty for a query
 * @param unbounded whether some source never ends
 * @param notices what the user should know
 */
public record LogicalPlan(
        RelNode root, List<Field> fields, Optional<InsertTarget> target, boolean unbounded, List<String> notices) {
    public LogicalPlan {
        requireNonNull(root, "root");
        fields = List.copyOf(fields);
        requireNonNull(target, "target");
        notices = List.copyOf(notices);
    }
}
