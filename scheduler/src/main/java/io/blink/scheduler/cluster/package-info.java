/**
 * The master of a cluster for one term, and its jobs from submission to end. Everything runs in turns of the master's loop: the {@code Dispatcher} hands over to it what connections bring,
 * {@code JobRequests} what clients ask.
 */
package io.blink.scheduler.cluster;
