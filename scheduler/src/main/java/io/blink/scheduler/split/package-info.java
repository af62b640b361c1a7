/**
 * What scans read: splits are enumerated on I/O threads and handed to tasks that ask for them. Each split is with at most one attempt that counts; the splits of
 * an attempt that did not finish go back exactly once, those of a finished one whose output was lost go to its successor. Sources of a group
 * that keep together in event time hear of each other here ({@code AlignedWatermarks}).
 */
package io.blink.scheduler.split;
