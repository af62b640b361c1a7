/**
 * What a call with OVER is ({@code OverCall}), the frames that calls share, and the calls that are no aggregates: ranks, neighbours, values of a frame. Each answers a page at a time, a column for all of
 * its rows, and goes on where it stopped when rows or pages are missing. Made by {@code OverCalls}; on the operator's task thread.
 */
package io.blink.runtime.operator.over.call;
