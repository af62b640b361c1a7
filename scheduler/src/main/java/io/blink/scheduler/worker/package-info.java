/**
 * The workers of a master with their leases, and their slots: who has them, who waits for them, how many workers should come. Everything runs in turns of the master's loop; the cluster
 * tells {@code WorkerRegistry} what connections bring, jobs ask through {@code ClusterServices}. A slot has at most one owner, and none while its worker still runs a task that the owner
 * before left behind.
 */
package io.blink.scheduler.worker;
