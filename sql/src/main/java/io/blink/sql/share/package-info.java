/**
 * Sub-plans that are computed once and read by several places: {@link io.blink.sql.share.SubPlanSharing} finds them, gives each the filters and columns
 * that its readers have in common, and has every part optimized by itself. Called by {@code io.blink.sql.logical} for bounded queries; one statement,
 * one thread.
 *
 * <p>What must stay true: what stands for a shared sub-plan gives the rows that the reader would have computed itself.
 */
package io.blink.sql.share;
