/**
 * A cluster in one thread: production masters and worker controls on virtual time, over an in-memory network and file system that fail by a seed. What tasks do is
 * simulated row by row, so that what ends up committed can be compared with what was there to read. Each seed prints the faults that it injected; the same seed does
 * the same again.
 */
package io.blink.scheduler.simulation;
