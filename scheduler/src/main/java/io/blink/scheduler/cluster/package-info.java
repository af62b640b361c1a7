/**
 * The cluster as its master sees it: workers with their leases, slots and who has them, the jobs. Everything runs in turns of the master's loop: the
 * {@code Dispatcher} hands over to it what connections bring, {@code JobRequests} what clients ask. A slot has at most one owner, and none while its worker still runs a task that the
 * owner before left behind.
 */
package io.blink.scheduler.cluster;
