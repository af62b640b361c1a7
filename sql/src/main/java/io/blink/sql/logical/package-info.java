/**
 * From a validated query to one relational tree that both modes share: sub-queries joined, correlation removed, views and computed columns expanded,
 * tumbling windows recognized, filters down, columns pruned, joins ordered. {@link io.blink.sql.logical.LogicalPlanner} is the way in; its phases run
 * the packages below and {@code io.blink.sql.join}, {@code aggregate}, {@code fusion}, {@code share} and {@code over}. {@code io.blink.sql.physical}
 * takes the {@link io.blink.sql.logical.LogicalPlan} from there.
 *
 * <p>One statement, one thread. Blocks on catalogs and on sources' statistics. The nodes of a finished plan are Calcite's {@code Logical…} for scan,
 * filter, project, join (INNER, LEFT, RIGHT, FULL, SEMI, ANTI, LEFT_MARK), aggregate (one grouping set), sort, union all and values, and our {@link
 * io.blink.sql.logical.window.LogicalWatermark}, {@link io.blink.sql.logical.subquery.LogicalUnnest}, {@link
 * io.blink.sql.logical.window.LogicalWindowAggregate} and {@link io.blink.sql.over.LogicalOver}; nothing else, no sub-query and no correlation.
 */
package io.blink.sql.logical;
