/**
 * One cluster's master: takes job graphs, runs their tasks on workers and keeps them running. {@code cluster} has the {@code Dispatcher} (workers, slots, jobs),
 * {@code job} one job's {@code JobMaster}; what a job master delegates is in {@code region}, {@code split} and {@code checkpoint}; {@code store} is what survives
 * a master; {@code client} is how jobs come in. Everything but {@code client} and {@code store} runs on the master's one thread, see {@code actor}.
 */
package io.blink.scheduler;
