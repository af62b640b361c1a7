/**
 * From a job graph to tasks that run: which exchanges are pipelined, how that cuts the graph into regions, how many tasks each gets, when it starts and what its
 * tasks are told. Everything but {@code RegionScheduling} is pure.
 */
package io.blink.scheduler.region;
