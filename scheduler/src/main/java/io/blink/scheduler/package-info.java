/**
 * One cluster's master: takes job graphs, runs their tasks on workers and keeps them running. {@code cluster} has the {@code Dispatcher} and the table of jobs, {@code worker} the workers
 * and their slots, {@code job} one job's {@code JobMaster}; what a job master delegates is in {@code region}, {@code split} and {@code checkpoint}, what it knows of its tasks in {@code
 * execution}; {@code store} is what survives a master; {@code client} is how jobs come in, {@code remote} how from other processes. Everything but {@code client}, {@code remote} and
 * {@code store} runs on the master's one thread, see {@code actor}.
 */
package io.blink.scheduler;
