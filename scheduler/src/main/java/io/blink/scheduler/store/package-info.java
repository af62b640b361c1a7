/**
 * What outlives a master: plans, finished regions, checkpoints, intents and ends of jobs, as checksummed files below {@code <storage>/<job>/<term>/}. Every call
 * blocks and is made on an I/O thread. A master of a higher term shuts the folders of lower terms before it reads; from then on nothing that a master of a lower
 * term writes counts, and it is told so by its first failing write.
 */
package io.blink.scheduler.store;
