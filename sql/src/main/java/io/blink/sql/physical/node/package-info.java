/**
 * What a physical plan is made of: {@link io.blink.sql.physical.node.PhysicalNode} with its {@link io.blink.sql.physical.node.Distribution}, order and
 * {@link io.blink.sql.physical.node.Estimate}, and the making of operations and exchanges that all parts of physical planning share. One statement, one
 * thread; pure.
 *
 * <p>What must stay true: nodes never change; what a node says of distribution and order holds for every row that it emits.
 */
package io.blink.sql.physical.node;
