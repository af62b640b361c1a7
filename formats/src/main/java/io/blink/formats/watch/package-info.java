/**
 * Tables that grow while a stream reads them, for every connector of files: {@code WatchedSplits} asks, on an I/O thread of the job master, what was added ({@code Additions} of the connector),
 * and hands it out in order, once. {@code ReadMarks} say what was read; their {@code WatchPosition} stands in each checkpoint beside the splits that are being read.
 */
package io.blink.formats.watch;
