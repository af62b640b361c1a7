/**
 * What a worker that nobody needs yet does once: it runs a small stream, with a checkpoint and a restart from it, so that the classes that tasks need are loaded and partly compiled when it takes over for
 * a lost worker. A worker of its own kind, with threads, memory, partitions and a port of its own, does it under a master that is the rehearsal itself; nothing of it is seen outside the process. Started by
 * {@code WorkerProcess}, on one thread.
 */
package io.blink.runtime.worker.rehearsal;
