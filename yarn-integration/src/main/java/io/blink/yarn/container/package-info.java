/**
 * Containers: what a process in one needs, and the workers that the ApplicationMaster gets from YARN. {@code WorkerContainers} asks and decides in turns of the master's loop,
 * {@code WorkerStarts} starts workers on I/O threads.
 */
package io.blink.yarn.container;
